package io.barograph.core.expr;

/** Text functions that cut, fill and turn by code points. */
final class TextEnds {
    /** Code points that filling makes, at most: a typing error in a count must not fill the memory. */
    static final int MOST = 1_000_000;

    private TextEnds() {}

    /** The first so many code points, or all but so many at the end. */
    static boolean left(TextRow row, TextBuffer out) {
        byte[] bytes = row.bytes(0);
        int from = row.from(0);
        int to = row.to(0);
        out.append(bytes, from, Utf8.skip(bytes, from, to, kept(row)));
        return true;
    }

    /** The last so many code points, or all but so many at the beginning. */
    static boolean right(TextRow row, TextBuffer out) {
        byte[] bytes = row.bytes(0);
        int from = row.from(0);
        int to = row.to(0);
        out.append(bytes, Utf8.skip(bytes, from, to, Utf8.length(bytes, from, to) - kept(row)), to);
        return true;
    }

    /** How many code points of the first text a count keeps. */
    private static long kept(TextRow row) {
        int length = Utf8.length(row.bytes(0), row.from(0), row.to(0));
        long count = row.number(1);
        return count >= 0 ? Math.min(count, length) : Math.max(0, length + count);
    }

    /** The text in so many code points: cut at its end, or filled with the third text, or with spaces, before it or behind it. */
    static boolean pad(TextRow row, TextBuffer out, boolean before) {
        byte[] bytes = row.bytes(0);
        int from = row.from(0);
        int to = row.to(0);
        long wanted = Math.max(0, row.number(1));
        int length = Utf8.length(bytes, from, to);
        long missing = wanted - length;
        if (wanted > MOST) {
            return false;
        }
        if (missing <= 0) {
            out.append(bytes, from, Utf8.skip(bytes, from, to, wanted));
            return true;
        }
        String fill = row.size() > 2 ? row.string(2) : " ";
        if (fill.isEmpty()) {
            return false;
        }
        if (!before) {
            out.append(bytes, from, to);
        }
        int points = fill.codePointCount(0, fill.length());
        out.append(fill.repeat((int) (missing / points)));
        out.append(fill.substring(0, fill.offsetByCodePoints(0, (int) (missing % points))));
        if (before) {
            out.append(bytes, from, to);
        }
        return true;
    }

    /** The text so many times in a row. */
    static boolean repeat(TextRow row, TextBuffer out) {
        byte[] bytes = row.bytes(0);
        int from = row.from(0);
        int to = row.to(0);
        long times = Math.max(0, row.number(1));
        if (times > 0 && Utf8.length(bytes, from, to) > MOST / times) {
            return false;
        }
        // An empty text stays empty, however often it is asked for.
        for (long i = from == to ? times : 0; i < times; i++) {
            out.append(bytes, from, to);
        }
        return true;
    }

    /** The code points from the last to the first. */
    static boolean reverse(TextRow row, TextBuffer out) {
        byte[] bytes = row.bytes(0);
        int end = row.to(0);
        while (end > row.from(0)) {
            int begin = Utf8.previous(bytes, end);
            out.append(bytes, begin, end);
            end = begin;
        }
        return true;
    }
}
