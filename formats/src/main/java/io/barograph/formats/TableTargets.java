package io.barograph.formats;

import io.barograph.core.column.Schema;
import io.barograph.core.engine.TableTarget;
import io.barograph.core.engine.TargetConnector;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.TableDeclaration;
import io.barograph.formats.output.TargetFiles;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Where the answers of queries that end go: files, or what a {@link TargetConnector} on the class path writes to. */
public final class TableTargets {
    private TableTargets() {}

    /**
     * Refuses a table that cannot be written. Looks at no data.
     *
     * @throws BarographException {@code INVALID_OPTION}, {@code NOT_SUPPORTED}
     */
    public static void check(TableDeclaration table) {
        if (connector(table) == null) {
            TargetFiles.format(table);
        }
    }

    /**
     * Opens a table to be written as a whole.
     *
     * @param schema of the rows
     */
    public static TableTarget open(TableDeclaration table, Schema schema) {
        TargetConnector connector = connector(table);
        return connector == null ? TargetFiles.open(table, schema) : connector.open(table, schema);
    }

    /** Null for files. */
    private static @Nullable TargetConnector connector(TableDeclaration table) {
        String name = table.options().getOrDefault(Connectors.OPTION, Connectors.FILES);
        if (name.equalsIgnoreCase(Connectors.FILES)) {
            return null;
        }
        for (TargetConnector found : ServiceLoader.load(TargetConnector.class, TableTargets.class.getClassLoader())) {
            if (found.name().equalsIgnoreCase(name)) {
                return found;
            }
        }
        throw new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "table " + table.name() + ": connector '" + name
                        + "' takes the rows of live queries, not the answer of one"
                        + " that reads tables at rest; write to files, 'connector' = 'filesystem', or declare what is read"
                        + " as live and run with --bounded");
    }
}
