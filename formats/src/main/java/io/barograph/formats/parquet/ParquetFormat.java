package io.barograph.formats.parquet;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Format;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.ReadFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Apache Parquet files. The columns of several files are joined by name; a file without one has NULL there. */
public final class ParquetFormat implements Format {
    /** Of more files some are looked at when planning, evenly spread. */
    private static final int MAX_SAMPLES = 256;

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
        Map<String, Field> fields = new LinkedHashMap<>();
        Map<String, String> unreadable = new LinkedHashMap<>();
        int count = Math.min(paths.size(), MAX_SAMPLES);
        for (int i = 0; i < count; i++) {
            String path = paths.get((int) ((long) i * paths.size() / count));
            FileSchema schema;
            try {
                schema = Footer.read(path).schema();
            } catch (IOException e) {
                throw ReadFailure.of(path, e);
            }
            unreadable.putAll(schema.unreadable());
            for (LeafColumn column : schema.columns()) {
                add(fields, column, path);
            }
        }
        unreadable.keySet().forEach(fields::remove);
        Schema schema = new Schema(new ArrayList<>(fields.values()));
        if (declared != null) {
            checkDeclared(declared, schema, name);
        }
        return new TableDescription(name, name(), paths, Map.of(), schema, unreadable);
    }

    private static void add(Map<String, Field> fields, LeafColumn column, String path) {
        Field known = fields.putIfAbsent(column.name(), new Field(column.name(), column.type()));
        if (known != null && known.type() != column.type()) {
            throw new BarographException(
                    ErrorCode.TYPE_MISMATCH,
                    "column '" + column.name() + "' is " + known.type() + " in some files, but " + column.type()
                            + " in '" + path + "'; read the files of each type on their own");
        }
    }

    private static void checkDeclared(Schema declared, Schema schema, String name) {
        for (Field field : declared.fields()) {
            int index = schema.indexOf(field.name());
            if (index < 0 || schema.type(index) != field.type()) {
                throw new BarographException(
                        ErrorCode.TYPE_MISMATCH,
                        "column '" + field.name() + "' is declared as " + field.type() + ", but '" + name + "' has "
                                + (index < 0 ? "no such column" : "it as " + schema.type(index))
                                + "; leave the columns out of the declaration, and cast in the query");
            }
        }
    }

    @Override
    public Table open(TableDescription description) throws IOException {
        return new ParquetTable(description);
    }
}
