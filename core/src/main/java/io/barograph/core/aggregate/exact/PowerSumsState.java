package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.CountedState;
import io.barograph.core.aggregate.GroupedState;
import io.barograph.core.aggregate.LongPages;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.StateVersion;
import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The exact sums of a DOUBLE or BIGINT and of its second, third and fourth powers: for skewness and kurtosis. Asked for seldom, so
 * that they have no records as {@link ExactState} has: every value goes to superaccumulators, which takes some 100 ns and
 * half a kilobyte a group.
 *
 * <p><b>Layout</b>, version 1: byte 1; n, then the rows that are NaN, +inf, -inf, as varints; then Σx, Σx², Σx³, Σx⁴ as {@link
 * ExactState} writes sums, in units of 2^-1074, 2^-2148, 2^-3222, 2^-4296.
 *
 * <p>Not thread-safe; finishes only read.
 */
public final class PowerSumsState implements CountedState, GroupedState.Invertible, TotalsState {
    private static final int VERSION = 1;
    private static final int POWERS = TotalsShape.FOURTH_POWERS;
    private static final long LOW_32 = 0xFFFF_FFFFL;

    private final Type argument;
    private final LongPages counts = new LongPages(0);
    /** By group; null where no row came. */
    private @Nullable Outliers[] sums = new Outliers[0];
    /** A magnitude's power in limbs of 32 bits, and the next one. */
    private long[] power = new long[2 * POWERS];

    private long[] next = new long[2 * POWERS];

    /** @param argument DOUBLE or BIGINT */
    public PowerSumsState(Type argument) {
        this.argument = argument;
    }

    @Override
    public void resize(int groups) {
        counts.resize(groups);
        if (groups > sums.length) {
            sums = Arrays.copyOf(sums, counts.capacity());
        }
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        addSigned(arguments[0], groups, size, 1);
    }

    @Override
    public void retract(Column[] arguments, int[] groups, int size) {
        addSigned(arguments[0], groups, size, -1);
    }

    private void addSigned(Column argument, int[] groups, int size, int sign) {
        for (int i = 0; i < size; i++) {
            int group = groups[i];
            long rows = ExactState.checkedCount(count(group) + sign);
            if (rows < 0) {
                throw ExactState.neverAdded(group);
            }
            counts.page(group)[counts.at(group)] = rows;
            Outliers target = sumsOf(group);
            if (argument instanceof LongColumn longs) {
                addPowers(target, longs.values()[i], -Record.UNIT, sign);
            } else {
                addDouble(target, ((DoubleColumn) argument).values()[i], sign);
            }
            if (rows == 0) {
                sums[group] = null;
            }
        }
    }

    private void addDouble(Outliers target, double value, int sign) {
        long bits = Double.doubleToRawLongBits(value);
        if (Record.isSpecial(bits)) {
            target.countSpecial(value, sign);
        } else {
            addPowers(target, Record.significand(bits), Record.exponent(bits) - 1, sign);
        }
    }

    /** Adds the powers of number·2^position, in units of the least double and its powers. */
    private void addPowers(Outliers target, long number, int position, int sign) {
        if (number == 0) {
            return;
        }
        long magnitude = Math.abs(number);
        long low = magnitude & LOW_32;
        long high = magnitude >>> 32;
        power[0] = low;
        power[1] = high;
        for (int exponent = 1; exponent <= POWERS; exponent++) {
            int limbs = 2 * exponent;
            boolean negative = (number < 0 && (exponent & 1) != 0) != sign < 0;
            Superaccumulator sum = target.sums[exponent - 1];
            for (int i = 0; i < limbs; i++) {
                if (negative) {
                    sum.subtractSigned(power[i], exponent * position + (i << 5));
                } else {
                    sum.addSigned(power[i], exponent * position + (i << 5));
                }
            }
            if (exponent < POWERS) {
                multiply(limbs, low, high);
            }
        }
    }

    /** Multiplies the power, of so many limbs, by the magnitude of these two. */
    private void multiply(int limbs, long low, long high) {
        Arrays.fill(next, 0, limbs + 2, 0);
        long carryOfLow = 0;
        long carryOfHigh = 0;
        for (int i = 0; i < limbs; i++) {
            long product = power[i] * low + next[i] + carryOfLow;
            next[i] = product & LOW_32;
            carryOfLow = product >>> 32;
            product = power[i] * high + next[i + 1] + carryOfHigh;
            next[i + 1] = product & LOW_32;
            carryOfHigh = product >>> 32;
        }
        long top = next[limbs] + carryOfLow;
        next[limbs] = top & LOW_32;
        next[limbs + 1] = carryOfHigh + (top >>> 32);
        long[] last = power;
        power = next;
        next = last;
    }

    private Outliers sumsOf(int group) {
        Outliers found = sums[group];
        if (found == null) {
            found = new Outliers(POWERS);
            sums[group] = found;
        }
        return found;
    }

    @Override
    public long count(int group) {
        return counts.page(group)[counts.at(group)];
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        PowerSumsState from = (PowerSumsState) other;
        for (int i = 0; i < count; i++) {
            Outliers theirSums = from.sums[theirs[i]];
            if (theirSums != null) {
                counts.page(ours[i])[counts.at(ours[i])] =
                        ExactState.checkedCount(count(ours[i]) + from.count(theirs[i]));
                sumsOf(ours[i]).add(theirSums);
            }
        }
    }

    @Override
    public TotalsShape totals() {
        return new TotalsShape(argument == Type.BIGINT, POWERS, false);
    }

    @Override
    public void addTotals(GroupTotals totals, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            if (totals.counts()[i] != 0) {
                counts.page(groups[i])[counts.at(groups[i])] =
                        ExactState.checkedCount(count(groups[i]) + totals.counts()[i]);
                addTotals(totals, i, sumsOf(groups[i]));
            }
        }
    }

    private static void addTotals(GroupTotals totals, int from, Outliers target) {
        TotalsShape shape = totals.shape();
        int position = -Record.UNIT;
        if (!shape.integers()) {
            int window = totals.windows()[from];
            if (window == 0) {
                // Zeros alone have none: they are no part of a sum.
                return;
            }
            position = window - 1;
        }
        target.sums[0].addSigned(totals.sums(), shape.sumWords() * from, shape.sumWords(), position);
        int products = shape.productWords() * from;
        for (int power = 2; power <= POWERS; power++) {
            target.sums[power - 1].addSigned(
                    totals.products(), products + shape.wordsBelow(power), shape.wordsOf(power), power * position);
        }
    }

    /**
     * Finishes groups.
     *
     * @param kind one of the skewness and the kurtoses
     * @param groups the groups to finish
     * @param count how many of them
     * @param out takes the result of groups[i] at i; undefined where it is NULL
     * @param validity takes bit i: set where the result is a value, cleared where it is NULL
     */
    public void finish(Finish kind, int[] groups, int count, double[] out, long[] validity) {
        for (int i = 0; i < count; i++) {
            Outliers found = sums[groups[i]];
            Validity.setPresent(validity, i);
            if (found == null || count(groups[i]) < kind.leastRows()) {
                Validity.setNull(validity, i);
            } else if (found.hasSpecials()) {
                out[i] = Double.NaN;
            } else {
                Moments moments = Moments.of(count(groups[i]), found.sums);
                if (moments.second().signum() == 0) {
                    Validity.setNull(validity, i);
                } else {
                    out[i] = moments.finish(kind);
                }
            }
        }
    }

    /**
     * Central moments, n·Σ(x − mean)² and n²·Σ(x − mean)³ and n³·Σ(x − mean)⁴, in powers of one unit.
     *
     * @param n the number of rows
     */
    private record Moments(BigInteger n, BigInteger second, BigInteger third, BigInteger fourth) {
        static Moments of(long rows, Superaccumulator[] sums) {
            ExactSum[] exact = new ExactSum[POWERS];
            int unit = Integer.MAX_VALUE;
            for (int i = 0; i < POWERS; i++) {
                exact[i] = sums[i].toExactSum();
                unit = Math.min(unit, exact[i].lowestBit() / (i + 1));
            }
            BigInteger n = BigInteger.valueOf(rows);
            BigInteger x = exact[0].inUnitsOf(unit);
            BigInteger xx = exact[1].inUnitsOf(2 * unit);
            BigInteger xxx = exact[2].inUnitsOf(3 * unit);
            BigInteger xxxx = exact[3].inUnitsOf(4 * unit);
            BigInteger square = x.multiply(x);
            BigInteger second = n.multiply(xx).subtract(square);
            BigInteger third = n.multiply(n.multiply(xxx).subtract(times(3, x.multiply(xx))))
                    .add(times(2, square.multiply(x)));
            BigInteger fourth = n.multiply(n.multiply(n.multiply(xxxx).subtract(times(4, x.multiply(xxx))))
                            .add(times(6, square.multiply(xx))))
                    .subtract(times(3, square.multiply(square)));
            return new Moments(n, second, third, fourth);
        }

        private static BigInteger times(long factor, BigInteger value) {
            return BigInteger.valueOf(factor).multiply(value);
        }

        double finish(Finish kind) {
            BigInteger square = second.multiply(second);
            BigInteger one = n.subtract(BigInteger.ONE);
            BigInteger two = n.subtract(BigInteger.TWO);
            BigInteger excess = times(3, square);
            return switch (kind) {
                case SKEWNESS -> {
                    double size = Rounding.squareRoot(
                            n.multiply(one).multiply(third.multiply(third)),
                            two.multiply(two).multiply(square).multiply(second),
                            0);
                    yield third.signum() * size + 0.0;
                }
                case KURTOSIS_POP -> Rounding.ratio(fourth.subtract(excess), square, 0);
                case KURTOSIS -> {
                    BigInteger three = n.subtract(BigInteger.valueOf(3));
                    BigInteger corrected =
                            n.add(BigInteger.ONE).multiply(fourth).subtract(one.multiply(excess));
                    yield Rounding.ratio(
                            one.multiply(corrected), square.multiply(two).multiply(three), 0);
                }
                default -> throw new IllegalArgumentException(kind + " is of other sums");
            };
        }
    }

    @Override
    public void write(int group, StateOutput output) {
        Outliers found = sums[group];
        output.writeByte(VERSION);
        output.writeVarint(count(group));
        output.writeVarint(found == null ? 0 : found.notANumber);
        output.writeVarint(found == null ? 0 : found.positiveInfinities);
        output.writeVarint(found == null ? 0 : found.negativeInfinities);
        for (int i = 0; i < POWERS; i++) {
            CanonicalInteger.write(
                    found == null ? BigInteger.ZERO : found.sums[i].toExactSum().inUnitsOf(0), output);
        }
    }

    @Override
    public void read(int group, StateInput input) {
        StateVersion.check("skewness and kurtosis", input.readByte(), VERSION);
        long rows = ExactState.checkedCount(count(group) + input.readVarint());
        counts.page(group)[counts.at(group)] = rows;
        Outliers read = new Outliers(POWERS);
        read.notANumber = input.readVarint();
        read.positiveInfinities = input.readVarint();
        read.negativeInfinities = input.readVarint();
        for (int i = 0; i < POWERS; i++) {
            read.sums[i].add(new ExactSum(CanonicalInteger.read(input), 0));
        }
        if (rows > 0) {
            sumsOf(group).add(read);
        }
    }

    @Override
    public long memoryBytes() {
        long bytes = counts.memoryBytes() + 8L * sums.length;
        for (Outliers found : sums) {
            bytes += found == null ? 0 : found.memoryBytes();
        }
        return bytes;
    }
}
