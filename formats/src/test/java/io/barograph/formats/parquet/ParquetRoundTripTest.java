package io.barograph.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.ColumnComparison.Operator;
import io.barograph.core.source.Lane;
import io.barograph.core.source.Split;
import io.barograph.core.source.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("thorough")
class ParquetRoundTripTest {
    private static final long SEED = seed();

    @TempDir
    Path folder;

    private static long seed() {
        String given = System.getProperty("barograph.seed", "");
        return given.matches("-?\\d+") ? Long.parseLong(given) : 20_261_123;
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCOMPRESSED", "ZSTD", "SNAPPY", "GZIP", "LZ4_RAW", "LZ4"})
    void whatIsWrittenIsRead(CompressionCodec codec) throws IOException {
        Path file = folder.resolve("x.parquet");
        List<List<Object>> rows = Rows.random(45_000, new Random(SEED));
        Rows.write(file, rows, codec, 1999);

        Table table = Rows.open(file);

        assertThat(table.description().schema()).isEqualTo(Rows.SCHEMA);
        assertThat(Rows.read(table, Rows.all(table), List.of()))
                .as("seed %d", SEED)
                .isEqualTo(rows);
    }

    @Test
    void cutsAndProjectionsChangeNothing() throws IOException {
        Path file = folder.resolve("x.parquet");
        List<List<Object>> rows = Rows.random(ParquetSink.GROUP_ROWS + 30_000, new Random(SEED + 1));
        Rows.write(file, rows, CompressionCodec.UNCOMPRESSED, 2048);
        Table table = Rows.open(file);
        Random random = new Random(SEED);
        int[] columns = {3, 7};
        List<List<Object>> expected = new ArrayList<>();
        rows.forEach(row -> expected.add(java.util.Arrays.asList(row.get(3), row.get(7))));
        for (int i = 0; i < 2; i++) {
            long[] cuts = random.longs(6, 1, Files.size(file)).sorted().toArray();
            assertThat(Rows.read(table, columns, List.of(), cuts))
                    .as("seed %d", SEED)
                    .isEqualTo(expected);
        }
        assertThat(Rows.read(table, new int[0], List.of())).hasSize(rows.size());
    }

    @Test
    void aLargeRowGroupIsReadInPieces() {
        RowGroup group = new RowGroup(0, 0, 1_000_000, 4, 41L << 20, new RowGroup.Chunk[0]);
        FileSchema schema = new FileSchema(List.of(), java.util.Map.of(), 0);
        Footer footer = new Footer("x", 42L << 20, schema, List.of(group), 1_000_000, true, true);
        Lane lane = new Lane(0, "x", 42L << 20, true);
        long next = 0;
        int readers = 0;
        for (long start = 0; start < 42L << 20; start += 4L << 20) {
            for (RowPieces.Piece piece : RowPieces.of(footer, new Split(lane, start, start + (4L << 20)))) {
                assertThat(piece.from()).isEqualTo(next);
                next = piece.to();
                readers++;
            }
        }
        assertThat(next).isEqualTo(1_000_000);
        assertThat(readers).isBetween(9, 11);
    }

    @Test
    void conditionsLeaveOutPagesButNoRowThatTheyHoldFor() throws IOException {
        Path file = folder.resolve("x.parquet");
        List<List<Object>> rows = Rows.random(ParquetSink.GROUP_ROWS + 20_000, new Random(SEED + 3));
        Rows.write(file, rows, CompressionCodec.ZSTD, 2048);
        Table table = Rows.open(file);
        Random random = new Random(SEED);
        int time = Rows.SCHEMA.indexOf("time");
        for (Operator operator : Operator.values()) {
            for (String name : List.of("number", "time", "value", "step", "device", "day", "small")) {
                int column = Rows.SCHEMA.indexOf(name);
                Object constant = null;
                while (constant == null) {
                    constant = rows.get(random.nextInt(rows.size())).get(column);
                }
                ColumnComparison condition = new ColumnComparison(column, operator, constant);
                List<List<Object>> kept = Rows.read(table, new int[] {column}, List.of(condition));
                assertThat(kept.stream()
                                .filter(row -> holds(row.get(0), condition))
                                .count())
                        .as("%s, seed %d", condition, SEED)
                        .isEqualTo(rows.stream()
                                .filter(row -> holds(row.get(column), condition))
                                .count());
            }
        }
        ColumnComparison early = new ColumnComparison(time, Operator.LESS, 1_700_000_010_000_000_000L);
        assertThat(Rows.read(table, new int[] {time}, List.of(early))).hasSize(ChunkWriter.PAGE_ROWS);
    }

    @SuppressWarnings("unchecked")
    private static boolean holds(Object value, ColumnComparison condition) {
        if (value == null) {
            return false;
        }
        int compared = ((Comparable<Object>) value).compareTo(condition.constant());
        return switch (condition.operator()) {
            case EQUAL -> compared == 0;
            case LESS -> compared < 0;
            case LESS_OR_EQUAL -> compared <= 0;
            case GREATER -> compared > 0;
            case GREATER_OR_EQUAL -> compared >= 0;
        };
    }

    @Test
    void equalRowsAreEqualBytes() throws IOException {
        List<List<Object>> rows = Rows.random(ParquetSink.GROUP_ROWS + 5000, new Random(SEED + 4));
        Rows.write(folder.resolve("a.parquet"), rows, CompressionCodec.ZSTD, 2048);
        Rows.write(folder.resolve("b.parquet"), rows, CompressionCodec.ZSTD, 517);
        assertThat(folder.resolve("a.parquet")).hasSameBinaryContentAs(folder.resolve("b.parquet"));
    }

    @Test
    void noRowsAreAFileToo() throws IOException {
        Path file = folder.resolve("x.parquet");
        Rows.write(file, List.of(), CompressionCodec.ZSTD, 10);
        Table table = Rows.open(file);
        assertThat(table.description().schema()).isEqualTo(Rows.SCHEMA);
        assertThat(Rows.read(table, Rows.all(table), List.of())).isEmpty();
    }

    /** Cut or changed files give an error in words, or, where no checksum tells, other values; never anything else. */
    @Test
    void damagedFilesAreRefusedInWords() throws IOException {
        Path file = folder.resolve("x.parquet");
        Path damaged = folder.resolve("damaged.parquet");
        Rows.write(file, Rows.random(3000, new Random(SEED + 5)), CompressionCodec.ZSTD, 2048);
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] other = i % 10 == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
            // Half of the changes hit the descriptions behind the pages, which are what can hurt.
            int changes = i % 10 == 0 ? 0 : 1 + random.nextInt(3);
            for (int c = 0; c < changes; c++) {
                int from = random.nextBoolean() ? 0 : bytes.length - 4000;
                other[from + random.nextInt(other.length - from)] = (byte) random.nextInt();
            }
            Files.write(damaged, other);
            try {
                Table table = Rows.open(damaged);
                Rows.read(table, Rows.all(table), List.of());
            } catch (IOException | BarographException e) {
                refused++;
                assertThat(e.getMessage()).as("seed %d, change %d", SEED, i).isNotBlank();
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    @Test
    void announcedSizesAreNotBelieved() throws IOException {
        Path file = folder.resolve("x.parquet");
        Files.write(file, new byte[] {'P', 'A', 'R', '1', 1, 2, 3, 4, -1, -1, -1, 0x7F, 'P', 'A', 'R', '1'});
        assertThatThrownBy(() -> Rows.open(file)).hasMessageContaining("a footer of 2147483647 bytes");
        Files.write(file, new byte[] {'P', 'A', 'R', '1'});
        assertThatThrownBy(() -> Rows.open(file)).hasMessageContaining("only 4 bytes");
        // A list of 2^31 - 1 elements, in six bytes.
        Files.write(file, new byte[] {
            'P', 'A', 'R', '1', 0x15, 4, 0x19, (byte) 0xFC, -1, -1, -1, -1, 7, 0, 10, 0, 0, 0, 'P', 'A', 'R', '1'
        });
        assertThatThrownBy(() -> Rows.open(file)).hasMessageContaining("no whole Parquet file");
    }

    @Test
    void filesWithoutAColumnHaveNullsThere() throws IOException {
        Path first = folder.resolve("a.parquet");
        Rows.write(first, Rows.random(10, new Random(SEED)), CompressionCodec.ZSTD, 10);
        Path second = folder.resolve("b.parquet");
        try (var out = Files.newOutputStream(second)) {
            ParquetSink sink = new ParquetSink(out);
            sink.begin(io.barograph.core.column.Schema.of(new io.barograph.core.column.Field("other", Type.BIGINT)));
            sink.accept(new io.barograph.core.column.Batch(
                    new io.barograph.core.column.Column[] {
                        new io.barograph.core.column.LongColumn(
                                Type.BIGINT, new long[] {7}, io.barograph.core.column.Validity.ALL)
                    },
                    1));
            sink.end();
        }
        Table table = Rows.open(second, first);
        assertThat(table.description().schema().names())
                .startsWith("other", "number")
                .hasSize(12);
        List<List<Object>> rows = Rows.read(table, new int[] {0, 1, 7}, List.of());
        assertThat(rows).containsExactly(java.util.Arrays.asList(7L, null, null));
    }
}
