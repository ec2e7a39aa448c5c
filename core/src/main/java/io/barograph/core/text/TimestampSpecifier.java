package io.barograph.core.text;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a {@link TimestampFormat} is made of: the specifiers of C's {@code strftime}, and the text between them. */
enum TimestampSpecifier {
    /** Text that stands for itself. */
    LITERAL("", Part.NONE),
    /** A run of whitespace. */
    SPACE("", Part.NONE),
    YEAR("Y", Part.YEAR, 4, 0, 9999),
    /** 69 to 99 are of the twentieth century, 00 to 68 of the twenty-first (POSIX). */
    YEAR_OF_CENTURY("y", Part.YEAR, 2, 0, 99),
    MONTH("m", Part.MONTH, 2, 1, 12),
    MONTH_SHORT("bh", Part.MONTH),
    MONTH_NAME("B", Part.MONTH),
    DAY("de", Part.DAY, 2, 1, 31),
    DAY_OF_YEAR("j", Part.DAY_OF_YEAR, 3, 1, 366),
    WEEKDAY_SHORT("a", Part.WEEKDAY),
    WEEKDAY_NAME("A", Part.WEEKDAY),
    HOUR("Hk", Part.HOUR, 2, 0, 24),
    HOUR_OF_HALF_DAY("Il", Part.HOUR, 2, 1, 12),
    HALF_DAY("p", Part.HALF_DAY),
    MINUTE("M", Part.MINUTE, 2, 0, 59),
    SECOND("S", Part.SECOND, 2, 0, 59),
    FRACTION("f", Part.FRACTION),
    OFFSET("z", Part.OFFSET),
    EPOCH("s", Part.EPOCH),
    /** Monday 1 to Sunday 7. */
    ISO_WEEKDAY("u", Part.DERIVED, 1, 1, 7),
    /** Sunday 0 to Saturday 6. */
    WEEKDAY_NUMBER("w", Part.DERIVED, 1, 0, 6),
    ISO_WEEK("V", Part.DERIVED, 2, 1, 53),
    /** The year that the ISO week belongs to. */
    ISO_YEAR("G", Part.DERIVED, 4, 0, 9999);

    /** Specifiers that stand for several items each. */
    private static final String SHORT_FORMS = "FTRDnt%";

    /** Which part of a time a specifier is about; two of one part contradict or repeat one another. */
    enum Part {
        NONE(""),
        YEAR("year"),
        MONTH("month"),
        DAY("day"),
        DAY_OF_YEAR("day of the year"),
        WEEKDAY("weekday"),
        HOUR("hour"),
        HALF_DAY("AM or PM"),
        MINUTE("minute"),
        SECOND("second"),
        FRACTION("fraction"),
        OFFSET("zone"),
        EPOCH("time"),
        /** What follows from the date, and is written only. */
        DERIVED("");

        private final String text;

        Part(String text) {
            this.text = text;
        }

        /** For messages. */
        String text() {
            return text;
        }
    }

    private final String letters;
    private final Part part;
    /** The digits of a plain number, or 0 for what is none. */
    final int width;

    final int least;
    final int most;

    TimestampSpecifier(String letters, Part part) {
        this(letters, part, 0, 0, 0);
    }

    TimestampSpecifier(String letters, Part part, int width, int least, int most) {
        this.letters = letters;
        this.part = part;
        this.width = width;
        this.least = least;
        this.most = most;
    }

    Part part() {
        return part;
    }

    /** What its numbers are filled up with: the second letter of {@code %e}, {@code %k} and {@code %l} asks for spaces. */
    byte padding(char letter) {
        return (byte) (width > 0 && letters.indexOf(letter) == 1 ? ' ' : '0');
    }

    /** The specifier of a letter, or null where there is none. */
    static @Nullable TimestampSpecifier of(char letter) {
        for (TimestampSpecifier specifier : values()) {
            if (specifier.letters.indexOf(letter) >= 0) {
                return specifier;
            }
        }
        return null;
    }

    /** All specifiers that a format may have, for messages: {@code %Y %y …}. */
    static String known(boolean reading) {
        String letters = Arrays.stream(values())
                        .filter(specifier -> !reading || specifier.part != Part.DERIVED)
                        .map(specifier -> specifier.letters)
                        .collect(Collectors.joining())
                + SHORT_FORMS;
        return letters.chars().mapToObj(letter -> "%" + (char) letter).collect(Collectors.joining(" "));
    }
}
