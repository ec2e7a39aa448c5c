package io.barograph.formats.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
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
import io.barograph.core.source.Lane;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowRoundTripTest {
    static final Schema EVERY_TYPE = Schema.of(
            new Field("b", Type.BOOLEAN),
            new Field("n", Type.BIGINT),
            new Field("d", Type.DOUBLE),
            new Field("s", Type.VARCHAR),
            new Field("t", Type.TIMESTAMP),
            new Field("i", Type.INTERVAL),
            new Field("day", Type.DATE),
            new Field("m", Type.decimal(20, 3)));

    @TempDir
    Path directory;

    /** Some batches of every type, with and without NULLs. */
    static List<Batch> batches(Random random, int count) {
        List<Batch> batches = new ArrayList<>();
        Dictionary dictionary = new Dictionary();
        for (int b = 0; b < count; b++) {
            int size = 1 + random.nextInt(Batch.CAPACITY);
            batches.add(batch(random, size, dictionary));
        }
        return batches;
    }

    private static Batch batch(Random random, int size, Dictionary dictionary) {
        boolean[] truths = new boolean[size];
        long[][] longs = new long[5][size];
        double[] doubles = new double[size];
        int[] codes = new int[size];
        long[] high = new long[size];
        for (int i = 0; i < size; i++) {
            truths[i] = random.nextBoolean();
            for (long[] values : longs) {
                values[i] = random.nextLong();
            }
            longs[3][i] = random.nextInt(200_000) - 100_000;
            doubles[i] = random.nextInt(9) == 0 ? Double.NaN : random.nextGaussian();
            codes[i] = dictionary.intern("텍스트" + random.nextInt(500));
            high[i] = longs[4][i] >> 63;
        }
        Column[] columns = {
            new BooleanColumn(truths, validity(random, size)),
            new LongColumn(Type.BIGINT, longs[0], validity(random, size)),
            new DoubleColumn(doubles, validity(random, size)),
            new VarcharColumn(codes, dictionary, validity(random, size)),
            new LongColumn(Type.TIMESTAMP, longs[1], validity(random, size)),
            new LongColumn(Type.INTERVAL, longs[2], validity(random, size)),
            new LongColumn(Type.DATE, longs[3], validity(random, size)),
            new DecimalColumn(Type.decimal(20, 3), high, longs[4], validity(random, size))
        };
        return new Batch(columns, size);
    }

    private static Validity validity(Random random, int size) {
        if (random.nextInt(3) == 0) {
            return Validity.ALL;
        }
        long[] words = new long[Validity.wordCount(size)];
        for (int i = 0; i < words.length; i++) {
            words[i] = random.nextLong() | random.nextLong();
        }
        return Validity.of(words);
    }

    static byte[] write(ArrowSink sink, ByteArrayOutputStream out, List<Batch> batches) {
        sink.begin(EVERY_TYPE);
        batches.forEach(sink::accept);
        sink.end();
        return out.toByteArray();
    }

    static List<List<Object>> rows(List<Batch> batches) {
        List<List<Object>> rows = new ArrayList<>();
        for (Batch batch : batches) {
            for (int row = 0; row < batch.size(); row++) {
                rows.add(batch.row(row));
            }
        }
        return rows;
    }

    /** All rows of a file of which none is rejected. */
    static List<List<Object>> read(Path file, long splitBytes) throws IOException {
        Table table = open(file);
        Lane lane = table.lanes().get(0);
        List<List<Object>> rows = new ArrayList<>();
        int[] all = IntStream.range(0, table.description().schema().size()).toArray();
        var reader = table.newReader(all);
        for (long start = 0; start < lane.sizeBytes(); start += splitBytes) {
            Split split = new Split(lane, start, Math.min(start + splitBytes, lane.sizeBytes()));
            try (SplitReader records = reader.read(split, -1, record -> {
                throw new AssertionError(record);
            })) {
                Batch batch;
                while ((batch = records.next()) != null) {
                    rows.addAll(rows(List.of(batch)));
                }
            }
        }
        return rows;
    }

    static Table open(Path file) throws IOException {
        ArrowFormat format = new ArrowFormat();
        return format.open(format.describe("t", List.of(file.toString()), Map.of(), null));
    }

    @Test
    void filesAndStreamsGiveBackWhatWasWrittenHoweverTheyAreCut() throws IOException {
        Random random = new Random(Long.getLong("barograph.seed", 17));
        List<Batch> batches = batches(random, 80);
        for (boolean isFile : new boolean[] {true, false}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Path file = directory.resolve("t.arrow");
            Files.write(file, write(isFile ? ArrowSink.file(out) : ArrowSink.stream(out), out, batches));
            assertThat(open(file).description().schema()).isEqualTo(EVERY_TYPE);
            List<List<Object>> expected = rows(batches);
            assertThat(read(file, Long.MAX_VALUE / 2).equals(expected)).isTrue();
            assertThat(read(file, 1_000_000).equals(expected)).isTrue();
        }
    }

    @Test
    void bytesDoNotDependOnHowRowsComeInBatches() {
        int columns = EVERY_TYPE.size() - 1;
        Schema schema = EVERY_TYPE.select(IntStream.range(0, columns).toArray());
        List<Batch> wide = batches(new Random(5), 80);
        List<Batch> whole = wide.stream()
                .map(batch -> new Batch(Arrays.copyOf(batch.columns(), columns), batch.size()))
                .toList();
        BatchCompactor compactor = BatchCompactor.of(schema);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        ArrowSink once = ArrowSink.file(expected);
        ArrowSink cut = ArrowSink.file(found);
        once.begin(schema);
        cut.begin(schema);
        for (Batch batch : whole) {
            once.accept(batch);
            int half = batch.size() / 2;
            int[] positions = IntStream.range(0, batch.size()).toArray();
            cut.accept(compactor.compact(batch, positions, half));
            cut.accept(
                    compactor.compact(batch, Arrays.copyOfRange(positions, half, batch.size()), batch.size() - half));
        }
        once.end();
        cut.end();
        assertThat(Arrays.equals(found.toByteArray(), expected.toByteArray())).isTrue();
    }

    @Test
    void anEmptyAnswerIsATableOfNoRows() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Path file = directory.resolve("t.arrows");
        Files.write(file, write(ArrowSink.stream(out), out, List.of()));
        assertThat(open(file).description().schema()).isEqualTo(EVERY_TYPE);
        assertThat(read(file, 100)).isEmpty();
    }

    @Test
    void damagedFilesAreErrorsAndNoOthers() throws IOException {
        Random random = new Random(Long.getLong("barograph.seed", 3));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] good = write(ArrowSink.file(out), out, batches(random, 1));
        Path file = directory.resolve("t.arrow");
        int refused = 0;
        for (int round = 0; round < 200; round++) {
            byte[] bad = good.clone();
            // Half of the damage hits metadata: at the front and at the end.
            int span = round % 2 == 0 ? bad.length : 1200;
            int at = round % 4 < 2 ? random.nextInt(span) : bad.length - 1 - random.nextInt(span);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            if (round % 10 == 0) {
                bad = Arrays.copyOf(bad, random.nextInt(bad.length));
            }
            Files.write(file, bad);
            try {
                Table table = open(file);
                try (SplitReader records = table.newReader(new int[] {0, 1, 2, 3})
                        .read(new Split(table.lanes().get(0), 0, bad.length), -1, record -> {})) {
                    while (records.next() != null) {
                        // Read to the end.
                    }
                }
            } catch (IOException | io.barograph.core.error.BarographException expected) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(15);
    }

    @Test
    void whatIsNoArrowIsSaidSo() throws IOException {
        Path file = directory.resolve("t.arrow");
        Files.writeString(file, "timestamp,device\n2023-01-01,1\n");
        assertThatThrownBy(() -> open(file)).hasMessageContaining("no Arrow file");
    }

    @Test
    void decimalsKeepTheirDigits() throws IOException {
        long[] low = {123_456};
        Batch batch =
                new Batch(new Column[] {new DecimalColumn(Type.decimal(38, 5), new long[] {0}, low, Validity.ALL)}, 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArrowSink sink = ArrowSink.file(out);
        sink.begin(Schema.of(new Field("m", Type.decimal(38, 5))));
        sink.accept(batch);
        sink.end();
        Path file = directory.resolve("t.arrow");
        Files.write(file, out.toByteArray());
        assertThat(read(file, 1 << 20)).containsExactly(List.of(new BigDecimal("1.23456")));
    }
}
