package io.barograph.formats.json;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.record.RecordSplitter;
import io.barograph.formats.text.Lines;

/** Cuts JSON into records: each line, or each object, be they in an array or one behind the other. */
final class JsonSplitter implements RecordSplitter {
    private final boolean byLine;

    /** @param byLine whether each line is a record; else text is only cut as a whole, at its end */
    JsonSplitter(boolean byLine) {
        this.byLine = byLine;
    }

    @Override
    public int split(byte[] bytes, int from, int to, boolean atEnd, Target target) {
        if (byLine) {
            return lines(bytes, from, to, atEnd, target);
        }
        if (!atEnd) {
            return from;
        }
        bytes[to] = '\n';
        int first = space(bytes, from, to);
        if (first < to && bytes[first] == '[') {
            array(bytes, from, first, to, target);
        } else {
            for (int at = first; at < to; ) {
                at = space(bytes, object(bytes, from, at, to, target), to);
            }
        }
        return to;
    }

    private static int lines(byte[] bytes, int from, int to, boolean atEnd, Target target) {
        int start = from;
        while (start < to) {
            int next = Lines.end(bytes, start, to, atEnd);
            if (next == Lines.NEED_MORE) {
                return start;
            }
            int end = next - 1;
            if (space(bytes, start, end) < end) {
                target.record(bytes, start, end - start);
            }
            start = next;
        }
        return to;
    }

    /** Gives the elements of an array, behind which nothing stands. */
    private static void array(byte[] bytes, int from, int opening, int to, Target target) {
        int at = space(bytes, opening + 1, to);
        boolean more = at >= to || bytes[at] != ']';
        while (more) {
            at = space(bytes, object(bytes, from, at, to, target), to);
            more = at < to && bytes[at] == ',';
            if (more) {
                at = space(bytes, at + 1, to);
            } else if (at >= to || bytes[at] != ']') {
                throw wrong(at - from, at >= to ? "the array does not end" : "between two objects stands no comma");
            }
        }
        if (space(bytes, at + 1, to) < to) {
            throw wrong(at + 1 - from, "something stands behind the array");
        }
    }

    /** Gives the object at a place; what is in its brackets need not be JSON. Returns the place behind it. */
    private static int object(byte[] bytes, int from, int at, int to, Target target) {
        if (at >= to || bytes[at] != '{') {
            throw wrong(at - from, "no object { … } begins there");
        }
        int end = JsonScanner.closing(bytes, at, to);
        if (end < 0 || end > to) {
            throw wrong(at - from, "the object that begins there does not end");
        }
        target.record(bytes, at, end - at);
        return end;
    }

    private static int space(byte[] bytes, int from, int to) {
        return Separators.skip(bytes, from, to, false);
    }

    private static BarographException wrong(int at, String what) {
        return new BarographException(
                ErrorCode.BAD_DATA,
                "byte " + at + " of the JSON: " + what
                        + "; send objects {…}, an array of them [{…},{…}], or one a line (NDJSON)");
    }
}
