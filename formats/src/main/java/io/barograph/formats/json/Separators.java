package io.barograph.formats.json;

/** What stands between records and is none: whitespace, a byte order mark, and around the objects of an array its marks. */
final class Separators {
    private Separators() {}

    /** The first position from {@code from} that is no separator, or {@code limit}. */
    static int skip(byte[] bytes, int from, int limit, boolean ofArray) {
        int at = from;
        while (at < limit) {
            byte b = bytes[at];
            boolean between = b == ' ' || b == '\n' || b == '\r' || b == '\t';
            if (b == (byte) 0xEF && bytes[at + 1] == (byte) 0xBB && bytes[at + 2] == (byte) 0xBF) {
                at += 3;
            } else if (between || ofArray && (b == ',' || b == '[' || b == ']')) {
                at++;
            } else {
                return at;
            }
        }
        return limit;
    }
}
