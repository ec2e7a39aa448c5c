package io.barograph.formats.csv;

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
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvRecordTest {
    private static final Schema SCHEMA =
            new Schema(List.of(new Field("name", Type.VARCHAR), new Field("x", Type.BIGINT)));
    private static final RecordFormat FORMAT = RecordFormats.named("csv");

    private static RecordDecoder decoder(String... options) {
        return FORMAT.newDecoder(SCHEMA, FORMAT.takeOptions(map(options)), new int[] {0, 1});
    }

    private static Map<String, String> map(String... options) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return map;
    }

    private static List<byte[]> records(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void hostileRecordsAreRejectedAloneAtEveryPlaceAmongOthers() {
        String[] texts = {
            "a,1",
            "\"open,2",
            "b,3",
            "",
            "\n",
            "\r\n",
            "\r",
            "c,4\n",
            "d,5\r\n",
            "e,6\n\n",
            "\nf,7",
            "g,8\nh,9",
            "g,8\n#",
            "# no comment,10",
            "\"line\nbreak\",11",
            "\"line\nbreak\",11\n",
            "\"line\nbreak\",11\n\n",
            "i,12\"",
            "\"j\"k,13",
            "l,14,15",
            "m",
            "n,x",
            "\"o,16\n",
            "p\"\",17",
            "q,",
            ",18",
            "NA,19",
            "\"NA\",20"
        };
        String[] expected = {
            "[a, 1]",
            "a quoted field has no end within 1 MiB",
            "[b, 3]",
            "an empty record",
            "an empty record",
            "an empty record",
            "an empty record",
            "[c, 4]",
            "[d, 5]",
            "more than one line",
            "more than one line",
            "more than one line",
            "more than one line",
            "[# no comment, 10]",
            "[line\nbreak, 11]",
            "[line\nbreak, 11]",
            "more than one line",
            "column 'x': '12\"' is no BIGINT",
            "column 'name': text behind the closing quote",
            "3 fields where 2 are expected",
            "1 field where 2 are expected",
            "column 'x': 'x' is no BIGINT",
            "a quoted field has no end within 1 MiB",
            "[p\"\", 17]",
            "[q, null]",
            "[null, 18]",
            "[null, 19]",
            "[NA, 20]"
        };
        for (int rotation = 0; rotation < texts.length; rotation++) {
            for (int size = 1; size <= texts.length; size++) {
                assertThat(shown(Decoded.of(decoder(), records(texts), size)))
                        .as("rotated by %d, in batches of %d", rotation, size)
                        .containsExactly(expected);
            }
            Collections.rotate(Arrays.asList(texts), 1);
            Collections.rotate(Arrays.asList(expected), 1);
        }
    }

    private static List<String> shown(Decoded decoded) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < decoded.rows().size(); i++) {
            List<Object> row = decoded.rows().get(i);
            shown.add(row == null ? decoded.reasons().get(i) : row.toString());
        }
        return shown;
    }

    @Test
    void longFieldsAndRecords() {
        String field = "x".repeat(1 << 20);
        List<byte[]> records = records(
                "a,1", '"' + field + "\",2", '"' + field + "y\",3", field + "y,4", "x".repeat(1 << 24) + ",5", "b,6");
        for (int size = 1; size <= records.size(); size++) {
            Decoded decoded = Decoded.of(decoder(), records, size);
            assertThat(decoded.reasons())
                    .containsExactly(
                            null, null, "a quoted field has no end within 1 MiB", null, "longer than 16 MiB", null);
            assertThat(decoded.rows().get(3)).containsExactly(field + "y", 4L);
            assertThat(decoded.rows().get(5)).containsExactly("b", 6L);
        }
    }

    @Test
    void textsOfRecordsAreForPeople() {
        RecordDecoder decoder = decoder();
        byte[] record = {'a', (byte) 0xFF, 0, 27, '\t', (byte) 0xED, (byte) 0x95, (byte) 0x9C, ',', '1', '\n'};
        decoder.add(record, 0, record.length);
        byte[] longer = "y".repeat(1 << 17).getBytes(StandardCharsets.UTF_8);
        decoder.add(longer, 0, longer.length);
        List<String> texts = new ArrayList<>();
        decoder.decode((at, reason, text) -> texts.add(text));
        assertThat(texts).containsExactly("a\\xFF\\x00\\x1B\t한,1", "y".repeat(1 << 16));
    }

    @Test
    void aBatchHoldsItsCapacityAndSaysSo() {
        RecordDecoder decoder = decoder();
        byte[] record = {'a', ',', '1'};
        for (int i = 0; i < Batch.CAPACITY; i++) {
            decoder.add(record, 0, 3);
        }
        assertThatThrownBy(() -> decoder.add(record, 0, 3)).hasMessageContaining("decode first");
        Batch batch = decoder.decode((at, reason, text) -> {
            throw new AssertionError(reason);
        });
        assertThat(batch.size()).isEqualTo(Batch.CAPACITY);
        assertThat(decoder.decode((at, reason, text) -> {}).size()).isZero();
    }

    @Test
    void longTextsThatNeverComeAgainDoNotPileUp() {
        RecordDecoder decoder = decoder();
        byte[] record = ("x".repeat(1 << 20) + ",1").getBytes(StandardCharsets.UTF_8);
        long most = 0;
        for (int i = 0; i < 300; i++) {
            Arrays.fill(record, 0, 4, (byte) ('A' + i % 26));
            record[5] = (byte) ('a' + i / 26);
            decoder.add(record, 0, record.length);
            Batch batch = decoder.decode((at, reason, text) -> {
                throw new AssertionError(reason);
            });
            most = Math.max(
                    most,
                    ((io.barograph.core.column.VarcharColumn) batch.column(0))
                            .dictionary()
                            .memoryBytes());
        }
        assertThat(most).isLessThan(200 << 20);
    }

    @Test
    void optionsAreThoseOfFiles() {
        Map<String, String> options = map(
                "delimiter", ";", "null", "none", "encoding", "CP949", "trim", "true", "topic", "t", "header", "false");
        Map<String, String> taken = FORMAT.takeOptions(options);
        assertThat(options).containsOnlyKeys("topic", "header");
        RecordDecoder decoder = FORMAT.newDecoder(SCHEMA, taken, new int[] {0, 1});
        byte[] record = " 한 ; 5".getBytes(Charset.forName("x-windows-949"));
        assertThat(Decoded.of(decoder, List.of(record, records("none;none").get(0)), 2)
                        .rows())
                .containsExactly(List.of("한", 5L), Arrays.asList(null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "delimiter, ab, one ASCII character",
        "decimal, x, must be",
        "trim, perhaps, true",
        "encoding, morse, an encoding",
        "timestamp.zone, Mars, a time zone",
        "timestamp.unit, auto, iso",
        "timestamp.unit.name, h, iso"
    })
    void valuesThatCannotBeAreRefused(String key, String value, String wanted) {
        assertThatThrownBy(() -> FORMAT.takeOptions(map(key, value)))
                .hasMessageContaining("'" + key.replace(".name", ""))
                .hasMessageContaining(value)
                .hasMessageContaining(wanted);
    }

    @Test
    void optionsOfColumnsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> decoder("timestamp.unit.nam", "ms"))
                .hasMessage("option 'timestamp.unit.nam' is of no column; did you mean name?");
        assertThatThrownBy(() -> decoder("timestamp.unit.name", "ms"))
                .hasMessage("option 'timestamp.unit.name' is of a column that is no TIMESTAMP but VARCHAR");
    }

    @ParameterizedTest
    @CsvSource({
        "quote, none",
        "decimal, ','",
        "null, missing",
        "trim, true",
        "trailing-delimiter, true",
        "encoding, CP949",
        "timestamp.zone, Asia/Seoul"
    })
    void whatCannotBeWrittenIsRefused(String key, String value) {
        assertThatThrownBy(() -> FORMAT.newEncoder(SCHEMA, FORMAT.takeOptions(map(key, value))))
                .hasMessageContaining("cannot be written with '" + key + "' = '" + value + "'");
    }

    @Test
    void rowsAreWrittenAsFilesHaveThem() {
        RecordEncoder encoder = FORMAT.newEncoder(SCHEMA, FORMAT.takeOptions(map("delimiter", ";")));
        List<byte[]> records = records(
                "a;1", "\"NA\";2", "\"null\";3", "nan;4", "\"a;\"\"\n\";", ";-7", "\"\";0", "한;9223372036854775807");
        RecordDecoder decoder = decoder("delimiter", ";");
        records.forEach(record -> decoder.add(record, 0, record.length));
        Batch batch = decoder.decode((at, reason, text) -> {
            throw new AssertionError(reason);
        });
        for (int row = 0; row < records.size(); row++) {
            assertThat(encoder.encode(batch, row)).asString().isEqualTo(new String(records.get(row)));
        }
    }

    @Test
    void namesOfFormats() {
        assertThatThrownBy(() -> RecordFormats.named("jsn"))
                .hasMessage("messages are not in format 'jsn'; did you mean json?");
    }
}
