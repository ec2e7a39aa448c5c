package io.barograph.formats.csv;

/** Takes the marks between groups of three digits out of numbers: {@code 1.012,5} is {@code 1012,5}. */
final class DigitGroups {
    /** Behind a number, since numbers are read by words of eight bytes. */
    private static final int PADDING = 64;

    private final byte mark;
    /** The number without marks, as {@link #remove} left it. */
    byte[] bytes = new byte[256];

    private boolean found;

    DigitGroups(byte mark) {
        this.mark = mark;
    }

    /** Whether the number last looked at had a mark. */
    boolean found() {
        return found;
    }

    /** Copies a number to {@link #bytes} without its marks; gives its length, or -1 where a mark stands where none may. */
    int remove(byte[] source, int from, int to) {
        if (bytes.length < to - from + PADDING) {
            bytes = new byte[to - from + PADDING];
        }
        found = false;
        int length = 0;
        int group = from < to && (source[from] == '-' || source[from] == '+') ? from + 1 : from;
        int behind = behindDigits(source, group, to);
        for (int at = from; at < to; at++) {
            if (source[at] != mark) {
                bytes[length++] = source[at];
                continue;
            }
            boolean first = !found;
            int digits = at - group;
            int next = behindDigits(source, at + 1, to) - at - 1;
            if (at != behind || digits < 1 || digits > 3 || !first && digits != 3 || next != 3) {
                return -1;
            }
            found = true;
            group = at + 1;
            behind = at + 1 + next;
        }
        java.util.Arrays.fill(bytes, length, length + PADDING - 1, (byte) 0);
        return length;
    }

    private static int behindDigits(byte[] source, int from, int to) {
        int at = from;
        while (at < to && source[at] >= '0' && source[at] <= '9') {
            at++;
        }
        return at;
    }
}
