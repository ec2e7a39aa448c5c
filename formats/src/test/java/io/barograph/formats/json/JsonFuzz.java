package io.barograph.formats.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes lines of JSON, most of them well-formed, in every way that they can be written. */
final class JsonFuzz {
    private static final String[] NUMBERS = {
        "0", "-0", "7", "-12", "3.25", "-0.5", "1e3", "2E-2", "12345678.12345", "9223372036854775807",
        "9223372036854775808", "0.1", "100000000000000000000000", "1.", "01", ".5", "-", "+1", "1e", "5e-324"
    };
    private static final String[] TEXTS = {
        "",
        "a",
        "sensor-17",
        "서울",
        "12",
        "1.5",
        "true",
        "NaN",
        "Infinity",
        "a longer text of more than 16 bytes",
        "a text that is longer than any that is kept by its words",
        "\\n\\t\\\"",
        "\\u0041\\uc11c",
        "\\ud83d\\ude00",
        "\\/\\\\",
        "\\q",
        "tab\there",
        "{[\\\"}]"
    };
    private static final String[] WORDS = {"null", "true", "false", "NaN", "Infinity", "-Infinity", "nul", "True"};
    private static final String[] NAMES = {"n", "d", "s", "b", "o", "x", "zz", "\\u006e"};

    private final Random random;

    JsonFuzz(Random random) {
        this.random = random;
    }

    byte[] document(int lines) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int line = 0; line < lines; line++) {
            byte[] record = object(0).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(8) == 0) {
                record[random.nextInt(record.length)] = (byte) "{}[]\",:0\\x \r".charAt(random.nextInt(12));
            }
            text.writeBytes(record);
            if (line < lines - 1 || random.nextBoolean()) {
                text.writeBytes((random.nextInt(5) == 0 ? "\r\n" : "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return text.toByteArray();
    }

    private String object(int depth) {
        StringBuilder object = new StringBuilder(space() + "{" + space());
        int members = random.nextInt(6);
        int first = random.nextInt(NAMES.length);
        for (int i = 0; i < members; i++) {
            boolean again = random.nextInt(40) == 0;
            String name = NAMES[(first + (again ? 0 : i)) % NAMES.length];
            object.append(i == 0 ? "" : "," + space())
                    .append('"')
                    .append(name)
                    .append('"')
                    .append(space())
                    .append(':')
                    .append(space())
                    .append(value(name, depth))
                    .append(space());
        }
        return object.append('}').append(space()).toString();
    }

    private String value(String name, int depth) {
        if (random.nextInt(12) > 0) {
            switch (name) {
                case "n", "d", "x" -> {
                    return pick(NUMBERS);
                }
                case "s" -> {
                    return '"' + pick(TEXTS) + '"';
                }
                case "o" -> {
                    return depth > 2 ? "{}" : object(depth + 1).strip();
                }
                default -> {
                    // Any value.
                }
            }
        }
        return switch (random.nextInt(5)) {
            case 0 -> pick(NUMBERS);
            case 1 -> '"' + pick(TEXTS) + '"';
            case 2 -> pick(WORDS);
            case 3 -> depth > 2 ? "[]" : object(depth + 1).strip();
            default -> "[" + pick(NUMBERS) + "," + pick(WORDS) + "]";
        };
    }

    private String space() {
        return random.nextInt(4) > 0 ? "" : " \t".substring(random.nextInt(2));
    }

    private String pick(String[] some) {
        return some[random.nextInt(some.length)];
    }
}
