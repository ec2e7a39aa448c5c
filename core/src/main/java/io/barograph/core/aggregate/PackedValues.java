package io.barograph.core.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * Values that are whole numbers, or decimals of at most nine places, close to each other: 2 or 4 bytes each for how far a number
 * is above the least one.
 *
 * <p>A double is taken as the decimal {@code n / 10^places} only where that division gives its very bits (as in ALP, Afroozeh
 * et al., SIGMOD 2023, which also packs by the least value); if that holds for each double of a block.
 */
final class PackedValues implements ValueBlock {
    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    /** Instead of places: the values are the numbers. */
    private static final int WHOLE = -1;

    /** The least of the numbers, and how far the greatest is from it. */
    private final long base;

    private final int range;
    private final int places;
    /** The offsets from the base: in one of both. */
    private final char @Nullable [] narrow;

    private final int[] wide;

    private PackedValues(long base, int range, int places, char @Nullable [] narrow, int[] wide) {
        this.base = base;
        this.range = range;
        this.places = places;
        this.narrow = narrow;
        this.wide = wide;
    }

    /**
     * Packs values.
     *
     * @param values not kept
     * @param areDoubles whether they are doubles, by {@link ValueCodec#fromDouble}
     * @param scratch as long as the values; overwritten
     * @return null if they cannot be packed
     */
    static @Nullable PackedValues of(long[] values, boolean areDoubles, long[] scratch) {
        int places = areDoubles ? decimals(values, scratch) : WHOLE;
        if (places == POWERS.length) {
            return null;
        }
        long[] numbers = areDoubles ? scratch : values;
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (long number : numbers) {
            least = Math.min(least, number);
            greatest = Math.max(greatest, number);
        }
        long range = greatest - least;
        if (range < 0 || range > Integer.MAX_VALUE) {
            return null;
        }
        if (range > Character.MAX_VALUE) {
            int[] wide = new int[numbers.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = (int) (numbers[i] - least);
            }
            return new PackedValues(least, (int) range, places, null, wide);
        }
        char[] narrow = new char[numbers.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (char) (numbers[i] - least);
        }
        return new PackedValues(least, (int) range, places, narrow, new int[0]);
    }

    /** Finds the decimals that doubles are; returns their places, or one more than the most if there are none. */
    private static int decimals(long[] values, long[] numbers) {
        int places = 0;
        for (int done = decimals(values, numbers, POWERS[0]); done < values.length; ) {
            double value = ValueCodec.toDouble(values[done]);
            do {
                places++;
                if (places == POWERS.length) {
                    return places;
                }
            } while (number(value, POWERS[places]) / POWERS[places] != value);
            // With more places, those before may be none any more.
            done = decimals(values, numbers, POWERS[places]);
        }
        return places;
    }

    /** The numbers of the first doubles that are decimals; returns how many. */
    private static int decimals(long[] values, long[] numbers, double power) {
        for (int i = 0; i < values.length; i++) {
            double value = ValueCodec.toDouble(values[i]);
            long number = number(value, power);
            if (number / power != value) {
                return i;
            }
            numbers[i] = number;
        }
        return values.length;
    }

    private static long number(double value, double power) {
        return (long) Math.rint(value * power);
    }

    private static long value(long number, int places) {
        return places == WHOLE ? number : ValueCodec.fromDouble(number / POWERS[places]);
    }

    @Override
    public int size() {
        return narrow == null ? wide.length : narrow.length;
    }

    @Override
    public long at(int position) {
        return value(base + (narrow == null ? wide[position] : narrow[position]), places);
    }

    @Override
    public void copyTo(long[] target, int from) {
        int size = size();
        for (int i = 0; i < size; i++) {
            target[from + i] = at(i);
        }
    }

    @Override
    public void take(Stretch stretch) {
        int size = size();
        long firstIn = offset(stretch.least);
        long firstBehind = stretch.greatest == Long.MAX_VALUE ? range + 1L : offset(stretch.greatest + 1);
        if (firstIn > range || firstBehind == 0) {
            stretch.before += firstIn > range ? size : 0;
            return;
        }
        int first = (int) firstIn;
        int last = (int) (firstBehind - 1);
        int[] offsets = offsets(stretch);
        long[] found = stretch.withRoom(size);
        int end = stretch.size;
        int before = 0;
        for (int i = 0; i < size; i++) {
            int offset = offsets[i];
            // The signs of differences, as branches could not be predicted.
            int above = offset - first;
            found[end] = offset;
            end += ~(above | last - offset) >>> 31;
            before += above >>> 31;
        }
        for (int i = stretch.size; i < end; i++) {
            found[i] = value(base + found[i], places);
        }
        stretch.size = end;
        stretch.before += before;
    }

    /** The least offset whose value is no less than a bound; one beyond the range if there is none. */
    private long offset(long bound) {
        if (bound <= value(base, places)) {
            return 0;
        }
        if (bound > value(base + range, places)) {
            return range + 1L;
        }
        long number = places == WHOLE ? bound : number(ValueCodec.toDouble(bound), POWERS[places]);
        // Where the bound is no such decimal, the nearest may lie on its other side.
        while (value(number - 1, places) >= bound) {
            number--;
        }
        while (value(number, places) < bound) {
            number++;
        }
        return number - base;
    }

    /** All offsets, perhaps in an array of the stretch. */
    private int[] offsets(Stretch stretch) {
        if (narrow == null) {
            return wide;
        }
        int[] offsets = stretch.scratch(narrow.length);
        for (int i = 0; i < narrow.length; i++) {
            offsets[i] = narrow[i];
        }
        return offsets;
    }

    @Override
    public long bytes() {
        return narrow == null ? 4L * wide.length : 2L * narrow.length;
    }
}
