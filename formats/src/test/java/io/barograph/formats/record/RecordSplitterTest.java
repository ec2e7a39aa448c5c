package io.barograph.formats.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of several records: the same ones however the text comes. */
class RecordSplitterTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    private static RecordSplitter splitter(String format, boolean byLine) {
        return Recording.take(format, new TreeMap<>()).newSplitter(byLine);
    }

    private static List<String> whole(RecordSplitter splitter, byte[] text) {
        List<String> records = new ArrayList<>();
        byte[] bytes = Arrays.copyOf(text, text.length + 1);
        assertThat(splitter.split(
                        bytes,
                        0,
                        text.length,
                        true,
                        (from, offset, length) ->
                                records.add(new String(from, offset, length, StandardCharsets.ISO_8859_1))))
                .isEqualTo(text.length);
        return records;
    }

    /** The text comes in two pieces, of which the first is given as it is. */
    private static List<String> inPieces(RecordSplitter splitter, byte[] text, int cut) {
        List<String> records = new ArrayList<>();
        RecordSplitter.Target target =
                (from, offset, length) -> records.add(new String(from, offset, length, StandardCharsets.ISO_8859_1));
        byte[] first = Arrays.copyOf(text, cut + 1);
        int next = splitter.split(first, 0, cut, false, target);
        assertThat(next).isBetween(0, cut);
        byte[] bytes = Arrays.copyOf(text, text.length + 1);
        splitter.split(bytes, next, text.length, true, target);
        return records;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,2\n3,4\n",
                "1,2\r\n\r\n\n3,4",
                "\"a\nb\",1\n\"say \"\"x\"\"\",2\r\n",
                "a\"b,1\nc,2\n",
                "\"open,1\nc,2\n",
                "",
                "\n\n",
            })
    void csvIsTheSameWhereverItIsCut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        List<String> records = whole(splitter("csv", true), bytes);
        assertThat(String.join("", records).replaceAll("[\r\n]", "")).isEqualTo(text.replaceAll("[\r\n]", ""));
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(inPieces(splitter("csv", true), bytes, cut))
                    .as("cut at %d", cut)
                    .isEqualTo(records);
        }
    }

    @Test
    void csvKeepsLineBreaksInQuotesAndEndsAQuoteThatIsLeftOpenWithItsLine() {
        assertThat(whole(splitter("csv", true), "\"a\nb\",1\nc,2\n".getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly("\"a\nb\",1", "c,2");
        assertThat(whole(splitter("csv", true), "\"a,1\nc,2\n".getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly("\"a,1", "c,2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}\n{\"b\":\n\n  \n{\"c\":\"}\"}", "{}\r\n{}\n", "\n"})
    void jsonLinesAreTheSameWhereverTheyAreCut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        List<String> records = whole(splitter("json", true), bytes);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(inPieces(splitter("json", true), bytes, cut))
                    .as("cut at %d", cut)
                    .isEqualTo(records);
        }
    }

    @Test
    void jsonObjectsEndAtTheirBrackets() {
        Map<String, Integer> texts = Map.of(
                "{\"a\":[1,{\"b\":\"]}\"}]} {\"c\":\"\\\"\"}", 2,
                "[{\"a\":1},\n {\"b\":2}]", 2,
                "[]", 0,
                " \n", 0,
                "{\"a\":\n1}", 1);
        texts.forEach((text, count) -> assertThat(whole(splitter("json", false), text.getBytes(StandardCharsets.UTF_8)))
                .as(text)
                .hasSize(count));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{}", "[{},]", "[{}{}]", "[{}]]", "{", "{\"a", "x", "[", "{}]", "1 2", "\"", "[{}]\u0000"})
    void jsonThatCannotBeCutIsRefused(String text) {
        assertThatThrownBy(() -> whole(splitter("json", false), text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BarographException.class)
                .hasMessageStartingWith("byte ")
                .extracting(e -> ((BarographException) e).code())
                .isEqualTo(ErrorCode.BAD_DATA);
    }

    @Test
    void noTextBreaksASplitter() {
        Random random = new Random(SEED);
        byte[] letters = "{}[]\",:\\\n\r ab1\0".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 20_000; i++) {
            byte[] text = new byte[random.nextInt(30)];
            for (int at = 0; at < text.length; at++) {
                text[at] = letters[random.nextInt(letters.length)];
            }
            for (String format : List.of("csv", "json", "binary")) {
                try {
                    whole(splitter(format, random.nextBoolean()), text);
                } catch (BarographException e) {
                    assertThat(e.code()).as("seed " + SEED).isEqualTo(ErrorCode.BAD_DATA);
                }
            }
        }
    }

    @Test
    void binaryRecordsStandBehindTheirLengths() {
        byte[] text = {2, 0, 0, 0, 'a', 'b', 0, 0, 0, 0, 1, 0, 0, 0, 'c'};
        assertThat(whole(splitter("binary", true), text)).containsExactly("ab", "", "c");
        for (int cut = 0; cut <= text.length; cut++) {
            assertThat(inPieces(splitter("binary", true), text, cut)).containsExactly("ab", "", "c");
        }
        assertThatThrownBy(() -> whole(splitter("binary", true), Arrays.copyOf(text, text.length - 1)))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("byte 10");
        assertThatThrownBy(() -> whole(splitter("binary", true), new byte[] {-1, -1, -1, -1}))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("16 MiB");
    }

    @Test
    void aFormatThatSaysNothingTakesATextForOneRecord() {
        RecordFormat plain = new RecordFormat() {
            @Override
            public String name() {
                return "plain";
            }

            @Override
            public Map<String, String> takeOptions(Map<String, String> options) {
                return Map.of();
            }

            @Override
            public RecordDecoder newDecoder(
                    io.barograph.core.column.Schema schema, Map<String, String> options, int[] columns) {
                throw new UnsupportedOperationException();
            }

            @Override
            public RecordEncoder newEncoder(io.barograph.core.column.Schema schema, Map<String, String> options) {
                throw new UnsupportedOperationException();
            }
        };
        assertThat(whole(plain.newSplitter(Map.of(), true), "a\nb".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("a\nb");
    }
}
