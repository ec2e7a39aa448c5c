package io.barograph.formats.csv;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.formats.text.Dialect;
import io.barograph.formats.text.TimeOptions;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The options of a CSV table: as users give them, and as a description carries what was found. */
final class CsvOptions {
    static final String DELIMITER = "delimiter";
    static final String QUOTE = "quote";
    static final String HEADER = "header";
    static final String COMMENT = "comment";
    static final String ENCODING = "encoding";
    static final String DECIMAL = "decimal";
    static final String THOUSANDS = "thousands";
    static final String NULL = "null";
    static final String SKIP = "skip";
    static final String TRIM = "trim";
    static final String TRAILING = "trailing-delimiter";
    /** Of descriptions alone: that nobody gave {@link #SKIP}, and lines before the header were found. */
    static final String PREAMBLE = "preamble";

    private static final List<String> KEYS = List.of(
            DELIMITER,
            QUOTE,
            HEADER,
            COMMENT,
            ENCODING,
            DECIMAL,
            THOUSANDS,
            NULL,
            SKIP,
            TRIM,
            TRAILING,
            TimeOptions.UNIT,
            TimeOptions.ZONE);

    /** Those that say something of a record by itself. */
    private static final List<String> OF_RECORDS = List.of(
            DELIMITER, QUOTE, ENCODING, DECIMAL, THOUSANDS, NULL, TRIM, TRAILING, TimeOptions.UNIT, TimeOptions.ZONE);

    private CsvOptions() {}

    /** Whether an option says something of records that are messages, not lines of a file. */
    static boolean isOfRecords(String key) {
        return OF_RECORDS.contains(key) || key.startsWith(TimeOptions.UNIT_OF);
    }

    /** The dialect of records that are messages: nothing can be inferred, and what others write has quotes. */
    static Dialect recordDialect(Map<String, String> options) {
        Map<String, String> all = new TreeMap<>(options);
        if (!given(options, QUOTE)) {
            all.put(QUOTE, "\"");
        }
        Dialect dialect = dialect(all);
        checkThousands(dialect);
        return dialect;
    }

    /** Refuses what is no option of ours. */
    static void checkNames(Map<String, String> options) {
        for (String key : options.keySet()) {
            if (!KEYS.contains(key) && !key.startsWith(TimeOptions.UNIT_OF)) {
                throw new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "format 'csv' has no option '" + key + "'" + NearNames.hint(key, KEYS, "its options"));
            }
        }
    }

    /** The dialect that a description's options spell out. */
    static Dialect dialect(Map<String, String> options) {
        return new Dialect(
                (byte) character(options, DELIMITER, ','),
                character(options, QUOTE, -1),
                character(options, COMMENT, -1),
                (byte) character(options, DECIMAL, '.'),
                character(options, THOUSANDS, -1),
                flag(options, HEADER, true),
                skip(options),
                flag(options, TRIM, false),
                flag(options, TRAILING, false),
                charset(options, StandardCharsets.UTF_8),
                nulls(options),
                TimeOptions.zone(options));
    }

    /** What of a dialect inference finds, for the description. */
    static void put(Dialect dialect, Map<String, String> options) {
        checkThousands(dialect);
        if (dialect.thousands() >= 0) {
            options.put(THOUSANDS, text(dialect.thousands()));
        }
        options.put(DELIMITER, text(dialect.delimiter()));
        options.put(QUOTE, text(dialect.quote()));
        options.put(COMMENT, text(dialect.comment()));
        options.put(DECIMAL, text(dialect.decimal()));
        options.put(HEADER, String.valueOf(dialect.header()));
        options.put(SKIP, String.valueOf(dialect.skip()));
        options.put(TRIM, String.valueOf(dialect.trim()));
        options.put(TRAILING, String.valueOf(dialect.trailing()));
        options.put(ENCODING, dialect.charset().name());
        options.put(TimeOptions.ZONE, dialect.zone().name());
        List<String> nulls = dialect.nulls();
        if (nulls != null) {
            options.put(NULL, String.join(",", nulls));
        }
    }

    private static void checkThousands(Dialect dialect) {
        int mark = dialect.thousands();
        // It may be the delimiter: then numbers that have it stand in quotes.
        boolean taken = mark >= 0 && (mark == dialect.decimal() || mark == dialect.quote());
        if (taken || mark >= 0 && (Character.isLetterOrDigit(mark) || mark == '-' || mark == '+')) {
            throw TimeOptions.invalid(
                    THOUSANDS,
                    text(mark),
                    "no letter, digit or sign, and another character than quote and decimal mark, which are "
                            + text(dialect.quote()) + " and " + text(dialect.decimal()));
        }
    }

    static int character(Map<String, String> options, String key, int otherwise) {
        String value = options.get(key);
        if (value == null || value.equals("auto")) {
            return otherwise;
        }
        String text = switch (value.toLowerCase(Locale.ROOT)) {
            case "tab", "\\t" -> "\t";
            case "space" -> " ";
            case "none", "" -> "";
            default -> value;
        };
        if (text.isEmpty() && !key.equals(DELIMITER) && !key.equals(DECIMAL)) {
            return -1;
        }
        boolean fits = text.length() == 1 && text.charAt(0) < 128 && text.charAt(0) != '\n' && text.charAt(0) != '\r';
        if (!fits || key.equals(DECIMAL) && !text.equals(".") && !text.equals(",")) {
            throw TimeOptions.invalid(
                    key, value, key.equals(DECIMAL) ? "'.' or ','" : "one ASCII character, 'tab' or 'space'");
        }
        return text.charAt(0);
    }

    /** Whether an option was given, and not as {@code auto}. */
    static boolean given(Map<String, String> options, String key) {
        String value = options.get(key);
        return value != null && !value.equals("auto");
    }

    static boolean flag(Map<String, String> options, String key, boolean otherwise) {
        if (!given(options, key)) {
            return otherwise;
        }
        String value = options.getOrDefault(key, "");
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
            return value.equalsIgnoreCase("true");
        }
        throw TimeOptions.invalid(key, value, "true, false or auto");
    }

    static int skip(Map<String, String> options) {
        String value = options.getOrDefault(SKIP, "0");
        try {
            int lines = Integer.parseInt(value);
            if (lines >= 0) {
                return lines;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw TimeOptions.invalid(SKIP, value, "a number of lines");
    }

    static Charset charset(Map<String, String> options, Charset otherwise) {
        if (!given(options, ENCODING)) {
            return otherwise;
        }
        String value = options.getOrDefault(ENCODING, "");
        return switch (value.toUpperCase(Locale.ROOT)) {
            // Windows' extension of EUC-KR holds every text of it; Java's "CP949" is another, IBM's.
            case "CP949", "EUC-KR", "EUCKR", "MS949", "UHC" -> Charset.forName("x-windows-949");
            case "LATIN1", "LATIN-1" -> StandardCharsets.ISO_8859_1;
            case "UTF8" -> StandardCharsets.UTF_8;
            default -> {
                try {
                    yield Charset.forName(value);
                } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                    throw TimeOptions.invalid(ENCODING, value, "an encoding such as UTF-8, CP949 or ISO-8859-1");
                }
            }
        };
    }

    static @Nullable List<String> nulls(Map<String, String> options) {
        String value = options.get(NULL);
        if (value == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (String word : value.split(",", -1)) {
            words.add(word.strip());
        }
        return words;
    }

    private static String text(int character) {
        return switch (character) {
            case -1 -> "none";
            case '\t' -> "tab";
            case ' ' -> "space";
            default -> String.valueOf((char) character);
        };
    }
}
