package io.barograph.formats.text;

import io.barograph.formats.ReadFailure;
import io.barograph.formats.store.FileStores;
import java.io.IOException;
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
public record Sample(String path, byte[] head, boolean whole, List<byte[]> slices) {
    private static final int SLICES = 24;

    /** Files up to this size, all together, are looked at as a whole when planning; of larger ones a part. */
    private static final int WHOLE_BYTES = 4 << 20;

    private static final int SAMPLE_BYTES = 1 << 20;
    private static final int LEAST_BYTES = 1 << 14;
    /** Of a larger file's head, in which its header has to end. */
    private static final int LEAST_HEAD_BYTES = 1 << 16;
    /** Of more files some are looked at, evenly spread. */
    private static final int MAX_SAMPLES = 64;

    /** Room for words behind the text. */
    public static final int PADDING = 16;

    /** Samples of some files, or of all where they are few. */
    public static List<Sample> ofFiles(List<String> paths) throws IOException {
        long total = 0;
        for (String path : paths) {
            total += FileStores.size(path);
        }
        int count = Math.min(paths.size(), MAX_SAMPLES);
        boolean whole = total <= WHOLE_BYTES && count == paths.size();
        int budget = whole ? WHOLE_BYTES + 1 : Math.max(LEAST_BYTES, SAMPLE_BYTES / count);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String path = paths.get((int) ((long) i * paths.size() / count));
            try {
                FileContent.check(path);
                samples.add(of(path, budget));
            } catch (IOException e) {
                throw ReadFailure.of(path, e);
            }
        }
        return samples;
    }

    /** Reads no more than about {@code budget} bytes; of a compressed file only its head. */
    public static Sample of(String path, int budget) throws IOException {
        long size = FileStores.size(path);
        boolean compressed = ByteSource.isCompressed(path);
        int wanted = compressed || size <= budget
                ? Math.max(budget, LEAST_HEAD_BYTES)
                : Math.max(budget / 4, LEAST_HEAD_BYTES);
        List<byte[]> slices = new ArrayList<>();
        try (ByteSource source = ByteSource.open(path, size)) {
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

    public static int length(byte[] text) {
        return text.length - PADDING;
    }
}
