package io.barograph.formats.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.engine.EncodingSink;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SinkTest {
    private static final Schema SCHEMA = Schema.of(
            new Field("id", Type.VARCHAR),
            new Field("at", Type.TIMESTAMP),
            new Field("n", Type.BIGINT),
            new Field("온도", Type.DOUBLE),
            new Field("ok", Type.BOOLEAN),
            new Field("took", Type.INTERVAL));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void csvHasAHeaderAndARowPerLine() {
        write(new CsvSink(out), SCHEMA, sample());
        assertThat(text()).isEqualTo("""
                        id,at,n,온도,ok,took
                        dev_1,2023-01-01 00:00:00,60,23.4567,true,01:30:00
                        dev_2,2023-01-01 00:00:00.5,-9223372036854775808,NaN,false,1 day
                        ,,,,,
                        """);
    }

    @Test
    void jsonIsOneArrayOfObjects() {
        write(JsonSink.array(out), SCHEMA, sample());
        assertThat(text()).isEqualTo("""
                        [
                        {"id":"dev_1","at":"2023-01-01T00:00:00Z","n":60,"온도":23.4567,"ok":true,"took":"01:30:00"},
                        {"id":"dev_2","at":"2023-01-01T00:00:00.5Z","n":-9223372036854775808,"온도":"NaN","ok":false,"took":"1 day"},
                        {"id":null,"at":null,"n":null,"온도":null,"ok":null,"took":null}
                        ]
                        """);
    }

    @Test
    void jsonLinesAreOneObjectEach() {
        write(JsonSink.lines(out), Schema.of(new Field("a", Type.BIGINT)), longs(1), longs(2, 3));
        assertThat(text()).isEqualTo("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n");
    }

    @Test
    void anAnswerWithoutRowsIsStillWellFormed() {
        write(new CsvSink(out), SCHEMA);
        assertThat(text()).isEqualTo("id,at,n,온도,ok,took\n");
        out.reset();
        write(JsonSink.array(out), SCHEMA, new Batch(sample().columns(), 0));
        assertThat(text()).isEqualTo("[\n]\n");
        out.reset();
        write(JsonSink.lines(out), SCHEMA);
        assertThat(text()).isEmpty();
    }

    @Test
    void csvQuotesOnlyWhatNeedsIt() {
        write(
                new CsvSink(out),
                Schema.of(new Field("a,b", Type.VARCHAR), new Field("", Type.BIGINT)),
                texts("plain", "", "a,b", "say \"hi\"", "two\nlines", "cr\r", "#no", "no#", " x ", "서울", "a;b"));
        assertThat(text())
                .isEqualTo(
                        "\"a,b\",\"\"\nplain,0\n\"\",1\n\"a,b\",2\n\"say \"\"hi\"\"\",3\n\"two\nlines\",4\n\"cr\r\",5\n"
                                + "\"#no\",6\nno#,7\n x ,8\n서울,9\na;b,10\n");
    }

    @Test
    void namesThatReadAsValuesAreQuoted() {
        Field[] fields = Stream.of("1", "-2.5e3", "2024-01-01", "true", "1+1", "x1", "12:30", "falsely")
                .map(name -> new Field(name, Type.BIGINT))
                .toArray(Field[]::new);
        write(new CsvSink(out), Schema.of(fields));
        assertThat(text()).isEqualTo("\"1\",\"-2.5e3\",\"2024-01-01\",\"true\",1+1,x1,12:30,falsely\n");
    }

    @Test
    void anotherDelimiterIsQuotedInstead() {
        write(
                new CsvSink(out, ';', false),
                Schema.of(new Field("a", Type.VARCHAR), new Field("b", Type.BIGINT)),
                texts("a,b", "a;b"));
        assertThat(text()).isEqualTo("a,b;0\n\"a;b\";1\n");
        assertThatThrownBy(() -> new CsvSink(out, '"', true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNullInAnAnswerOfOneColumnIsNoEmptyLine() {
        write(
                new CsvSink(out),
                Schema.of(new Field("a", Type.BIGINT)),
                new Batch(new Column[] {new LongColumn(Type.BIGINT, new long[2], Validity.of(new long[] {2}))}, 2));
        assertThat(text()).isEqualTo("a\nNULL\n0\n");
    }

    @Test
    void jsonEscapesWhatItMust() throws IOException {
        String[] texts = {
            "plain", "", "\"\\/", "\b\t\n\f\r", "\u0000\u001f\u007f", "서울 🌡", "a".repeat(100_000) + "\u0001"
        };
        write(
                JsonSink.array(out),
                Schema.of(new Field("a\"b", Type.VARCHAR), new Field("a\"b", Type.BIGINT)),
                texts(texts));
        List<String> read = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(out.toByteArray())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    read.add(parser.getText());
                } else if (token == JsonToken.FIELD_NAME) {
                    names.add(parser.currentName());
                }
            }
        }
        assertThat(read).containsExactly(texts);
        assertThat(names).startsWith("a\"b", "a\"b_1").hasSize(2 * texts.length);
    }

    @Test
    void infinitiesAreStringsInJson() {
        double[] values = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, -0.0, Double.MAX_VALUE, 1e16
        };
        write(
                JsonSink.lines(out),
                Schema.of(new Field("v", Type.DOUBLE)),
                new Batch(new Column[] {new DoubleColumn(values, Validity.ALL)}, values.length));
        assertThat(text().replace("{\"v\":", "").replace("}\n", " "))
                .isEqualTo("\"Infinity\" \"-Infinity\" \"NaN\" 0.0 1.7976931348623157e308 1e16 ");
    }

    @Test
    void encodersOfSeveralWorkersWriteTheSameBytes() {
        for (EncodingSink sink : List.of(new CsvSink(out), JsonSink.array(out), JsonSink.lines(out))) {
            out.reset();
            write(sink, SCHEMA, sample(), sample());
        }
        out.reset();
        write(JsonSink.array(out), SCHEMA, sample(), sample());
        String expected = text();
        out.reset();
        JsonSink sink = JsonSink.array(out);
        sink.begin(SCHEMA);
        EncodingSink.Encoder first = sink.newEncoder();
        EncodingSink.Encoder second = sink.newEncoder();
        int length = first.encode(sample());
        int other = second.encode(sample());
        sink.write(first.bytes(), length);
        sink.write(second.bytes(), other);
        sink.end();
        assertThat(text()).isEqualTo(expected);
    }

    @Test
    void aGrowingDictionaryIsFollowed() {
        Dictionary dictionary = new Dictionary();
        CsvSink sink = new CsvSink(out, ',', false);
        sink.begin(Schema.of(new Field("a", Type.VARCHAR), new Field("b", Type.VARCHAR)));
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            int plain = dictionary.intern("t" + i);
            int special = dictionary.intern("t,\"" + i);
            VarcharColumn left = new VarcharColumn(new int[] {plain}, dictionary, Validity.ALL);
            VarcharColumn right = new VarcharColumn(new int[] {special}, dictionary, Validity.ALL);
            sink.accept(new Batch(new Column[] {left, right}, 1));
            expected.append("t").append(i).append(",\"t,\"\"").append(i).append("\"\n");
        }
        sink.end();
        assertThat(text()).isEqualTo(expected.toString());
    }

    @Test
    void failedWritesSayWhoseTurnItIs() {
        assertThatThrownBy(() -> write(new CsvSink(failing("No space left on device")), SCHEMA, sample()))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
        assertThatThrownBy(() -> write(new CsvSink(failing("Broken pipe")), SCHEMA, sample()))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR))
                .hasMessageContaining("Broken pipe")
                .hasCauseInstanceOf(IOException.class);
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    private static void write(EncodingSink sink, Schema schema, Batch... batches) {
        sink.begin(schema);
        for (Batch batch : batches) {
            sink.accept(batch);
        }
        sink.end();
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Batch longs(long... values) {
        return new Batch(new Column[] {new LongColumn(Type.BIGINT, values, Validity.ALL)}, values.length);
    }

    private static Batch texts(String... texts) {
        Dictionary dictionary = new Dictionary();
        int[] codes = new int[texts.length];
        long[] numbers = new long[texts.length];
        for (int i = 0; i < texts.length; i++) {
            codes[i] = dictionary.intern(texts[i]);
            numbers[i] = i;
        }
        return new Batch(
                new Column[] {
                    new VarcharColumn(codes, dictionary, Validity.ALL),
                    new LongColumn(Type.BIGINT, numbers, Validity.ALL)
                },
                texts.length);
    }

    private static Batch sample() {
        long start = 1_672_531_200_000_000_000L;
        Validity validity = Validity.of(new long[] {3});
        Dictionary dictionary = new Dictionary();
        int[] codes = {dictionary.intern("dev_1"), dictionary.intern("dev_2"), 0};
        return new Batch(
                new Column[] {
                    new VarcharColumn(codes, dictionary, validity),
                    new LongColumn(Type.TIMESTAMP, new long[] {start, start + 500_000_000, 0}, validity),
                    new LongColumn(Type.BIGINT, new long[] {60, Long.MIN_VALUE, 0}, validity),
                    new DoubleColumn(new double[] {23.4567, Double.NaN, 0}, validity),
                    new BooleanColumn(new boolean[] {true, false, false}, validity),
                    new LongColumn(Type.INTERVAL, new long[] {5_400_000_000_000L, 86_400_000_000_000L, 0}, validity)
                },
                3);
    }
}
