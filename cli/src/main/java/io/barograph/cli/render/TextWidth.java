package io.barograph.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How many cells of a terminal a text takes, after Unicode's East Asian Width (UAX #11): Hangul, Han, Kana, full-width
 * forms and emoji take two, combining marks and other zero-width characters none.
 */
public final class TextWidth {
    /** First and last code point of the ranges that are two cells wide, ascending. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF,
        0x4E00, 0x9FFF, 0xA000, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19, 0xFE30, 0xFE6F,
        0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18CFF, 0x1B000, 0x1B2FF, 0x1F300, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F900,
        0x1F9FF, 0x20000, 0x3FFFD,
    };

    private static final String ELLIPSIS = "…";

    private TextWidth() {}

    /** The cells of a text. */
    public static int of(String text) {
        int cells = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            cells += of(codePoint);
            i += Character.charCount(codePoint);
        }
        return cells;
    }

    /** The cells of one character: 0, 1 or 2. */
    public static int of(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || codePoint >= 0x1160 && codePoint <= 0x11FF) {
            return 0;
        }
        for (int i = 0; i < WIDE.length && codePoint >= WIDE[i]; i += 2) {
            if (codePoint <= WIDE[i + 1]) {
                return 2;
            }
        }
        return 1;
    }

    /** The text, or as much of it as fits with an ellipsis behind it. */
    public static String cut(String text, int cells) {
        if (of(text) <= cells) {
            return text;
        }
        int used = 0;
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            if (used + of(codePoint) > cells - 1) {
                break;
            }
            used += of(codePoint);
            i += Character.charCount(codePoint);
        }
        return text.substring(0, i) + ELLIPSIS;
    }

    /** The text in lines of so many cells at most, broken at blanks; a word that is too long is cut. */
    public static List<String> wrap(String text, int cells) {
        return wrap(text, cells, TextWidth::of).stream()
                .map(line -> cut(line, cells))
                .toList();
    }

    /**
     * The text in lines, broken at blanks; a word that is too long has a line of its own.
     *
     * @param most width of a line
     * @param width of a text, in the same unit
     */
    public static List<String> wrap(String text, int most, ToIntFunction<String> width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width.applyAsInt(longer) > most) {
                lines.add(line);
                longer = word;
            }
            line = longer;
        }
        lines.add(line);
        return lines;
    }

    /** The text with blanks before it ({@code right}) or behind it, so that it takes this many cells. */
    public static String pad(String text, int cells, boolean right) {
        String blanks = " ".repeat(Math.max(0, cells - of(text)));
        return right ? blanks + text : text + blanks;
    }
}
