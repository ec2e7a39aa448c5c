package io.barograph.connectors.kafka;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDeclaration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Rows of tests: a name, which is the key, and a number. */
final class Rows {
    static final Schema SCHEMA = Schema.of(new Field("name", Type.VARCHAR), new Field("value", Type.BIGINT));

    private Rows() {}

    /** {@code "a|1", "b|2"}. */
    static Batch of(String... rows) {
        Dictionary names = new Dictionary();
        int[] codes = new int[rows.length];
        long[] values = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            String[] words = rows[i].split("\\|");
            codes[i] = names.intern(words[0]);
            values[i] = Long.parseLong(words[1]);
        }
        return new Batch(
                new Column[] {
                    new VarcharColumn(codes, names, Validity.ALL), new LongColumn(Type.BIGINT, values, Validity.ALL)
                },
                rows.length);
    }

    static List<String> texts(Batch batch) {
        String[] texts = new String[batch.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] =
                    String.join("|", batch.row(i).stream().map(String::valueOf).toList());
        }
        return Arrays.asList(texts);
    }

    static SinkRequest sink(Map<String, String> options, boolean hasKey, String pipeline) {
        return sink(options, hasKey, pipeline, new SinkGroup());
    }

    static SinkRequest sink(Map<String, String> options, boolean hasKey, String pipeline, SinkGroup group) {
        return new SinkRequest(
                new TableDeclaration("target", options, SCHEMA, null, List.of()),
                SCHEMA,
                hasKey ? List.of(0) : List.of(),
                hasKey,
                pipeline,
                group);
    }
}
