package io.barograph.formats.csv;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.text.Sample;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Guesses the encoding of text: UTF-8 where it is that, else Korean (CP949, which holds EUC-KR) or Latin-1 as Windows has it. */
final class EncodingProbe {
    private EncodingProbe() {}

    static Charset guess(Sample sample) {
        byte[] bytes = sample.head();
        int length = Sample.length(bytes);
        if (length >= 2
                && (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE
                        || bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    sample.path() + " is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8 FILE");
        }
        int multi = 0;
        int invalid = 0;
        for (int at = 0; at < length; ) {
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int size = sequence(bytes, at);
            if (size > 1) {
                multi++;
                at += size;
            } else {
                // The head may end inside a character.
                invalid += at + 4 > length ? 0 : 1;
                at++;
            }
        }
        if (invalid * 10L <= multi) {
            return StandardCharsets.UTF_8;
        }
        if (isKorean(bytes, length)) {
            return Charset.forName("x-windows-949");
        }
        return isWindows(bytes, length) ? Charset.forName("windows-1252") : StandardCharsets.ISO_8859_1;
    }

    /** Whether bytes that are controls of ISO-8859-1 are characters of windows-1252, which has none for five of them. */
    private static boolean isWindows(byte[] bytes, int length) {
        boolean any = false;
        for (int at = 0; at < length; at++) {
            switch (bytes[at] & 0xFF) {
                case 0x81, 0x8D, 0x8F, 0x90, 0x9D -> {
                    return false;
                }
                default -> any |= (bytes[at] & 0xE0) == 0x80;
            }
        }
        return any;
    }

    /** Length of the UTF-8 sequence of two to four bytes at a position, or 1 where there is none. */
    private static int sequence(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        int size =
                lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 && lead < 0xE0 ? 2 : 1;
        for (int i = 1; i < size; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 1;
            }
        }
        return size;
    }

    /** Whether most characters beyond ASCII are Hangul when read as CP949. */
    private static boolean isKorean(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, Charset.forName("x-windows-949"));
        int hangul = 0;
        int others = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0xAC00 && c <= 0xD7A3) {
                hangul++;
            } else if (c >= 128) {
                others++;
            }
        }
        return hangul > others;
    }
}
