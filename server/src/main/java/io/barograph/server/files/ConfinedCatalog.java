package io.barograph.server.files;

import io.barograph.core.column.Schema;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tables as {@link FileCatalog} finds them, where they may be named. Thread-safe. */
public final class ConfinedCatalog implements Catalog {
    private final FileCatalog files = new FileCatalog();
    private final DataFolders folders;
    private final ConfinedTables allowed;

    /** @param connectors that tables may be declared with, in lower case; {@code *} for all */
    public ConfinedCatalog(DataFolders folders, Set<String> connectors) {
        this.folders = folders;
        this.allowed = new ConfinedTables(folders, connectors);
    }

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        allowed.require(name, options);
        if (isOfFiles(options)) {
            // Before any of them is read to find its columns: a link among them may lead elsewhere.
            files.files(options.getOrDefault("path", name), options.get("format"))
                    .forEach(folders::require);
        }
        return files.table(name, options, declared);
    }

    private static boolean isOfFiles(Map<String, String> options) {
        return options.getOrDefault("connector", "filesystem").equalsIgnoreCase("filesystem");
    }

    @Override
    public void check(TableDeclaration declaration) {
        allowed.require(declaration);
        files.check(declaration);
    }

    /** Refuses a folder that may not be named. */
    public void checkFolder(String name) {
        folders.require(name);
    }

    /** Refuses a place that may not be written to. */
    public void checkTarget(TableDeclaration target) {
        allowed.require(target);
    }

    @Override
    public Table open(TableDescription description) {
        return files.open(description);
    }
}
