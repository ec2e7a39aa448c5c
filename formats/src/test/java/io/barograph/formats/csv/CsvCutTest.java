package io.barograph.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.formats.text.Content;
import io.barograph.formats.text.ReadBuffer;
import io.barograph.formats.text.TestDocument;
import io.barograph.formats.text.TimeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough")
class CsvCutTest {
    private static final byte[] NASTY =
            ("\uFEFF# a comment\r\nn,s\r\n1,\"two\nlines, a \"\"quote\"\"\r\n\"\r\n\r\n# \"between\n"
                            + "x,bad\n2,\"\"\n\"3\",\"\n4,inside\n\"\n5,서울\r\n6\n7,last")
                    .getBytes(StandardCharsets.UTF_8);
    private static final Schema SCHEMA = Schema.of(new Field("n", Type.BIGINT), new Field("s", Type.VARCHAR));
    private static final Map<String, String> OPTIONS = Map.of("quote", "\"", "comment", "#");

    @TempDir
    Path directory;

    @Test
    void everyPairOfCutsGivesTheWholesRowsAndRejects() throws IOException {
        TestDocument document = new TestDocument(new CsvFormat(), directory.resolve("t.csv"), NASTY, SCHEMA, OPTIONS);
        Content whole = document.whole();
        assertThat(whole.rows()).hasSize(5);
        assertThat(whole.rejects()).extracting(Content.Reject::line).containsExactly(8L, 14L);
        for (int first = 1; first < NASTY.length; first++) {
            for (int second = first; second < NASTY.length; second++) {
                assertThat(document.cutAt(first, second))
                        .as("%d, %d", first, second)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void everySplitSizeGivesTheWholesRowsAndRejects() throws IOException {
        TestDocument document = new TestDocument(new CsvFormat(), directory.resolve("t.csv"), NASTY, SCHEMA, OPTIONS);
        Content whole = document.whole();
        for (int size = 1; size < NASTY.length; size++) {
            assertThat(document.cutAt(CsvFuzz.evenly(size, NASTY.length)))
                    .as("size %d", size)
                    .isEqualTo(whole);
        }
    }

    /** A record of quoted line breaks across the end of what is read at once, at every position. */
    @Test
    void recordsWithLineBreaksCrossTheBuffersEnd() throws IOException {
        Schema schema =
                Schema.of(new Field("s", Type.VARCHAR), new Field("n", Type.BIGINT), new Field("d", Type.DOUBLE));
        for (int shift = 0; shift < 40; shift++) {
            StringBuilder text = new StringBuilder("s,n,d\n" + "x".repeat(shift) + ",1,2\n");
            while (text.length() < 3 * ReadBuffer.CHUNK_BYTES) {
                text.append("\"a\nb\",12345678,8765.4321\n\"c\nd\",1234567x,1\n");
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            Content expected = ReferenceReader.read(
                    bytes, schema, CsvOptions.dialect(OPTIONS), TimeOptions.units(OPTIONS, schema));
            TestDocument document =
                    new TestDocument(new CsvFormat(), directory.resolve("long.csv"), bytes, schema, OPTIONS);
            assertThat(document.whole().equals(expected)).as("shift %d", shift).isTrue();
        }
    }

    @Test
    void aFileThatShrinksIsAnError() throws IOException {
        Path file = directory.resolve("t.csv");
        TestDocument document = new TestDocument(new CsvFormat(), file, NASTY, SCHEMA, OPTIONS);
        Files.write(file, new byte[10]);
        assertThatThrownBy(document::whole).isInstanceOf(IOException.class).hasMessageContaining("become shorter");
    }
}
