package io.barograph.formats.hive;

import io.barograph.core.column.Type;
import io.barograph.core.text.DateText;
import io.barograph.core.text.LongText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys and values in a path. */
final class HivePath {
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private HivePath() {}

    /** The keys of the folders that a file is in, outermost first; a value is null where it stands for NULL. */
    static Map<String, @Nullable String> keys(String path) {
        Map<String, @Nullable String> keys = new LinkedHashMap<>();
        String[] parts = path.split("[/\\\\]");
        for (int i = 0; i < parts.length - 1; i++) {
            int sign = parts[i].indexOf('=');
            if (sign > 0) {
                String value = parts[i].substring(sign + 1);
                keys.put(decode(parts[i].substring(0, sign)), value.equals(NULL) ? null : decode(value));
            }
        }
        return keys;
    }

    /** A text in which {@code %3A} stands for a colon, and so on; what is no such escape stays. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int at = 0; at < bytes.length; at++) {
            int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[at + 2], 16);
            if (bytes[at] == '%' && low >= 0) {
                plain.write(high << 4 | low);
                at += 2;
            } else {
                plain.write(bytes[at]);
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    /** The value that a text is: a Long (for a DATE its days), or a String; null where it is none of the type. */
    static @Nullable Object value(String text, Type type) {
        if (type == Type.VARCHAR) {
            return text;
        }
        if (type == Type.BIGINT) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            boolean fits = LongText.outcome(bytes, 0, bytes.length) == LongText.Outcome.VALUE;
            return fits ? (Long) LongText.parse(bytes, 0, bytes.length) : null;
        }
        try {
            long day = LocalDate.parse(text).toEpochDay();
            return DateText.isInRange(day) ? (Long) day : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
