package io.barograph.formats.parquet;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Format;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.ColumnUnion;
import io.barograph.formats.ReadFailure;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Apache Parquet files. The columns of several files are joined by name; a file without one has NULL there. */
public final class ParquetFormat implements Format {
    /** Of more files some are looked at when planning, evenly spread. */
    private static final int MAX_SAMPLES = 256;

    private final Footers footers = new Footers();

    @Override
    public String name() {
        return "parquet";
    }

    @Override
    public boolean recognises(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.endsWith(".parquet") || lower.endsWith(".parq") || lower.endsWith(".pq");
    }

    @Override
    public TableDescription describe(
            String name, List<String> paths, Map<String, String> options, @Nullable Schema declared)
            throws IOException {
        if (!options.isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "a Parquet file says itself how it is read: there is no option '"
                            + options.keySet().iterator().next() + "'");
        }
        ColumnUnion union = new ColumnUnion();
        int count = Math.min(paths.size(), MAX_SAMPLES);
        for (int i = 0; i < count; i++) {
            String path = paths.get((int) ((long) i * paths.size() / count));
            FileSchema schema;
            try {
                schema = footers.read(path).schema();
            } catch (IOException e) {
                throw ReadFailure.of(path, e);
            }
            union.addUnreadable(schema.unreadable());
            for (LeafColumn column : schema.columns()) {
                union.add(column.name(), column.type(), path);
            }
        }
        Schema schema = union.schema();
        if (declared != null) {
            ColumnUnion.checkDeclared(declared, schema, name);
        }
        return new TableDescription(name, name(), paths, Map.of(), schema, union.unreadable());
    }

    @Override
    public Table open(TableDescription description) throws IOException {
        return new ParquetTable(description, footers);
    }
}
