package io.barograph.formats.csv;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.formats.text.Content;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.TestDocument;
import io.barograph.formats.text.TimeOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Random documents, read by the reader whole and in splits and by {@link ReferenceReader}: all must agree. */
final class CsvFuzz {
    private static final String[] ODD = {
        "1e5",
        "+7",
        ".5",
        "5.",
        "00012",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "123456789012345678901.5",
        "12345678",
        "123456789",
        "1234567890123456",
        "-0",
        "-0.0",
        "-",
        "+",
        ".",
        "1.2.3",
        "1234567.8",
        "123456.78901234",
        "12345678.9",
        "0.1234567",
        "0.12345678",
        "1e400",
        "1e-400",
        "inf",
        "NaN",
        "NA",
        "null",
        "NULL",
        "None",
        "\\N",
        "true",
        "FALSE",
        "tru",
        " 5",
        "5 ",
        "\t5",
        "1,5",
        "0x10",
        "5d",
        "2023-01-01",
        "2023-01-01 00:00",
        "2023-01-01T00:00:00Z",
        "2023-01-01 00:00:59.123456789",
        "2023-01-01 00:00:00.1234567891",
        "2023-01-01 00:00:00.12345678",
        "2023-01-01 00:00:00+09:00",
        "2023-02-29 00:00:00",
        "2024-02-29 12:34:56",
        "2023-01-01 24:00:00",
        "2023-01-01 00:00:60",
        "1969-12-31 23:59:59.999",
        "1672531200",
        "1672531200.5",
        "1672531200000",
        "0001-01-01 00:00:00",
        "온도",
        "abcdefgh",
        "abcdefghi",
        "abcdefghijklmno",
        "abcdefghijklmnop",
        "abcdefghijklmnopq",
        "caf\u00e9",
        "\u0000"
    };
    private static final Type[] TYPES = {Type.BIGINT, Type.DOUBLE, Type.VARCHAR, Type.TIMESTAMP, Type.BOOLEAN};
    private static final String[] DELIMITERS = {",", ";", "tab", "|", "space"};
    private static final String[] UNITS = {"iso", "iso", "s", "ms", "us", "ns"};
    private static final String[] CHARSETS = {"UTF-8", "UTF-8", "UTF-8", "x-windows-949", "ISO-8859-1"};

    private final SplittableRandom random;
    private final Map<String, String> options = new TreeMap<>();
    private final List<Field> fields = new ArrayList<>();
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();
    private final Dialect dialect;

    CsvFuzz(long seed) {
        this.random = new SplittableRandom(seed);
        options.put("delimiter", pick(DELIMITERS));
        options.put("quote", pick("\"", "\"", "\"", "'", "none"));
        options.put("comment", pick("none", "#"));
        options.put("decimal", pick(".", ".", ","));
        options.put("header", pick("true", "false"));
        options.put("trim", pick("false", "false", "true"));
        options.put("trailing-delimiter", pick("false", "false", "true"));
        options.put("encoding", pick(CHARSETS));
        options.put("timestamp.zone", pick("UTC", "UTC", "Europe/Berlin"));
        if (options.get("decimal").equals(options.get("delimiter"))) {
            options.put("decimal", ".");
        }
        if (options.get("delimiter").equals("space")) {
            options.put("trim", "false");
        }
        int width = 1 + random.nextInt(5);
        for (int c = 0; c < width; c++) {
            Field field = new Field("c" + c, TYPES[random.nextInt(TYPES.length)]);
            fields.add(field);
            if (field.type() == Type.TIMESTAMP) {
                options.put("timestamp.unit.c" + c, pick(UNITS));
            }
        }
        this.dialect = CsvOptions.dialect(options);
        write();
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private void write() {
        if (once(8)) {
            document.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        }
        boolean mostlyGood = random.nextBoolean();
        String lineEnd = pick("\n", "\r\n");
        int records = random.nextInt(12);
        for (int r = 0; r < records; r++) {
            if (once(12)) {
                put(pick("", "#", "# a comment, with \"quotes\"", "\r", " "));
            } else {
                int width = once(mostlyGood ? 60 : 15) ? random.nextInt(7) : fields.size();
                for (int c = 0; c < width; c++) {
                    if (c > 0) {
                        document.write(dialect.delimiter());
                    }
                    field(c < fields.size() ? fields.get(c).type() : Type.VARCHAR, mostlyGood);
                }
                if (dialect.trailing() && !once(20)) {
                    document.write(dialect.delimiter());
                }
            }
            if (r < records - 1 || !once(3)) {
                put(once(20) ? "\n" : lineEnd);
            }
        }
    }

    private void field(Type type, boolean good) {
        String text = once(good ? 30 : 4) ? odd() : usual(type);
        if (dialect.trim() && once(3)) {
            put("  ");
        }
        boolean quoted = dialect.quote() >= 0 && once(type == Type.VARCHAR ? 3 : 12);
        if (quoted) {
            String quote = String.valueOf((char) dialect.quote());
            put(quote + (once(60) ? text : text.replace(quote, quote + quote)) + (once(60) ? "" : quote));
            if (once(60)) {
                put("x");
            }
        } else {
            put(text);
        }
        if (dialect.trim() && once(3)) {
            put(" ");
        }
    }

    private String odd() {
        return switch (random.nextInt(12)) {
            case 0 -> "";
            case 1 -> "x".repeat(random.nextInt(40));
            case 2 -> "a" + pick("\n", "\r\n", "\r", "\"\"", "\"", "'", "#", ",", ";") + "b";
            case 3 -> String.valueOf(random.nextLong());
            default -> pick(ODD);
        };
    }

    private String usual(Type type) {
        return switch (type.kind()) {
            case BIGINT -> String.valueOf(random.nextLong() >> random.nextInt(64));
            case DOUBLE ->
                (random.nextLong() >> 8 + random.nextInt(56))
                        + (once(4)
                                ? ""
                                : (char) dialect.decimal() + String.valueOf(random.nextInt(1 << random.nextInt(31))));
            case TIMESTAMP ->
                once(3)
                        ? String.valueOf(random.nextInt(2_000_000_000))
                        : "2023-0" + (1 + random.nextInt(9)) + "-11" + pick(" ", "T") + "1" + random.nextInt(10) + ":2"
                                + random.nextInt(10) + ":3" + random.nextInt(10) + pick("", "", ".5", ".123456", "Z");
            case BOOLEAN -> pick("true", "false");
            default -> pick("", "a", "station-7", "a longer text of words", "line\nbreak", "say \"hi\"", "서울", "NA");
        };
    }

    private void put(String text) {
        Charset charset = dialect.charset();
        document.writeBytes(text.getBytes(once(80) ? StandardCharsets.ISO_8859_1 : charset));
        if (once(300)) {
            document.write(random.nextInt(256));
        }
    }

    /** Reads the document in every way; throws where two of them differ. */
    void check(Path file) throws IOException {
        byte[] bytes = document.toByteArray();
        Schema schema = new Schema(fields);
        Content expected = ReferenceReader.read(bytes, schema, dialect, TimeOptions.units(options, schema));
        TestDocument read = new TestDocument(new CsvFormat(), file, bytes, schema, options);
        compare(expected, read, bytes);
        if (bytes.length > 1) {
            int step = 1 + random.nextInt(bytes.length);
            compare(expected, read, bytes, evenly(step, bytes.length));
            compare(
                    expected,
                    read,
                    bytes,
                    random.longs(1 + random.nextInt(4), 1, bytes.length)
                            .sorted()
                            .toArray());
        }
        int[] some = IntStream.range(0, fields.size())
                .filter(column -> random.nextBoolean())
                .toArray();
        compare(project(expected, some), new TestDocument(new CsvFormat(), file, bytes, schema, options, some), bytes);
    }

    /** The same records with some of their columns: what is read never decides what is a record. */
    private static Content project(Content content, int[] columns) {
        List<List<Object>> rows = content.rows().stream()
                .map(row ->
                        Arrays.asList(Arrays.stream(columns).mapToObj(row::get).toArray()))
                .toList();
        return new Content(rows, content.rejects(), content.lines());
    }

    /** Cuts at every so many bytes. */
    static long[] evenly(int step, int length) {
        return IntStream.rangeClosed(1, (length - 1) / step)
                .mapToLong(i -> (long) i * step)
                .toArray();
    }

    private void compare(Content expected, TestDocument read, byte[] bytes, long... cuts) throws IOException {
        try {
            Content found = read.cutAt(cuts);
            if (!expected.equals(found)) {
                throw new AssertionError("expected " + expected + "\nfound    " + found);
            }
        } catch (AssertionError | RuntimeException e) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\r", "\\r");
            throw new AssertionError(
                    e.getMessage() + "\ncut at " + Arrays.toString(cuts) + ", with " + options + " as "
                            + new Schema(fields) + ":\n" + text,
                    e);
        }
    }
}
