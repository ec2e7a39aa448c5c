package io.barograph.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What parquet-java (and so Spark, Hive and Flink) writes and DuckDB does not: both page versions, other encodings, INT96. */
@Tag("thorough")
class ParquetJavaTest {
    private static final int ROWS = 30_000;
    private static final int JULIAN_1970 = 2_440_588;
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message readings {
              required int64 number;
              optional int32 whole;
              optional int96 time;
              optional binary note (UTF8);
              optional binary state (ENUM);
              required fixed_len_byte_array(16) id (UUID);
              optional float level;
              required double wave;
              required boolean flag;
              optional binary amount (DECIMAL(20, 3));
              optional int64 millis (TIMESTAMP(MILLIS, true));
              optional group nested { optional int32 inner; }
            }""");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "PARQUET_1_0, true, false, UNCOMPRESSED",
        "PARQUET_1_0, false, false, SNAPPY",
        "PARQUET_2_0, true, false, SNAPPY",
        "PARQUET_2_0, false, false, ZSTD",
        "PARQUET_2_0, false, true, LZ4_RAW"
    })
    void bothVersionsAndTheirEncodingsAreRead(
            WriterVersion version, boolean dictionary, boolean split, CompressionCodecName codec) throws IOException {
        Path file = folder.resolve("x.parquet");
        List<String> expected = write(file, version, dictionary, split, codec, ROWS + 1);

        Command.Output output = Command.run(
                "SELECT number, whole, time, note, state, id, level, wave, flag, millis FROM '" + file + "'",
                "--threads",
                "2");

        assertThat(output.messages()).doesNotContain("rejected");
        assertThat(output.answer().lines().skip(1).toList()).isEqualTo(expected);
        assertThat(Command.run("SELECT count(*), min(note) FROM '" + file + "' WHERE number = 24444")
                        .answer())
                .endsWith("\n1,note 24444\n");
    }

    @Test
    void oldTimesBeyondTheRangeAreRejected() throws IOException {
        Path file = folder.resolve("x.parquet");
        write(file, WriterVersion.PARQUET_1_0, true, false, CompressionCodecName.SNAPPY, 10);

        Command.Output output = Command.run("SELECT count(*), sum(number) FROM '" + file + "'");

        assertThat(output.answer()).endsWith("\n9,36\n");
        assertThat(output.messages()).contains("1 of 10 ");
    }

    /** Writes a file in which one row's INT96 is beyond the range; gives all rows before it as CSV. */
    private static List<String> write(
            Path file, WriterVersion version, boolean dictionary, boolean split, CompressionCodecName codec, int beyond)
            throws IOException {
        int rows = Math.min(ROWS, beyond);
        List<String> expected = new ArrayList<>();
        SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(SCHEMA)
                .withWriterVersion(version)
                .withDictionaryEncoding(dictionary)
                .withByteStreamSplitEncoding(split)
                .withCompressionCodec(codec)
                .withRowGroupSize(300_000L)
                .build()) {
            for (int i = 0; i < rows; i++) {
                Group row = groups.newGroup();
                StringBuilder text = new StringBuilder();
                row.add("number", (long) i);
                text.append(i).append(',');
                if (i % 3 > 0) {
                    row.add("whole", -i);
                    text.append(-i);
                }
                text.append(',');
                // Days after 1970-01-01, and one in the year 9999.
                int day = i == beyond - 1 ? 2_932_896 : i % 28;
                row.add("time", int96(i % 60 * 1_000_000_000L, day));
                text.append("1970-01-%02d 00:00:%02d,".formatted(i % 28 + 1, i % 60));
                if (i % 1000 < 900) {
                    row.add("note", "note " + i);
                    text.append("note ").append(i);
                }
                text.append(',');
                row.add("state", i % 2 == 0 ? "ON" : "OFF");
                row.add(
                        "id",
                        Binary.fromConstantByteArray(ByteBuffer.allocate(16)
                                .putLong(0x0123456789ABCDEFL)
                                .putLong(i)
                                .array()));
                text.append(i % 2 == 0 ? "ON" : "OFF").append(",01234567-89ab-cdef-0000-%012x,".formatted(i));
                row.add("level", i / 4f);
                text.append(i % 4 == 0 ? Integer.toString(i / 4) : Float.toString(i / 4f))
                        .append(i % 4 == 0 ? ".0," : ",");
                row.add("wave", i / 8.0);
                row.add("flag", i % 5 == 0);
                text.append(i / 8.0).append(',').append(i % 5 == 0).append(',');
                row.add("amount", Binary.fromConstantByteArray(new byte[] {(byte) i}));
                row.add("millis", i * 1000L);
                text.append("1970-01-01 %02d:%02d:%02d".formatted(i / 3600, i / 60 % 60, i % 60));
                writer.write(row);
                expected.add(text.toString());
            }
        }
        return expected;
    }

    private static Binary int96(long nanos, int day) {
        return Binary.fromConstantByteArray(ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(nanos)
                .putInt(JULIAN_1970 + day)
                .array());
    }
}
