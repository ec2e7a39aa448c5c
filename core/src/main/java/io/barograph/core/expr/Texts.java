package io.barograph.core.expr;

import java.util.Arrays;

/** What text functions do to one row. */
final class Texts {
    private Texts() {}

    static boolean lower(TextRow row, TextBuffer out) {
        out.append(CaseMapping.lower(row.string(0)));
        return true;
    }

    static boolean upper(TextRow row, TextBuffer out) {
        out.append(CaseMapping.upper(row.string(0)));
        return true;
    }

    /** What comes first, and behind a blank or another character of ASCII that is no letter or digit, in upper case. */
    static boolean initcap(TextRow row, TextBuffer out) {
        StringBuilder text = new StringBuilder();
        boolean begins = true;
        for (int codePoint : row.string(0).codePoints().toArray()) {
            text.appendCodePoint(CaseMapping.map(codePoint, begins));
            boolean letterOrDigit = codePoint >= '0' && codePoint <= '9'
                    || codePoint >= 'A' && codePoint <= 'Z'
                    || codePoint >= 'a' && codePoint <= 'z';
            begins = codePoint < 128 && !letterOrDigit;
        }
        out.append(text.toString());
        return true;
    }

    /** The text of one code point; false where there is none of the number. */
    static boolean chr(TextRow row, TextBuffer out) {
        long number = row.number(0);
        boolean surrogate = number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE;
        if (number < 0 || number > Character.MAX_CODE_POINT || surrogate) {
            return false;
        }
        out.append(Character.toString((int) number));
        return true;
    }

    /** All arguments that are not NULL, in a row. */
    static boolean concat(TextRow row, TextBuffer out) {
        for (int k = 0; k < row.size(); k++) {
            if (!row.isNull(k)) {
                out.append(row.bytes(k), row.from(k), row.to(k));
            }
        }
        return true;
    }

    /** All arguments behind the first that are not NULL, with the first, if it is not, between them. */
    static boolean join(TextRow row, TextBuffer out) {
        boolean begun = false;
        for (int k = 1; k < row.size() && !row.isNull(0); k++) {
            if (!row.isNull(k)) {
                if (begun) {
                    out.append(row.bytes(0), row.from(0), row.to(0));
                }
                out.append(row.bytes(k), row.from(k), row.to(k));
                begun = true;
            }
        }
        return true;
    }

    /** Without the characters of the second text, or spaces, at its ends. */
    static boolean trim(TextRow row, TextBuffer out, boolean start, boolean end) {
        String text = row.string(0);
        String characters = row.size() > 1 ? row.string(1) : " ";
        int from = 0;
        int to = text.length();
        while (start && from < to && characters.indexOf(text.codePointAt(from)) >= 0) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (end && from < to && characters.indexOf(text.codePointBefore(to)) >= 0) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        out.append(text.substring(from, to));
        return true;
    }

    /** From a position, counted from 1, perhaps so many code points far. */
    static boolean substring(TextRow row, TextBuffer out) {
        byte[] bytes = row.bytes(0);
        int from = row.from(0);
        int to = row.to(0);
        long first = row.number(1);
        long count = Long.MAX_VALUE;
        if (row.size() > 2) {
            count = row.number(2);
            if (count < 0) {
                return false;
            }
            if (first < 1) {
                // Positions before the text use up some of the count. A sum of opposite signs does not overflow.
                count = Math.max(1, first + count) - 1;
            }
        }
        int begin = Utf8.skip(bytes, from, to, Math.max(first, 1) - 1);
        out.append(bytes, begin, Utf8.skip(bytes, begin, to, count));
        return true;
    }

    static boolean replace(TextRow row, TextBuffer out) {
        byte[] bytes = row.bytes(0);
        int at = row.from(0);
        int to = row.to(0);
        byte[] sought = row.bytes(1);
        int soughtFrom = row.from(1);
        int soughtTo = row.to(1);
        if (soughtFrom < soughtTo) {
            for (int found = Utf8.indexOf(bytes, at, to, sought, soughtFrom, soughtTo);
                    found >= 0;
                    found = Utf8.indexOf(bytes, at, to, sought, soughtFrom, soughtTo)) {
                out.append(bytes, at, found);
                out.append(row.bytes(2), row.from(2), row.to(2));
                at = found + soughtTo - soughtFrom;
            }
        }
        out.append(bytes, at, to);
        return true;
    }

    static boolean splitPart(TextRow row, TextBuffer out) {
        long number = row.number(2);
        byte[] bytes = row.bytes(0);
        int from = row.from(0);
        int to = row.to(0);
        byte[] separator = row.bytes(1);
        int separatorFrom = row.from(1);
        int separatorTo = row.to(1);
        int length = separatorTo - separatorFrom;
        if (number == 0) {
            return false;
        }
        if (length == 0) {
            if (Math.abs(number) == 1) {
                out.append(bytes, from, to);
            }
            return true;
        }
        if (number < 0) {
            // Parts are cut from the left, also where separators overlap: count them, then go forward.
            long parts = 1;
            for (int at = Utf8.indexOf(bytes, from, to, separator, separatorFrom, separatorTo); at >= 0; ) {
                parts++;
                at = Utf8.indexOf(bytes, at + length, to, separator, separatorFrom, separatorTo);
            }
            number += parts + 1;
            if (number < 1) {
                return true;
            }
        }
        int at = from;
        for (long part = 1; ; part++) {
            int end = Utf8.indexOf(bytes, at, to, separator, separatorFrom, separatorTo);
            if (part == number) {
                out.append(bytes, at, end < 0 ? to : end);
                return true;
            }
            if (end < 0) {
                return true;
            }
            at = end + length;
        }
    }

    static long length(TextRow row) {
        return Utf8.length(row.bytes(0), row.from(0), row.to(0));
    }

    /** Where the first text is in the second. */
    static long position(TextRow row) {
        return place(row, 0, 1);
    }

    /** Where the second text is in the first. */
    static long occurrence(TextRow row) {
        return place(row, 1, 0);
    }

    private static long place(TextRow row, int sought, int text) {
        byte[] bytes = row.bytes(text);
        int from = row.from(text);
        int at = Utf8.indexOf(bytes, from, row.to(text), row.bytes(sought), row.from(sought), row.to(sought));
        return at < 0 ? 0 : Utf8.length(bytes, from, at) + 1;
    }

    static boolean startsWith(TextRow row) {
        int from = row.from(0);
        int end = from + row.to(1) - row.from(1);
        return end <= row.to(0) && Arrays.equals(row.bytes(0), from, end, row.bytes(1), row.from(1), row.to(1));
    }

    static boolean endsWith(TextRow row) {
        int to = row.to(0);
        int begin = to - (row.to(1) - row.from(1));
        return begin >= row.from(0) && Arrays.equals(row.bytes(0), begin, to, row.bytes(1), row.from(1), row.to(1));
    }

    static boolean contains(TextRow row) {
        return Utf8.indexOf(row.bytes(0), row.from(0), row.to(0), row.bytes(1), row.from(1), row.to(1)) >= 0;
    }
}
