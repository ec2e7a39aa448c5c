package io.barograph.server.result;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.EncodingSink;
import io.barograph.formats.output.JsonSink;
import io.barograph.server.http.Json;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows as JSON objects, encoded when they are asked for. For one thread. */
public final class RowJson {
    private final int[] columns;
    private final BatchCompactor compactor;
    private final EncodingSink.Encoder encoder;

    /** @param columns indexes of those that are members of the objects */
    public RowJson(Schema schema, int[] columns) {
        Schema selected = schema.select(columns);
        this.columns = columns;
        this.compactor = BatchCompactor.of(selected);
        JsonSink lines = JsonSink.lines(OutputStream.nullOutputStream());
        lines.begin(selected);
        this.encoder = lines.newEncoder();
    }

    /** The columns of rows: an object with name and type for each. */
    public static List<Map<String, String>> columns(Schema schema) {
        return schema.fields().stream().map(RowJson::column).toList();
    }

    private static Map<String, String> column(Field field) {
        Map<String, String> column = new LinkedHashMap<>();
        column.put("name", field.name());
        column.put("type", field.type().name());
        return column;
    }

    /** An object per row. */
    public List<Json.Raw> encode(List<KeptRows> rows) {
        List<Json.Raw> objects = new ArrayList<>();
        for (KeptRows some : rows) {
            Batch batch = compactor.compact(some.batch().select(columns), some.positions(), some.size());
            int length = encoder.encode(batch);
            String lines = new String(encoder.bytes(), 0, length, StandardCharsets.UTF_8);
            lines.lines().map(Json.Raw::new).forEach(objects::add);
        }
        return objects;
    }
}
