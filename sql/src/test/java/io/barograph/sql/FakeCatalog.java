package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every name is a CSV table of the same columns, unless columns are declared; what starts with "missing" is not there, of
 * "lists" nothing can be read. */
final class FakeCatalog implements Catalog {
    static final Schema COLUMNS = Schema.of(
            new Field("timestamp", Type.TIMESTAMP),
            new Field("device_id", Type.VARCHAR),
            new Field("temperature", Type.DOUBLE),
            new Field("humidity", Type.DOUBLE),
            new Field("value", Type.BIGINT),
            new Field("PM2.5", Type.DOUBLE),
            new Field("온도", Type.DOUBLE),
            new Field("year", Type.BIGINT),
            new Field("ok", Type.BOOLEAN));

    @Override
    public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
        if (name.startsWith("missing")) {
            throw new BarographException(ErrorCode.FILE_NOT_FOUND, "there is no file " + name);
        }
        if (name.startsWith("lists")) {
            return new TableDescription(name, "csv", List.of(name), options, Schema.of(), Map.of("l", "a list"));
        }
        String path = options.getOrDefault("path", name);
        return new TableDescription(name, "csv", List.of(path), options, declared == null ? COLUMNS : declared);
    }

    @Override
    public Table open(TableDescription description) {
        throw new UnsupportedOperationException("planning opens no table");
    }
}
