package io.barograph.formats.parquet;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.Lane;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.parquet.format.CompressionCodec;

/** Random rows of every type, written to files and read from them. */
final class Rows {
    static final Schema SCHEMA = Schema.of(
            new Field("number", Type.BIGINT),
            new Field("level", Type.BIGINT),
            new Field("time", Type.TIMESTAMP),
            new Field("value", Type.DOUBLE),
            new Field("step", Type.DOUBLE),
            new Field("flag", Type.BOOLEAN),
            new Field("device", Type.VARCHAR),
            new Field("note", Type.VARCHAR),
            new Field("day", Type.DATE),
            new Field("small", Type.decimal(7, 2)),
            new Field("large", Type.decimal(38, 4)));

    private Rows() {}

    /** Rows as boxed values, in a mood that changes now and then: runs, NULLs, repeated or varied values. */
    static List<List<Object>> random(int count, Random random) {
        List<List<Object>> rows = new ArrayList<>();
        boolean nulls = false;
        boolean varied = true;
        for (int i = 0; i < count; i++) {
            if (i % 3000 == 0) {
                nulls = random.nextInt(3) == 0;
                varied = random.nextBoolean();
            }
            List<Object> row = new ArrayList<>();
            for (Field field : SCHEMA.fields()) {
                row.add(nulls && random.nextInt(3) == 0 ? null : value(field, i, varied, random));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Object value(Field field, int i, boolean varied, Random random) {
        return switch (field.name()) {
            case "number" -> varied ? random.nextLong() >> random.nextInt(64) : (Object) (long) i;
            case "level" -> (long) random.nextInt(varied ? 50 : 2);
            case "time" -> 1_700_000_000_000_000_000L + i * 10_000_000L + (varied ? random.nextInt(100_000) : 0);
            case "value" -> varied ? random.nextGaussian() : random.nextInt(500) == 0 ? Double.NaN : i / 8.0;
            case "step" -> random.nextInt(40) / 4.0;
            case "flag" -> varied ? random.nextBoolean() : i % 1000 < 500;
            case "device" -> "device " + random.nextInt(varied ? 200 : 1);
            case "note" ->
                "é".repeat(random.nextInt(3)) + random.nextInt() + (random.nextInt(50) == 0 ? "x".repeat(80) : "");
            case "day" -> (long) (19_000 + random.nextInt(varied ? 5000 : 3));
            case "small" -> new BigDecimal(BigInteger.valueOf(random.nextInt(19_999_999) - 9_999_999), 2);
            default ->
                new BigDecimal(
                        new BigInteger(random.nextInt(120), random)
                                .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)),
                        4);
        };
    }

    static void write(Path file, List<List<Object>> rows, CompressionCodec codec, int batchRows) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            ParquetSink sink = new ParquetSink(out, codec);
            sink.begin(SCHEMA);
            for (int from = 0; from < rows.size(); from += batchRows) {
                sink.accept(batch(rows.subList(from, Math.min(rows.size(), from + batchRows))));
            }
            sink.end();
        }
    }

    private static Batch batch(List<List<Object>> rows) {
        Column[] columns = new Column[SCHEMA.size()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = column(SCHEMA.type(c), c, rows);
        }
        return new Batch(columns, rows.size());
    }

    private static Column column(Type type, int index, List<List<Object>> rows) {
        int size = rows.size();
        long[] present = Validity.allPresent(size);
        long[] longs = new long[size];
        long[] high = new long[size];
        double[] doubles = new double[size];
        boolean[] booleans = new boolean[size];
        int[] codes = new int[size];
        Dictionary dictionary = new Dictionary();
        for (int i = 0; i < size; i++) {
            Object value = rows.get(i).get(index);
            if (value == null) {
                Validity.setNull(present, i);
            } else if (value instanceof Long number) {
                longs[i] = number;
            } else if (value instanceof Double number) {
                doubles[i] = number;
            } else if (value instanceof Boolean flag) {
                booleans[i] = flag;
            } else if (value instanceof String text) {
                codes[i] = dictionary.intern(text);
            } else {
                BigInteger unscaled = ((BigDecimal) value).unscaledValue();
                longs[i] = unscaled.longValue();
                high[i] = unscaled.shiftRight(64).longValue();
            }
        }
        Validity validity = Validity.of(present);
        return switch (type.kind()) {
            case DOUBLE -> new DoubleColumn(doubles, validity);
            case BOOLEAN -> new BooleanColumn(booleans, validity);
            case VARCHAR -> new VarcharColumn(codes, dictionary, validity);
            case DECIMAL -> new DecimalColumn(type, high, longs, validity);
            default -> new LongColumn(type, longs, validity);
        };
    }

    static Table open(Path... files) throws IOException {
        ParquetFormat format = new ParquetFormat();
        List<String> paths = java.util.Arrays.stream(files).map(Path::toString).toList();
        return format.open(format.describe("t", paths, Map.of(), null));
    }

    static int[] all(Table table) {
        return IntStream.range(0, table.description().schema().size()).toArray();
    }

    /** All rows of a table's first lane, cut at the given offsets, by one reader. */
    static List<List<Object>> read(Table table, int[] columns, List<ColumnComparison> conditions, long... cuts)
            throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        TableReader reader = table.newReader(columns, conditions);
        Lane lane = table.lanes().get(0);
        for (int i = 0; i <= cuts.length; i++) {
            long start = i == 0 ? 0 : cuts[i - 1];
            long end = i == cuts.length ? lane.sizeBytes() : cuts[i];
            long read = 0;
            AtomicLong rejected = new AtomicLong();
            RejectHandler rejects = row -> rejected.incrementAndGet();
            try (SplitReader split = reader.read(new Split(lane, start, end), -1, rejects)) {
                for (Batch batch = split.next(); batch != null; batch = split.next()) {
                    for (int row = 0; row < batch.size(); row++) {
                        rows.add(batch.row(row));
                    }
                    read += batch.size();
                }
                org.assertj.core.api.Assertions.assertThat(split.recordsRead())
                        .isEqualTo(read + rejected.get() + split.recordsPruned());
            }
        }
        return rows;
    }
}
