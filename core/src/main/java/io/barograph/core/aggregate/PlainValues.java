package io.barograph.core.aggregate;

/**
 * The first values of an array, which nobody changes any more.
 *
 * @param values not copied
 * @param size how many of them
 */
record PlainValues(long[] values, int size) implements ValueBlock {
    @Override
    public long at(int position) {
        return values[position];
    }

    @Override
    public void copyTo(long[] target, int from) {
        System.arraycopy(values, 0, target, from, size);
    }

    @Override
    public void take(Stretch stretch) {
        long[] found = stretch.withRoom(size);
        long least = stretch.least;
        long greatest = stretch.greatest;
        int end = stretch.size;
        int before = 0;
        for (int i = 0; i < size; i++) {
            long value = values[i];
            int below = isLess(value, least);
            found[end] = value;
            end += 1 - (below | isLess(greatest, value));
            before += below;
        }
        stretch.size = end;
        stretch.before += before;
    }

    /** 1 or 0, without a branch, which nobody could predict: the sign of the difference, and where that overflows the sign of the value. */
    private static int isLess(long value, long bound) {
        return (int) ((value & ~bound | ~(value ^ bound) & value - bound) >>> 63);
    }

    @Override
    public long bytes() {
        return 8L * values.length;
    }
}
