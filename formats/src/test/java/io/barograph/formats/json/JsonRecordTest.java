package io.barograph.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.formats.record.Decoded;
import io.barograph.formats.record.RecordDecoder;
import io.barograph.formats.record.RecordEncoder;
import io.barograph.formats.record.RecordFormat;
import io.barograph.formats.record.RecordFormats;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonRecordTest {
    private static final Schema SCHEMA = new Schema(
            List.of(new Field("s", Type.VARCHAR), new Field("n", Type.BIGINT), new Field("t", Type.TIMESTAMP)));
    private static final RecordFormat FORMAT = RecordFormats.named("JSON");

    private static RecordDecoder decoder(Map<String, String> options) {
        return FORMAT.newDecoder(SCHEMA, FORMAT.takeOptions(new TreeMap<>(options)), new int[] {0, 1, 2});
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void hostileRecordsAreRejectedAloneAtEveryPlaceAmongOthers() {
        String[] texts = {
            "{\"s\":\"a\",\"n\":1}",
            "{\"s\":\"open",
            "\",\"n\":2}",
            "{\"s\":\"open\",",
            "\"n\":3}",
            "",
            " \r\n\t",
            "{\n  \"s\": \"b\",\n  \"n\": 4\n}\n",
            "\uFEFF{\"n\":5}",
            "{\"n\":6}{\"n\":7}",
            "{\"n\":8}\u0000",
            "[{\"n\":9}]",
            "{\"n\":10",
            "1}",
            "{\"n\":",
            "11}",
            "{\"s\":\"\\u12",
            "34\"}",
            "{\"s\":\"c\\",
            "\"}",
            "{\"n\":x}",
            "{\"n\":\"y\"}",
            "{\"n\":1,\"n\":2}",
            "{}",
            "null"
        };
        String[] expected = {
            "[a, 1, null]",
            "no JSON",
            "no object",
            "no JSON",
            "no object",
            "an empty record",
            "an empty record",
            "[b, 4, null]",
            "[null, 5, null]",
            "text behind the object",
            "text behind the object",
            "no object",
            "no JSON",
            "no object",
            "no JSON",
            "no object",
            "no JSON",
            "no object",
            "no JSON",
            "no object",
            "no JSON",
            "column 'n': \"y\" is no BIGINT",
            "column 'n': it stands there twice",
            "[null, null, null]",
            "no object"
        };
        for (int rotation = 0; rotation < texts.length; rotation++) {
            List<byte[]> records =
                    Arrays.stream(texts).map(JsonRecordTest::bytes).toList();
            for (int size = 1; size <= texts.length; size++) {
                Decoded decoded = Decoded.of(decoder(Map.of()), records, size);
                for (int i = 0; i < texts.length; i++) {
                    List<Object> row = decoded.rows().get(i);
                    assertThat(row == null ? decoded.reasons().get(i) : row.toString())
                            .as("%s, rotated by %d, in batches of %d", texts[i], rotation, size)
                            .isEqualTo(expected[i]);
                }
            }
            Collections.rotate(Arrays.asList(texts), 1);
            Collections.rotate(Arrays.asList(expected), 1);
        }
    }

    @Test
    void countsSince1970NameTheOptionThatReadsThem() {
        Decoded decoded =
                Decoded.of(decoder(Map.of()), List.of(bytes("{\"t\":1767238200000}"), bytes("{\"t\":17}")), 2);
        assertThat(decoded.reasons())
                .containsExactly(
                        "column 't': 1767238200000 is no TIMESTAMP; 'timestamp.unit' = 'ms' reads such counts since 1970",
                        "column 't': 17 is no TIMESTAMP");
    }

    @Test
    void longTextsAndRecordsThatAreTooLong() {
        String text = "x".repeat(3 << 20);
        List<byte[]> records = List.of(
                bytes("{\"s\":\"" + text + "\"}"),
                bytes("{\"s\":\"" + "x".repeat(1 << 24) + "\"}"),
                bytes("{\"n\":1}"));
        Decoded decoded = Decoded.of(decoder(Map.of()), records, 3);
        assertThat(decoded.reasons()).containsExactly(null, "longer than 16 MiB", null);
        assertThat(decoded.rows().get(0)).containsExactly(text, null, null);
    }

    @Test
    void optionsAreThoseOfFiles() {
        Map<String, String> options = new TreeMap<>(
                Map.of("pointer.n", "/in/n", "timestamp.unit", "ms", "timestamp.zone", "Asia/Seoul", "topic", "t"));
        RecordDecoder decoder = FORMAT.newDecoder(SCHEMA, FORMAT.takeOptions(options), new int[] {1, 2});
        assertThat(options).containsOnlyKeys("topic");
        assertThat(Decoded.of(decoder, List.of(bytes("{\"in\":{\"n\":7},\"t\":1672531200000}")), 1)
                        .rows())
                .containsExactly(List.of(7L, 1_672_531_200_000_000_000L));
        assertThatThrownBy(() -> decoder(Map.of("pointer.m", "/n")))
                .hasMessageStartingWith("option 'pointer.m' is of no column");
        assertThatThrownBy(() -> FORMAT.takeOptions(new TreeMap<>(Map.of("pointer.n", "n"))))
                .hasMessageContaining("a JSON pointer");
        assertThatThrownBy(() -> FORMAT.newEncoder(SCHEMA, Map.of("pointer.n", "/in/n")))
                .hasMessageContaining("cannot be written with 'pointer.n'");
        assertThatThrownBy(() -> FORMAT.newEncoder(SCHEMA, Map.of("timestamp.unit", "ms")))
                .hasMessageContaining("cannot be written with 'timestamp.unit' = 'ms'");
    }

    @Test
    void rowsAreWrittenAsFilesHaveThem() {
        List<String> texts = List.of(
                "{\"s\":\"a\\\"\\n한\\u0001\",\"n\":-1,\"t\":\"2023-01-01T00:00:00.5Z\"}",
                "{\"s\":null,\"n\":null,\"t\":null}",
                "{\"s\":\"\",\"n\":9223372036854775807,\"t\":\"2262-04-11T23:47:16.854775807Z\"}");
        RecordDecoder decoder = decoder(Map.of());
        for (String text : texts) {
            decoder.add(bytes(text), 0, bytes(text).length);
        }
        Batch batch = decoder.decode((at, reason, text) -> {
            throw new AssertionError(reason);
        });
        RecordEncoder encoder = FORMAT.newEncoder(SCHEMA, Map.of());
        for (int row = 0; row < texts.size(); row++) {
            assertThat(new String(encoder.encode(batch, row), StandardCharsets.UTF_8))
                    .isEqualTo(texts.get(row));
        }
    }
}
