package io.barograph.formats.text;

/** Where lines end, and how many there are. */
public final class Lines {
    /** The text at hand ends before the line. */
    public static final int NEED_MORE = -1;

    private Lines() {}

    /** The position behind the first line end at or after {@code start}, or {@link #NEED_MORE}. */
    public static int end(byte[] bytes, int start, int limit, boolean atEnd) {
        for (int at = start; at < limit; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return atEnd ? limit + 1 : NEED_MORE;
    }

    /** The line ends in a stretch of text. */
    public static int count(byte[] bytes, int start, int end) {
        int lines = 0;
        for (int at = start; at < end; at++) {
            if (bytes[at] == '\n') {
                lines++;
            }
        }
        return lines;
    }
}
