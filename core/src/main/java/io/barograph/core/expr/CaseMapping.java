package io.barograph.core.expr;

import java.util.Locale;

/**
 * Upper and lower case, one code point to one code point: Unicode's simple mappings, without locale, as of Unicode 13,
 * which is the oldest that a supported JDK knows (17). What later versions added is left as it is, so that every JDK gives
 * the same text. One code point stays one: {@code ß} has no upper case here.
 */
final class CaseMapping {
    /** Ranges, first and last, of code points whose simple mapping came with Unicode 14 to 16. */
    private static final int[] LATER = {
        0x019B, 0x019B, 0x0264, 0x0264, 0x1C89, 0x1C8A, 0x2C2F, 0x2C2F, 0x2C5F, 0x2C5F, 0xA7C0, 0xA7C1, 0xA7CB, 0xA7CD,
        0xA7D0, 0xA7D1, 0xA7D6, 0xA7DC, 0x10570, 0x105BC, 0x10D50, 0x10D65, 0x10D70, 0x10D85
    };

    private CaseMapping() {}

    static String lower(String text) {
        return isAscii(text) ? text.toLowerCase(Locale.ROOT) : map(text, false);
    }

    static String upper(String text) {
        return isAscii(text) ? text.toUpperCase(Locale.ROOT) : map(text, true);
    }

    /** The mapping of one code point. */
    static int map(int codePoint, boolean upper) {
        if (codePoint >= LATER[0]) {
            for (int i = 0; i < LATER.length; i += 2) {
                if (codePoint >= LATER[i] && codePoint <= LATER[i + 1]) {
                    return codePoint;
                }
            }
        }
        return upper ? Character.toUpperCase(codePoint) : Character.toLowerCase(codePoint);
    }

    private static String map(String text, boolean upper) {
        return text.codePoints()
                .map(codePoint -> map(codePoint, upper))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }
}
