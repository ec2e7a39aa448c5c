package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;

/**
 * How many values of each group fell into each of a fixed set of buckets, and the exact smallest and greatest value.
 *
 * <p>A bucket is a sign, a binary exponent and the upper {@value #MANTISSA_BITS} bits of the mantissa (of a DDSketch or an
 * HdrHistogram, with bounds that are exact in binary). Counts are integers, so that merging is exact; only buckets that
 * occur are kept. A quantile is the middle of the bucket that holds the value of its rank, and so within
 * 2<sup>-10</sup> of that value, relatively; ranks 1 and n are exact.
 *
 * <p><b>Layout</b>, version 1: byte 1, the extremes as {@link ExtremaState} has them, the buckets as {@link ValueCounts}
 * has them, numbered as {@link #bucket} says.
 */
final class QuantileState implements TalliedState {
    /** One per type; every fraction is answered by the same state. */
    record Spec(Type type) implements StateSpec {
        @Override
        public GroupedState create() {
            return new QuantileState(type);
        }

        @Override
        public String describe() {
            return "counts of buckets of equal relative width, smallest and greatest value";
        }
    }

    static final int MANTISSA_BITS = 9;

    private static final int VERSION = 1;
    private static final int SIGNIFICAND_BITS = 52;
    private static final int DROPPED_BITS = SIGNIFICAND_BITS - MANTISSA_BITS;
    private static final long MANTISSA = (1L << SIGNIFICAND_BITS) - 1;
    /** Subnormal numbers have exponents down to -51 where normal ones have 1 and more; so no bucket is below 1. */
    private static final long SUBNORMAL_EXPONENTS = SIGNIFICAND_BITS;

    private static final long NAN_BUCKET = Long.MAX_VALUE;

    private final Type type;
    private final ExtremaState extremes;
    private final ValueCounts buckets = new ValueCounts(Type.BIGINT);

    QuantileState(Type type) {
        this.type = type;
        this.extremes = new ExtremaState(type);
    }

    @Override
    public void resize(int groups) {
        extremes.resize(groups);
        buckets.resize(groups);
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        extremes.add(arguments, groups, size);
        if (arguments[0] instanceof DoubleColumn doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < size; i++) {
                buckets.add(groups[i], bucket(values[i]), 1);
            }
        } else {
            long[] values = ((LongColumn) arguments[0]).values();
            for (int i = 0; i < size; i++) {
                buckets.add(groups[i], bucket((double) values[i]), 1);
            }
        }
    }

    @Override
    public void addTallied(Column[] arguments, long[] counts, int[] groups, int size) {
        extremes.add(arguments, groups, size);
        for (int i = 0; i < size; i++) {
            double value = arguments[0] instanceof DoubleColumn doubles
                    ? doubles.values()[i]
                    : (double) ((LongColumn) arguments[0]).values()[i];
            buckets.add(groups[i], bucket(value), counts[i]);
        }
    }

    /**
     * The number of a value's bucket; greater values never have smaller ones. Zero has bucket 0, positive values positive
     * ones, a negative value the negated one of its magnitude; NaN has the greatest.
     */
    static long bucket(double value) {
        if (Double.isNaN(value)) {
            return NAN_BUCKET;
        }
        long bits = Double.doubleToRawLongBits(value) & Long.MAX_VALUE;
        if (bits == 0) {
            return 0;
        }
        long exponent = bits >>> SIGNIFICAND_BITS;
        long mantissa = bits & MANTISSA;
        if (exponent == 0) {
            int shift = Long.numberOfLeadingZeros(mantissa) - (Long.SIZE - 1 - SIGNIFICAND_BITS);
            mantissa = mantissa << shift & MANTISSA;
            exponent = 1 - shift;
        }
        long number = (exponent + SUBNORMAL_EXPONENTS << MANTISSA_BITS) + (mantissa >>> DROPPED_BITS);
        return value < 0 ? -number : number;
    }

    /** A value in the middle of a bucket. */
    static double middle(long bucket) {
        if (bucket == 0) {
            return 0;
        }
        if (bucket == NAN_BUCKET) {
            return Double.NaN;
        }
        long number = Math.abs(bucket);
        long exponent = (number >>> MANTISSA_BITS) - SUBNORMAL_EXPONENTS;
        if (exponent > Double.MAX_EXPONENT + Double.MAX_EXPONENT) {
            return bucket < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        long mantissa = (number & (1L << MANTISSA_BITS) - 1) << DROPPED_BITS | 1L << DROPPED_BITS - 1;
        double magnitude;
        if (exponent > 0) {
            magnitude = Double.longBitsToDouble(exponent << SIGNIFICAND_BITS | mantissa);
        } else {
            magnitude = Double.longBitsToDouble((mantissa | 1L << SIGNIFICAND_BITS) >>> 1 - exponent);
        }
        return bucket < 0 ? -magnitude : magnitude;
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        QuantileState from = (QuantileState) other;
        extremes.merge(from.extremes, theirs, ours, count);
        buckets.adoptFrom(from.buckets);
        for (int i = 0; i < count; i++) {
            buckets.merge(from.buckets, theirs[i], ours[i]);
        }
    }

    /** The value of rank {@code ceil(fraction · n)}, at least 1, of each group: of type DOUBLE, or INTERVAL for one. */
    Column finish(double fraction, int[] groups, int count) {
        Type result = type == Type.INTERVAL ? Type.INTERVAL : Type.DOUBLE;
        ResultColumn column = new ResultColumn(count);
        for (int i = 0; i < count; i++) {
            int[] entries = buckets.sorted(groups[i]);
            if (entries.length == 0) {
                column.setNull(i);
                continue;
            }
            column.values()[i] = quantile(fraction, groups[i], entries);
        }
        return column.decode(new ValueCodec(result));
    }

    /** A quantile as a long of the result's codec. */
    private long quantile(double fraction, int group, int[] entries) {
        long total = 0;
        for (int entry : entries) {
            total += buckets.count(entry);
        }
        long rank = rank(fraction, total);
        long smallest = endOfResult(extremes.smallest(group));
        long greatest = endOfResult(extremes.greatest(group));
        if (rank == 1) {
            return smallest;
        }
        if (rank == total) {
            return greatest;
        }
        int at = 0;
        for (long below = buckets.count(entries[0]); below < rank; below += buckets.count(entries[at])) {
            at++;
        }
        double middle = middle(buckets.value(entries[at]));
        // Towards zero: a bucket that holds one whole number is then answered by it.
        long value = type == Type.INTERVAL ? (long) middle : ValueCodec.fromDouble(middle);
        return Math.max(smallest, Math.min(greatest, value));
    }

    private long endOfResult(long end) {
        return type == Type.BIGINT ? ValueCodec.fromDouble((double) end) : end;
    }

    /** The least whole number that is at least {@code fraction · total}, exactly, and at least 1. */
    static long rank(double fraction, long total) {
        if (fraction <= 0) {
            return 1;
        }
        long bits = Double.doubleToRawLongBits(fraction);
        int exponent = Math.max(1, (int) (bits >>> SIGNIFICAND_BITS));
        long significand = bits & MANTISSA | (bits >>> SIGNIFICAND_BITS == 0 ? 0 : 1L << SIGNIFICAND_BITS);
        // fraction = significand / 2^down, and down is at least 52 as the fraction is at most 1.
        int down = Double.MAX_EXPONENT + SIGNIFICAND_BITS - exponent;
        long high = Math.multiplyHigh(significand, total);
        long low = significand * total;
        if (down >= 2 * Long.SIZE - 2) {
            return 1;
        }
        long whole = down < Long.SIZE ? high << Long.SIZE - down | low >>> down : high >>> down - Long.SIZE;
        long rest = down < Long.SIZE ? low & (1L << down) - 1 : low | high & (1L << down - Long.SIZE) - 1;
        return Math.max(1, rest == 0 ? whole : whole + 1);
    }

    @Override
    public void write(int group, StateOutput output) {
        output.writeByte(VERSION);
        extremes.write(group, output);
        buckets.write(group, output);
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("approx_quantile", input.readByte(), VERSION);
        extremes.read(group, input);
        buckets.read(group, input);
    }

    @Override
    public long memoryBytes() {
        return extremes.memoryBytes() + buckets.memoryBytes();
    }
}
