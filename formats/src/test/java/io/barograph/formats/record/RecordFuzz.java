package io.barograph.formats.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.source.Format;
import io.barograph.formats.csv.CsvFormat;
import io.barograph.formats.json.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Random records of a random table, read as messages and as lines of files: all must agree. */
final class RecordFuzz {
    private static final Type[] TYPES = {
        Type.BIGINT, Type.DOUBLE, Type.VARCHAR, Type.TIMESTAMP, Type.BOOLEAN, Type.DATE, Type.decimal(9, 2)
    };
    private static final String MARKS = "\"',;:{}[]\\0.x \r\u0000-\t";
    private static final String[] VALUES = {
        "",
        "0",
        "-7",
        "42",
        "9223372036854775808",
        "1.5",
        "1,5",
        "-0.0",
        "1e400",
        "12345678.123456789",
        "NaN",
        "NA",
        "null",
        "true",
        "FALSE",
        "2023-01-01 00:00:00.010",
        "2023-01-01T00:00:59Z",
        "2023-02-29",
        "2023-01-31",
        "1672531200",
        "1672531200.5",
        "a",
        "sensor-17",
        "한국",
        "a text of more than 31 bytes, and a comma",
        " 5 ",
        "#",
        "a;b",
        "say \"hi\"",
        "\\",
        "it's",
        "?"
    };

    private final SplittableRandom random;
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, String> options = new TreeMap<>();
    private final Map<String, String> ofFile = new TreeMap<>();
    private final String format;
    private String delimiter = ",";

    RecordFuzz(long seed) {
        this.random = new SplittableRandom(seed);
        this.format = pick("csv", "json");
        int width = 1 + random.nextInt(5);
        for (int c = 0; c < width; c++) {
            fields.add(new Field("c" + c, TYPES[random.nextInt(TYPES.length)]));
        }
        options.put("timestamp.zone", pick("UTC", "Europe/Berlin"));
        String unit = pick("iso", "iso", "s", "ms");
        if (format.equals("json")) {
            ofFile.put("layout", "lines");
        } else {
            delimiter = pick(",", ";");
            options.put("delimiter", delimiter);
            options.put("quote", pick("\"", "\"", "'", "none"));
            options.put("decimal", pick(".", ","));
            options.put("trim", pick("false", "true"));
            options.put("trailing-delimiter", pick("false", "false", "true"));
            options.put("encoding", pick("UTF-8", "UTF-8", "x-windows-949"));
            if (random.nextBoolean()) {
                options.put("null", "?,a");
            }
            ofFile.putAll(Map.of("header", "false", "comment", "none", "skip", "0"));
        }
        ofFile.putAll(options);
        options.put("timestamp.unit", unit);
        fields.forEach(field -> ofFile.put("timestamp.unit." + field.name(), unit));
    }

    /** Reads the records in every way, and gives what they are; throws where two ways differ. */
    Decoded check(Path file) throws IOException {
        Schema schema = new Schema(fields);
        int[] columns = IntStream.range(0, fields.size())
                .filter(c -> random.nextInt(4) > 0)
                .toArray();
        List<byte[]> records = records(random.nextInt(40));
        RecordFormat messages = RecordFormats.named(format);
        Map<String, String> taken = messages.takeOptions(new TreeMap<>(options));
        RecordDecoder decoder = messages.newDecoder(schema, taken, columns);
        Format files = format.equals("csv") ? new CsvFormat() : new JsonFormat();
        FileReads reads = new FileReads(files, file, schema, ofFile, columns);

        Decoded alone = new Decoded(new ArrayList<>(), new ArrayList<>());
        List<byte[]> closed = new ArrayList<>();
        for (byte[] record : records) {
            List<String> texts = new ArrayList<>();
            Decoded line = reads.read(List.of(record), texts);
            alone.rows().add(line.rows().get(0));
            alone.reasons().add(line.reasons().get(0));
            Decoded decoded = Decoded.of(decoder, List.of(record), 1);
            assertThat(decoded)
                    .as("%s with %s as %s", shown(record), options, schema)
                    .isEqualTo(line);
            // Messages show what a file does not: bytes that are no text, and the end of a line.
            if (!texts.isEmpty()
                    && texts.get(0).chars().noneMatch(c -> c < ' ' && c != '\t' || c == 0x7F || c == '\uFFFD')) {
                assertThat(decoder.text(0).replaceAll("\r$", "")).isEqualTo(texts.get(0));
            }
            if (line.reasons().get(0) == null || !line.reasons().get(0).startsWith("a quoted field has no end")) {
                closed.add(record);
            }
        }
        for (int size = 1; size <= records.size(); size++) {
            assertThat(Decoded.of(decoder, records, size))
                    .as("batches of %d, with %s as %s", size, options, schema)
                    .isEqualTo(alone);
        }
        // In a file an open quote takes lines behind it.
        assertThat(Decoded.of(decoder, closed, 7, 1, 30)).isEqualTo(reads.read(closed, new ArrayList<>()));
        return alone;
    }

    private static String shown(byte[] record) {
        return new String(record, StandardCharsets.UTF_8);
    }

    /** Of one line each, not blank. */
    private List<byte[]> records(int count) {
        List<byte[]> records = new ArrayList<>();
        boolean mostlyGood = random.nextBoolean();
        while (records.size() < count) {
            byte[] record = record().getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(mostlyGood ? 20 : 3) == 0) {
                record = mutated(record);
            }
            if (!shown(record).isBlank()) {
                records.add(record);
            }
        }
        return records;
    }

    private byte[] mutated(byte[] record) {
        ByteArrayOutputStream mutated = new ByteArrayOutputStream();
        int at = random.nextInt(record.length + 1);
        int skipped = random.nextInt(3);
        mutated.write(record, 0, at);
        if (random.nextBoolean()) {
            mutated.write(MARKS.charAt(random.nextInt(MARKS.length())));
        } else {
            int other = random.nextInt(256);
            mutated.write(other == '\n' ? 'n' : other);
        }
        int rest = Math.min(record.length, at + skipped);
        mutated.write(record, rest, record.length - rest);
        return mutated.toByteArray();
    }

    private String record() {
        List<String> values = new ArrayList<>();
        for (Field field : fields) {
            values.add(random.nextInt(30) == 0 ? pick(VALUES) : fitting(field.type()));
        }
        return format.equals("csv") ? line(values) : object(values);
    }

    private String fitting(Type type) {
        return switch (type.kind()) {
            case BIGINT -> pick("0", "-7", "42", "", "123456789012");
            case DOUBLE, DECIMAL ->
                pick("1", "-0.25", "", "24.1234").replace(".", options.getOrDefault("decimal", "."));
            case TIMESTAMP ->
                options.get("timestamp.unit").equals("iso")
                        ? pick("2023-01-01 00:00:00.010", "2023-01-01T00:00:59Z", "2023-01-31", "")
                        : pick("1672531200", "1672531200.5", "");
            case DATE -> pick("2023-01-31", "");
            case BOOLEAN -> pick("true", "FALSE", "");
            default -> pick(VALUES);
        };
    }

    private String line(List<String> values) {
        StringBuilder line = new StringBuilder();
        String quote = options.get("quote");
        for (int c = 0; c < values.size(); c++) {
            String value = values.get(c);
            boolean quoted = !quote.equals("none")
                    && (value.contains(delimiter) || value.contains(quote) || random.nextInt(8) == 0);
            line.append(c == 0 ? "" : delimiter)
                    .append(quoted ? quote + value.replace(quote, quote + quote) + quote : value);
        }
        return line.append(options.get("trailing-delimiter").equals("true") ? delimiter : "")
                .append(pick("", "", "\r"))
                .toString();
    }

    private String object(List<String> values) {
        StringBuilder object = new StringBuilder(pick("{", "{", " { "));
        for (int c = 0; c < values.size(); c++) {
            String value = values.get(c);
            boolean bare = value.matches("-?(0|[1-9][0-9]*)([.][0-9]+)?|true|null|NaN") && random.nextInt(8) > 0;
            object.append(c == 0 ? "" : pick(",", ", "))
                    .append('"')
                    .append(fields.get(c).name())
                    .append(pick("\":", "\" : "))
                    .append(bare ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return object.append(pick("}", "}", "} ", "}\r")).toString();
    }

    private String pick(String... some) {
        return some[random.nextInt(some.length)];
    }
}
