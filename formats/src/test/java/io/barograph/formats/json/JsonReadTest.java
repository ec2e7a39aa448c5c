package io.barograph.formats.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.formats.text.Content;
import io.barograph.formats.text.TestDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReadTest {
    private static final byte[] NASTY =
            ("\uFEFF{\"n\":1,\"d\":2.5,\"s\":\"two\\nlines \\\"q\\\" {\",\"b\":true,\"o\":{\"x\":1}}\r\n\r\n"
                            + " { \"s\" : \"서울\", \"o\":{\"y\":[{}],\"x\":-0.0} }\n{\"n\":1e2}\nno object\n[1]\n"
                            + "{\"n\":1,\"n\":2}\n{\"o\":5}\n{\"d\":01}\n{}\n{\"s\":{\"a\":[1, 2]},\"zz\":null}\n   \n"
                            + "{\"s\":\"\\ud83d\\ude00\"}\n{\"s\":\"\\ud83d\"}\n{\"n\":7} x\n{\"n\":8")
                    .getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private TestDocument lines(byte[] text) throws IOException {
        return new TestDocument(
                new JsonFormat(), directory.resolve("t.jsonl"), text, JsonReference.SCHEMA, JsonReference.OPTIONS);
    }

    private Content objects(String text) throws IOException {
        Schema schema = Schema.of(new Field("a", Type.BIGINT), new Field("b", Type.VARCHAR));
        return new TestDocument(
                        new JsonFormat(),
                        directory.resolve("t.json"),
                        text.getBytes(StandardCharsets.UTF_8),
                        schema,
                        Map.of("layout", "objects"))
                .whole();
    }

    @Test
    void everyCutGivesTheWholesRowsAndRejects() throws IOException {
        TestDocument document = lines(NASTY);
        Content whole = document.whole();
        assertThat(whole.rows()).hasSize(5);
        assertThat(whole.rejects())
                .extracting(Content.Reject::line)
                .containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 14L, 15L, 16L);
        for (int first = 1; first < NASTY.length; first++) {
            for (int second = first; second < Math.min(first + 12, NASTY.length); second++) {
                assertThat(document.cutAt(first, second))
                        .as("%d, %d", first, second)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void garbledLinesAreReadAsJacksonReadsThem() throws IOException {
        long seed = Long.getLong("barograph.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            byte[] text = new JsonFuzz(random).document(1 + random.nextInt(30));
            Content expected = JsonReference.read(text);
            TestDocument document = lines(text);
            String repeat =
                    "-Dbarograph.seed=" + seed + " round " + round + ":\n" + new String(text, StandardCharsets.UTF_8);
            assertThat(document.whole()).as(repeat).isEqualTo(expected);
            long cut = 1 + random.nextInt(Math.max(1, text.length - 1));
            assertThat(document.cutAt(cut)).as("cut %d, %s", cut, repeat).isEqualTo(expected);
        }
    }

    @Test
    void linesLongerThanTheBufferAreRead() throws IOException {
        String text = "{\"s\":\"" + "x".repeat(400_000) + "\",\"n\":1}\n{\"n\":2}\n";
        assertThat(lines(text.getBytes(StandardCharsets.UTF_8)).whole().rows())
                .extracting(row -> row.get(0))
                .containsExactly(1L, 2L);
    }

    @Test
    void aLineBeyondTheLimitIsRejectedAndReadingGoesOn() throws IOException {
        String text = "{\"s\":\"" + "x".repeat(JsonSplitReader.MAX_RECORD_BYTES) + "\"}\n{\"n\":2}\n";
        Content content = lines(text.getBytes(StandardCharsets.UTF_8)).whole();
        assertThat(content.rows()).hasSize(1);
        assertThat(content.rejects()).containsExactly(new Content.Reject(0, 1));
    }

    @Test
    void nestingWithoutEndIsRejected() throws IOException {
        String text = "{\"zz\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}\n{\"n\":2}\n";
        Content content = lines(text.getBytes(StandardCharsets.UTF_8)).whole();
        assertThat(content.rows()).hasSize(1);
        assertThat(content.rejects()).hasSize(1);
    }

    @Test
    void anArrayThatDoesNotEndIsTold() throws IOException {
        assertThat(objects("[{\"a\":1},{\"a\":2}\n").rejects()).hasSize(1);
        assertThat(objects("[{\"a\":1},{\"a\":2}]").rejects()).isEmpty();
        assertThat(objects("[{\"a\":1},{\"a\":2").rejects()).hasSize(1);
        assertThat(objects("[{\"a\":1},{\"a\":2}").rows()).hasSize(2);
    }

    @Test
    void arraysAndObjectsOverSeveralLinesAreRecords() throws IOException {
        Content content = objects("[\n{\"a\":1,\n \"b\":\"}\\\"]\"},\n{\"a\":\n2}, {\"a\":oops}\n]\n{\"b\":3}\n{}");
        assertThat(content.rows())
                .containsExactly(
                        List.of(1L, "}\"]"),
                        java.util.Arrays.asList(2L, null),
                        java.util.Arrays.asList(null, "3"),
                        java.util.Arrays.asList(null, null));
        assertThat(content.rejects()).extracting(Content.Reject::line).containsExactly(5L);
        assertThat(content.lines()).isEqualTo(8);
    }

    @Test
    void declaredDatesAndDecimalsAreRead() throws IOException {
        Schema schema = Schema.of(new Field("d", Type.DATE), new Field("m", Type.decimal(5, 2)));
        String text = "{\"d\":\"2023-01-05\",\"m\":1.25}\n{\"d\":\"x\"}\n{\"d\":null,\"m\":\"7.5\"}\n";
        Content content = new TestDocument(
                        new JsonFormat(),
                        directory.resolve("t.jsonl"),
                        text.getBytes(StandardCharsets.UTF_8),
                        schema,
                        Map.of("layout", "lines"))
                .whole();
        assertThat(content.rows().toString()).isEqualTo("[[19362, 1.25], [null, 7.50]]");
        assertThat(content.rejects()).hasSize(1);
    }

    @Test
    void anObjectThatDoesNotEndIsRejectedAndTheLinesBehindItAreRead() throws IOException {
        Content content = objects("{\"a\":1}\n{\"a\":2,\n{\"a\":3}\n");
        assertThat(content.rows()).extracting(row -> row.get(0)).containsExactly(1L, 3L);
        assertThat(content.rejects()).containsExactly(new Content.Reject(8, 2));
    }
}
