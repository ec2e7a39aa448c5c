package io.barograph.formats.parquet;

/** Which rows of a page hold a value: its definition levels, of columns that are no parts of others. */
final class Definitions {
    private final HybridRle runs = new HybridRle();
    private long[] bitmap = {};
    private boolean all;
    private int position;
    /** Values present in the whole page. */
    private int present;

    /** A page without levels: every row has a value. */
    void beginAll(int rows) {
        all = true;
        present = rows;
        position = 0;
    }

    /** A page with levels in {@code [from, to)}. */
    void begin(byte[] bytes, int from, int to, int rows) {
        runs.begin(bytes, from, to, 1);
        position = 0;
        if (rows == 0 || runs.repeats(rows) && runs.repeatedValue() == 1) {
            beginAll(rows);
            return;
        }
        all = false;
        int words = Bitmap.words(rows) + 1;
        if (bitmap.length < words) {
            bitmap = new long[words];
        } else {
            java.util.Arrays.fill(bitmap, 0, words, 0);
        }
        present = runs.readBits(bitmap, 0, rows);
    }

    int presentInPage() {
        return present;
    }

    /** Whether no row of the page is NULL. */
    boolean all() {
        return all;
    }

    /** Moves over so many rows; gives how many of them have a value. */
    int skip(int rows) {
        int count = rows;
        if (!all) {
            count = 0;
            for (int done = 0; done < rows; done += 64) {
                int take = Math.min(64, rows - done);
                count += Long.bitCount(Bitmap.get(bitmap, position + done, take));
            }
        }
        position += rows;
        return count;
    }

    /** Adds the next rows' bits to clear ones; gives how many of them have a value. */
    int read(long[] words, int at, int rows) {
        if (all) {
            Bitmap.set(words, at, rows);
            position += rows;
            return rows;
        }
        int count = 0;
        for (int done = 0; done < rows; done += 64) {
            int take = Math.min(64, rows - done);
            long bits = Bitmap.get(bitmap, position + done, take);
            count += Long.bitCount(bits);
            Bitmap.put(words, at + done, bits, take);
        }
        position += rows;
        return count;
    }
}
