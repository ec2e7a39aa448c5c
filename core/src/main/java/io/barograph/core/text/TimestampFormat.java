package io.barograph.core.text;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.text.TimestampSpecifier.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How times are written, in the notation of C's {@code strftime} and POSIX's {@code strptime}, compiled:
 * {@code %d.%m.%Y %H:%M:%S}. {@link TimestampFormatReader} and {@link TimestampFormatWriter} say what each specifier means
 * to them.
 *
 * <p>{@code %F} is {@code %Y-%m-%d}, {@code %T} is {@code %H:%M:%S}, {@code %R} is {@code %H:%M}, {@code %D} is
 * {@code %m/%d/%y}; {@code %n} and {@code %t} are whitespace, {@code %%} a per cent sign. {@code %-d} is {@code %d} without
 * leading zeros. Immutable.
 */
final class TimestampFormat {
    /** One step of a format. */
    static final class Item {
        final TimestampSpecifier specifier;
        /** What numbers are filled up with: '0', ' ', or 0 for nothing. */
        final byte padding;
        /** The text of LITERAL and SPACE. */
        final byte[] text;

        private Item(TimestampSpecifier specifier, byte padding, byte[] text) {
            this.specifier = specifier;
            this.padding = padding;
            this.text = text;
        }
    }

    private final String function;
    private final String format;
    private final boolean reading;
    private final List<Item> items = new ArrayList<>();
    /** By part, how the format names it. */
    private final Map<Part, String> parts = new EnumMap<>(Part.class);

    private TimestampFormat(String function, String format, boolean reading) {
        this.function = function;
        this.format = format;
        this.reading = reading;
    }

    /**
     * Compiles a format that texts are written in.
     *
     * @param function for messages
     * @throws BarographException INVALID_ARGUMENT for an unknown specifier, with those that there are
     */
    static TimestampFormat forWriting(String function, String format) {
        TimestampFormat compiled = new TimestampFormat(function, format, false);
        compiled.compile(format);
        return compiled;
    }

    /**
     * Compiles a format that texts are read in. It has to tell one time: no part of it twice, and what is read in full.
     *
     * @param function for messages
     * @throws BarographException INVALID_ARGUMENT for an unknown specifier, with those that there are, and for formats that
     *     tell no time or contradict themselves
     */
    static TimestampFormat forReading(String function, String format) {
        TimestampFormat compiled = new TimestampFormat(function, format, true);
        compiled.compile(format);
        compiled.check();
        compiled.dropSpaceAround();
        return compiled;
    }

    /** Whitespace around a text is skipped before it is read. */
    private void dropSpaceAround() {
        for (int end : new int[] {items.size() - 1, 0}) {
            if (items.get(end).specifier == TimestampSpecifier.SPACE) {
                items.remove(end);
            }
        }
    }

    /** The steps, in order. A new array. */
    Item[] items() {
        return items.toArray(Item[]::new);
    }

    boolean has(Part part) {
        return parts.containsKey(part);
    }

    boolean has(TimestampSpecifier specifier) {
        return items.stream().anyMatch(item -> item.specifier == specifier);
    }

    private void compile(String text) {
        for (int at = 0; at < text.length(); ) {
            char character = text.charAt(at);
            if (character != '%') {
                int end = text.offsetByCodePoints(at, 1);
                addText(text.substring(at, end));
                at = end;
                continue;
            }
            boolean unpadded = text.startsWith("-", at + 1);
            int letter = at + (unpadded ? 2 : 1);
            if (letter >= text.length()) {
                throw wrong("ends behind %; write %% for a per cent sign");
            }
            addSpecifier(text.substring(at, text.offsetByCodePoints(letter, 1)), unpadded);
            at = text.offsetByCodePoints(letter, 1);
        }
    }

    /** @param written the specifier as the format has it, such as {@code %-d} */
    private void addSpecifier(String written, boolean unpadded) {
        char letter = written.charAt(written.length() - 1);
        String meaning = unpadded ? null : shortForm(letter);
        if (meaning != null) {
            compile(meaning);
            return;
        }
        if (!unpadded && (letter == '%' || letter == 'n' || letter == 't')) {
            addText(letter == '%' ? "%" : letter == 'n' ? "\n" : "\t");
            return;
        }
        TimestampSpecifier specifier = TimestampSpecifier.of(letter);
        if (specifier == null || unpadded && specifier.width == 0) {
            throw wrong("has " + written + ", which is no specifier; there are " + TimestampSpecifier.known(reading)
                    + ", and %-d for %d without leading zeros");
        }
        if (reading && specifier.part() == Part.DERIVED) {
            throw wrong("has " + written + ", which can be written but tells no date; there are "
                    + TimestampSpecifier.known(true));
        }
        String before = parts.put(specifier.part(), written);
        if (reading && before != null) {
            throw wrong("tells the " + specifier.part().text() + " twice, by " + before + " and " + written);
        }
        items.add(new Item(specifier, unpadded ? 0 : specifier.padding(letter), new byte[0]));
    }

    private static @Nullable String shortForm(char letter) {
        return switch (letter) {
            case 'F' -> "%Y-%m-%d";
            case 'T' -> "%H:%M:%S";
            case 'R' -> "%H:%M";
            case 'D' -> "%m/%d/%y";
            default -> null;
        };
    }

    /** Adds a character to the text or the run of whitespace before it, or begins another. */
    private void addText(String character) {
        byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
        TimestampSpecifier kind = isSpace(bytes[0]) ? TimestampSpecifier.SPACE : TimestampSpecifier.LITERAL;
        Item last = items.isEmpty() ? null : items.get(items.size() - 1);
        if (last == null || last.specifier != kind) {
            items.add(new Item(kind, (byte) 0, bytes));
            return;
        }
        byte[] longer = Arrays.copyOf(last.text, last.text.length + bytes.length);
        System.arraycopy(bytes, 0, longer, last.text.length, bytes.length);
        items.set(items.size() - 1, new Item(kind, (byte) 0, longer));
    }

    private void check() {
        if (parts.isEmpty()) {
            throw wrong("has no specifier; write it as in '%d.%m.%Y %H:%M:%S'");
        }
        if (has(Part.EPOCH) && !List.of(Part.EPOCH, Part.FRACTION).containsAll(parts.keySet())) {
            throw wrong("has %s, a whole time, beside which only %f may stand");
        }
        if (has(Part.DAY_OF_YEAR) && (has(Part.MONTH) || has(Part.DAY))) {
            throw wrong("tells the date twice, by %j and "
                    + (has(Part.MONTH) ? parts.get(Part.MONTH) : parts.get(Part.DAY)));
        }
        if (has(TimestampSpecifier.HOUR_OF_HALF_DAY) && !has(Part.HALF_DAY)) {
            throw wrong("has " + parts.get(Part.HOUR) + ", an hour from 1 to 12, without %p (AM or PM); hours from 0 to"
                    + " 23 are %H");
        }
        if (has(Part.HALF_DAY) && !has(Part.HOUR)) {
            throw wrong("has %p (AM or PM) without an hour; write %I:%M %p");
        }
    }

    private BarographException wrong(String how) {
        return new BarographException(ErrorCode.INVALID_ARGUMENT, function + ": the format '" + format + "' " + how);
    }

    /** Whitespace, as casts from VARCHAR see it. */
    static boolean isSpace(byte character) {
        return character == ' ' || character >= '\t' && character <= '\r';
    }
}
