package io.barograph.testkit.sql;

import io.barograph.core.column.Schema;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the files of a query in one folder. */
public record FolderCatalog(Path folder, FileCatalog files) implements Catalog {
    public FolderCatalog(Path folder) {
        this(folder, new FileCatalog());
    }

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        boolean file = name.indexOf('.') >= 0;
        return files.table(file ? folder.resolve(name).toString() : name, options, declared);
    }

    @Override
    public Table open(TableDescription description) {
        return files.open(description);
    }
}
