package io.barograph.connectors.kafka;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.formats.record.RecordDecoder;
import io.barograph.formats.record.RecordEncoder;
import io.barograph.formats.record.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small format for tests, {@code a|1}: texts and whole numbers with bars between. */
public final class WordsFormat implements RecordFormat {
    @Override
    public String name() {
        return "words";
    }

    @Override
    public Map<String, String> takeOptions(Map<String, String> options) {
        String style = options.remove("words.style");
        return style == null ? Map.of() : Map.of("words.style", style);
    }

    @Override
    public RecordDecoder newDecoder(Schema schema, Map<String, String> options, int[] columns) {
        return new Decoder(schema, columns);
    }

    @Override
    public RecordEncoder newEncoder(Schema schema, Map<String, String> options) {
        return new RecordEncoder() {
            private Batch bound = new Batch(new Column[0], 0);

            @Override
            public void bind(Batch batch) {
                bound = batch;
            }

            @Override
            public byte[] encode(int row) {
                List<String> words = new ArrayList<>();
                bound.row(row).forEach(value -> words.add(String.valueOf(value)));
                return String.join("|", words).getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    private static final class Decoder implements RecordDecoder {
        private final Schema schema;
        private final int[] columns;
        private List<String> texts = new ArrayList<>();
        private List<String> decoded = List.of();
        private final List<Integer> records = new ArrayList<>();

        Decoder(Schema schema, int[] columns) {
            this.schema = schema;
            this.columns = columns;
        }

        @Override
        public void add(byte[] bytes, int offset, int length) {
            texts.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public int size() {
            return texts.size();
        }

        @Override
        public Batch decode(Rejects rejects) {
            decoded = texts;
            texts = new ArrayList<>();
            records.clear();
            List<String[]> rows = new ArrayList<>();
            for (int i = 0; i < decoded.size(); i++) {
                String[] words = decoded.get(i).split("\\|", -1);
                String reason = problem(words);
                if (reason == null) {
                    rows.add(words);
                    records.add(i);
                } else {
                    rejects.reject(i, reason, decoded.get(i));
                }
            }
            Column[] made = new Column[columns.length];
            for (int c = 0; c < made.length; c++) {
                made[c] = column(columns[c], rows);
            }
            return new Batch(made, rows.size());
        }

        private String problem(String[] words) {
            if (words.length != schema.size()) {
                return words.length + " words";
            }
            for (int i = 0; i < words.length; i++) {
                if (schema.type(i) == Type.BIGINT && !words[i].matches("-?\\d{1,18}")) {
                    return "column '" + schema.name(i) + "': '" + words[i] + "' is no BIGINT";
                }
            }
            return null;
        }

        private Column column(int index, List<String[]> rows) {
            if (schema.type(index) == Type.BIGINT) {
                long[] values = rows.stream()
                        .mapToLong(words -> Long.parseLong(words[index]))
                        .toArray();
                return new LongColumn(Type.BIGINT, values, Validity.ALL);
            }
            Dictionary dictionary = new Dictionary();
            int[] codes = rows.stream()
                    .mapToInt(words -> dictionary.intern(words[index]))
                    .toArray();
            return new VarcharColumn(codes, dictionary, Validity.ALL);
        }

        @Override
        public int recordOf(int row) {
            return records.get(row);
        }

        @Override
        public String text(int record) {
            return decoded.get(record);
        }
    }
}
