package io.barograph.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.ColumnComparison.Operator;
import io.barograph.core.source.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no checksum guards: the files in {@code resources/parquet} are pyarrow's, of 60 rows of all types with NULLs; it
 * writes none unless asked to. Each is of the encodings, the codec and the version of pages that its name says.
 */
final class DamagedPagesTest {
    private static final long SEED = Long.getLong("barograph.seed", 20_261_129);
    private static final int CHANGES = 150;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "dictionary-snappy", "dictionary-gzip", "split-zstd", "delta-lz4"})
    void changedBytesGiveAnAnswerOrAnErrorInWords(String name) throws IOException {
        byte[] whole = resource(name);
        Path file = folder.resolve("x.parquet");
        Random random = new Random(SEED);
        int footer = Bytes.intAt(whole, whole.length - 8) + 8;
        int read = 0;
        int refused = 0;
        for (int change = 0; change < CHANGES; change++) {
            byte[] bytes = whole.clone();
            boolean inPages = change % 3 > 0;
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                int at = inPages
                        ? 4 + random.nextInt(bytes.length - footer - 4)
                        : bytes.length - 1 - random.nextInt(footer);
                bytes[at] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                Table table = Rows.open(file);
                ColumnComparison late = new ColumnComparison(0, Operator.GREATER, 30_000L);
                boolean compared =
                        change % 2 == 0 && table.description().schema().type(0) == Type.BIGINT;
                Rows.read(table, Rows.all(table), compared ? List.of(late) : List.of());
                read++;
            } catch (IOException e) {
                refused++;
                assertThat(e.getMessage())
                        .as("seed %d, change %d", SEED, change)
                        .isNotBlank();
            } catch (BarographException e) {
                refused++;
                assertThat(e.code().category().exitStatus())
                        .as("seed %d, change %d: %s", SEED, change, e.getMessage())
                        .isBetween(2, 3);
            } catch (RuntimeException | Error defect) {
                throw new AssertionError("seed " + SEED + ", change " + change + " of " + name, defect);
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void wholeOnesAreRead() throws IOException {
        Path file = folder.resolve("x.parquet");
        List<List<Object>> expected = null;
        for (String name : List.of("plain", "dictionary-snappy", "dictionary-gzip", "split-zstd", "delta-lz4")) {
            Files.write(file, resource(name));
            Table table = Rows.open(file);
            List<List<Object>> rows = Rows.read(table, Rows.all(table), List.of());
            assertThat(rows).hasSize(60);
            assertThat(rows).as(name).isEqualTo(expected == null ? rows : expected);
            expected = rows;
        }
    }

    @Test
    void aValueThatStatisticsRuleOutIsDamageWithItsPlace() throws IOException {
        Path file = folder.resolve("x.parquet");
        long tooLate = LongReader.MAX_DAYS + 1;
        try (OutputStream out = Files.newOutputStream(file)) {
            ParquetSink sink = new ParquetSink(out, CompressionCodec.UNCOMPRESSED);
            sink.begin(Schema.of(new Field("day", Type.DATE)));
            sink.accept(new Batch(new Column[] {new LongColumn(Type.DATE, new long[] {1, tooLate}, Validity.ALL)}, 2));
            sink.end();
        }
        assertThat(read(file)).as("statistics that are true").hasSize(1);

        FooterEdit.apply(file, data -> statistics(data).setMax_value(new byte[] {9, 0, 0, 0}));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is damaged (column 'day', row group 0, near byte")
                .hasMessageContaining("values that its statistics rule out");
    }

    @Test
    void aDecimalOfMoreDigitsThanItsTypeIsDamage() throws IOException {
        Path file = folder.resolve("x.parquet");
        Rows.write(file, Rows.random(50, new Random(SEED)), CompressionCodec.ZSTD, 50);
        int small = Rows.SCHEMA.indexOf("small");
        FooterEdit.apply(file, data -> {
            data.getSchema().get(small + 1).setPrecision(3);
            LogicalType type = data.getSchema().get(small + 1).getLogicalType();
            type.getDECIMAL().setPrecision(3);
        });
        assertThatThrownBy(() -> read(file))
                .hasMessageContaining("it is damaged (column 'small', row group 0")
                .hasMessageContaining("a number has more digits than its DECIMAL(3,2)");
    }

    @Test
    void rowsBeyondAllCountingAreDamage() throws IOException {
        Path file = folder.resolve("x.parquet");
        Rows.write(file, Rows.random(50, new Random(SEED)), CompressionCodec.ZSTD, 50);
        FooterEdit.apply(file, data -> {
            data.addToRow_groups(data.getRow_groups().get(0).deepCopy());
            data.getRow_groups().get(1).setNum_rows(Long.MAX_VALUE);
        });
        assertThatThrownBy(() -> read(file)).hasMessageContaining("row group 1 has 9223372036854775807 rows");
    }

    /** A page of a few bytes announces two thousand million lengths, which take 16 GiB. */
    @Test
    void announcedLengthsTakeNoMemory() {
        byte[] page = new byte[64];
        // Blocks of 128 values in 4 parts; 2^31 - 1 values, the first of which is 0.
        byte[] header = {(byte) 0x80, 1, 4, -1, -1, -1, -1, 7, 0};
        System.arraycopy(header, 0, page, 0, header.length);
        ByteValues values = new ByteValues();
        assertThatThrownBy(() ->
                        values.begin(org.apache.parquet.format.Encoding.DELTA_LENGTH_BYTE_ARRAY, 0, page, 0, 40, 5))
                .isInstanceOf(Damage.class)
                .hasMessageContaining("bytes are announced where");
    }

    private static Statistics statistics(FileMetaData data) {
        return data.getRow_groups().get(0).getColumns().get(0).getMeta_data().getStatistics();
    }

    private static List<List<Object>> read(Path file) throws IOException {
        Table table = Rows.open(file);
        return Rows.read(table, Rows.all(table), List.of());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DamagedPagesTest.class.getResourceAsStream("/parquet/" + name + ".parquet")) {
            return in.readAllBytes();
        }
    }
}
