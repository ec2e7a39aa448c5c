package io.barograph.connectors.postgres;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables that are only written. Thread-safe. */
final class PostgresCatalog implements Catalog {
    @Override
    public void check(TableDeclaration declaration) {
        PostgresOptions.of(declaration);
    }

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        throw onlyWritten(name);
    }

    @Override
    public Table open(TableDescription description) {
        throw onlyWritten(description.name());
    }

    static BarographException onlyWritten(String table) {
        return new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "table " + table + " is one of PostgreSQL's, which are only written: INSERT INTO " + table
                        + " SELECT …. To read it, export it: psql -c '\\copy " + table + " TO " + table
                        + ".csv CSV HEADER'");
    }
}
