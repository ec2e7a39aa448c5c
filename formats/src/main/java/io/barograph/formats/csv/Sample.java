package io.barograph.formats.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What inference looks at of one file: all of a small one; of a larger its head, and slices from over its length, so that
 * a column whose kind of values changes later is noticed.
 *
 * @param head from the file's start
 * @param whole whether the head is the whole text
 * @param slices from behind the head, each from the first line end in it
 */
record Sample(String path, byte[] head, boolean whole, List<byte[]> slices) {
    private static final int SLICES = 24;
    /** Room for words behind the text. */
    static final int PADDING = 16;

    /** Reads no more than about {@code budget} bytes; of a compressed file only its head. */
    static Sample of(String path, int budget) throws IOException {
        Path file = Path.of(path);
        long size = Files.size(file);
        boolean compressed = ByteSource.isCompressed(path);
        int wanted = compressed || size <= budget ? budget : budget / 4;
        List<byte[]> slices = new ArrayList<>();
        try (ByteSource source = ByteSource.open(file, size)) {
            byte[] head = read(source, 0, wanted);
            boolean whole = head.length - PADDING < wanted || !compressed && size == wanted;
            if (!whole && !compressed) {
                int length = (budget - wanted) / SLICES;
                long step = (size - wanted) / SLICES;
                for (int i = 1; i <= SLICES; i++) {
                    slices.add(read(source, Math.max(wanted, wanted + i * step - length), length));
                }
            }
            return new Sample(path, head, whole, slices);
        }
    }

    private static byte[] read(ByteSource source, long offset, int length) throws IOException {
        byte[] bytes = new byte[length + PADDING];
        int count = source.read(offset, bytes, 0, length);
        Arrays.fill(bytes, count, count + PADDING, (byte) '\n');
        return count == length ? bytes : Arrays.copyOf(bytes, count + PADDING);
    }

    static int length(byte[] text) {
        return text.length - PADDING;
    }
}
