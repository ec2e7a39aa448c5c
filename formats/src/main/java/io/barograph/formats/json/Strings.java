package io.barograph.formats.json;

import java.nio.charset.StandardCharsets;

/** The text of JSON strings without their escapes. Used by one thread. */
final class Strings {
    private byte[] text = new byte[256];

    /** Whether a well-formed string holds an escape. */
    static boolean isEscaped(byte[] bytes, int from, int quote) {
        for (int at = from; at < quote; at++) {
            if (bytes[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** The text last unescaped, from its start. Overwritten by the next. */
    byte[] text() {
        return text;
    }

    /**
     * Writes the text of a well-formed string to {@link #text()} as UTF-8, and gives its length; {@link
     * JsonScanner#MALFORMED} where it has half of a surrogate pair.
     */
    int unescape(byte[] bytes, int from, int quote) {
        if (text.length < quote - from) {
            text = new byte[quote - from];
        }
        int length = 0;
        int at = from;
        while (at < quote) {
            byte b = bytes[at++];
            if (b != '\\') {
                text[length++] = b;
                continue;
            }
            byte kind = bytes[at++];
            if (kind != 'u') {
                int letter = "bfnrt".indexOf(kind);
                text[length++] = letter < 0 ? kind : (byte) "\b\f\n\r\t".charAt(letter);
                continue;
            }
            int code = unit(bytes, at);
            at += 4;
            if (Character.isHighSurrogate((char) code) && bytes[at] == '\\' && bytes[at + 1] == 'u') {
                int low = unit(bytes, at + 2);
                if (Character.isLowSurrogate((char) low)) {
                    code = Character.toCodePoint((char) code, (char) low);
                    at += 6;
                }
            }
            if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
                return JsonScanner.MALFORMED;
            }
            byte[] utf8 = Character.toString(code).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(utf8, 0, text, length, utf8.length);
            length += utf8.length;
        }
        return length;
    }

    /** A well-formed string's text, to people. */
    String toString(byte[] bytes, int from, int quote) {
        int length = unescape(bytes, from, quote);
        return length < 0
                ? new String(bytes, from, quote - from, StandardCharsets.UTF_8)
                : new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private static int unit(byte[] bytes, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            unit = unit << 4 | Character.digit(bytes[i], 16);
        }
        return unit;
    }
}
