package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.AlignedNumbers;
import io.barograph.core.aggregate.GroupRuns;
import io.barograph.core.aggregate.GroupedState;
import io.barograph.core.aggregate.Slide;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.math.BigInteger;

/** Exact sums of one argument, DOUBLE or BIGINT: what {@link SumState} and {@link MomentsState} share. */
public abstract sealed class UnivariateState extends ExactState implements GroupedState.OfRuns
        permits SumState, MomentsState {
    static final int X = 0;
    static final int XX = 1;

    /** By how much coarser the unit of numbers may be than a record's, in which they are below 2^63. */
    private static final int MOST_SHIFT = 63 - AlignedNumbers.BITS;
    /** So many such numbers' squares of halves, and products of them, are below 2^63 together. */
    private static final int MOST_ALIGNED = 32;

    final Type argument;
    private final boolean withSquares;
    /** The window that the last group without one was given, so that all groups get the same where they can. */
    private int usualWindow = Record.NO_WINDOW;

    UnivariateState(int kind, Type argument, boolean withSquares) {
        super(kind, withSquares ? new Term[] {Term.X, Term.XX} : new Term[] {Term.X});
        if (argument != Type.DOUBLE && argument != Type.BIGINT) {
            throw new IllegalArgumentException("no sums of " + argument);
        }
        this.argument = argument;
        this.withSquares = withSquares;
    }

    @Override
    abstract UnivariateState newInstance();

    /** The hot loop over doubles; rows that its record cannot take at once go to {@link #addOne}. */
    abstract void addDoubles(double[] values, int[] groups, int size);

    /** The hot loop over integers; rows that its record cannot take at once go to {@link #addOne}. */
    abstract void addLongs(long[] values, int[] groups, int size);

    /**
     * Adds the limbs of doubles in a run, or nothing of them.
     *
     * @param scale what makes a double a number in the record's unit
     * @return whether all of them are whole numbers in this unit that 64 bits hold
     */
    abstract boolean addRun(long[] page, int at, double scale, double[] values, int from, int to);

    /** Adds the limbs of integers in a run. */
    abstract void addRun(long[] page, int at, long[] values, int from, int to);

    /**
     * Adds the limbs of at most {@link #MOST_ALIGNED} numbers below 2^{@link AlignedNumbers#BITS}.
     *
     * @param shift by how many bits their unit is coarser than the record's
     */
    abstract void addAligned(long[] page, int at, long[] numbers, int shift, int from, int to);

    /** Adds a number in the record's unit to the limbs of the record at this index of its page. */
    abstract void addLimbs(long[] page, int at, long number);

    /** Subtracts it. */
    abstract void subtractLimbs(long[] page, int at, long number);

    /**
     * Finds the states of frames that move along rows, each from the one before: that of frame i in group i + 1. The first is there.
     *
     * @param leaving values in the record's unit, from the row {@code firstLeaving} on
     * @param entering the same, from the row {@code firstEntering} on
     * @param starts by frame, its first row, which lies in the frame before
     * @param ends by frame, the row behind its last
     * @param last the last frame
     */
    abstract void slideOn(
            long[] leaving,
            long firstLeaving,
            long[] entering,
            long firstEntering,
            long[] starts,
            long[] ends,
            int last);

    @Override
    public final void add(Column[] arguments, int[] rowGroups, int size) {
        if (arguments[0] instanceof LongColumn longs) {
            addLongs(longs.values(), rowGroups, size);
        } else {
            addDoubles(((DoubleColumn) arguments[0]).values(), rowGroups, size);
        }
    }

    @Override
    public final void add(Column[] arguments, GroupRuns runs, AlignedNumbers numbers) {
        boolean areAligned = numbers.exist();
        for (int run = 0, from = 0; run < runs.count(); run++) {
            int to = runs.end(run);
            if (!areAligned || !addAligned(runs.group(run), numbers, from, to)) {
                if (arguments[0] instanceof LongColumn longs) {
                    addRun(runs.group(run), longs.values(), from, to);
                } else {
                    addRun(runs.group(run), ((DoubleColumn) arguments[0]).values(), from, to);
                }
            }
            from = to;
        }
    }

    private boolean addAligned(int group, AlignedNumbers numbers, int from, int to) {
        long[] page = records.page(group);
        int at = records.at(group);
        long header = page[at];
        if (header >>> Record.X_SHIFT == 0) {
            header = Record.withWindows(header, windowBelow(numbers.unit()), Record.NO_WINDOW);
        }
        int shift = numbers.unit() - Record.windowOfX(header);
        if (shift < 0 || shift > MOST_SHIFT || !Record.hasRoom(header, to - from)) {
            return false;
        }
        for (int i = from; i < to; i += MOST_ALIGNED) {
            addAligned(page, at, numbers.numbers(), shift, i, Math.min(to, i + MOST_ALIGNED));
        }
        page[at] = header + (to - from);
        return true;
    }

    /** A window in whose unit numbers of another one are whole. */
    private int windowBelow(int unit) {
        if (argument == Type.BIGINT) {
            return Record.INTEGER_WINDOW;
        }
        if (usualWindow > unit || unit - usualWindow > MOST_SHIFT) {
            usualWindow = unit - MOST_SHIFT;
        }
        return usualWindow;
    }

    private void addRun(int group, double[] values, int first, int to) {
        long[] page = records.page(group);
        int at = records.at(group);
        int from = first;
        if (page[at] >>> Record.X_SHIFT == 0) {
            addOne(group, values[from++]);
        }
        long header = page[at];
        if (Record.hasScale(header)
                && Record.hasRoom(header, to - from)
                && addRun(page, at, Record.scale(header), values, from, to)) {
            page[at] = header + (to - from);
            return;
        }
        for (int i = from; i < to; i++) {
            if (!enters(page, at, values[i])) {
                addOne(group, values[i]);
            }
        }
    }

    private void addRun(int group, long[] values, int first, int to) {
        long[] page = records.page(group);
        int at = records.at(group);
        int from = first;
        if (page[at] >>> Record.X_SHIFT == 0) {
            addOne(group, values[from++]);
        }
        if (Record.hasRoom(page[at], to - from)) {
            addRun(page, at, values, from, to);
            page[at] += to - from;
            return;
        }
        for (int i = from; i < to; i++) {
            addOne(group, values[i]);
        }
    }

    /** Adds a double wherever it belongs. */
    final void addOne(int group, double value) {
        long[] page = records.page(group);
        int at = records.at(group);
        long rows = checkedCount(count(group) + 1);
        page[at]++;
        long bits = Double.doubleToRawLongBits(value);
        if (Record.isSpecial(bits)) {
            outliersOf(group).countSpecial(value, 1);
        } else if (value != 0) {
            addFinite(group, Record.significand(bits), Record.exponent(bits), rows);
        }
        if ((rows & Record.CARRY_MASK) == 0) {
            carry(group);
        }
    }

    /** Adds an integer wherever it belongs. */
    final void addOne(int group, long value) {
        long[] page = records.page(group);
        int at = records.at(group);
        long rows = checkedCount(count(group) + 1);
        page[at]++;
        if (Record.windowOfX(page[at]) == Record.NO_WINDOW) {
            page[at] = Record.withWindows(page[at], Record.INTEGER_WINDOW, Record.NO_WINDOW);
        }
        addLimbs(page, at, value);
        if ((rows & Record.CARRY_MASK) == 0) {
            carry(group);
        }
    }

    private void addFinite(int group, long significand, int exponent, long rows) {
        long[] page = records.page(group);
        int at = records.at(group);
        int window = Record.windowOfX(page[at]);
        if (window == Record.NO_WINDOW) {
            window = usualWindowFor(exponent);
            page[at] = Record.withWindows(page[at], window, Record.NO_WINDOW);
        } else if (!Record.isInWindow(exponent, window) && outliersOf(group).countMiss(rows)) {
            spill(group);
            window = Record.windowAround(exponent);
            usualWindow = window;
            page[at] = Record.withWindows(page[at], window, Record.NO_WINDOW);
        }
        if (Record.isInWindow(exponent, window)) {
            addLimbs(page, at, significand << exponent - window);
        } else {
            Outliers target = outliersOf(group);
            target.sums[X].addSigned(significand, exponent - 1);
            if (withSquares) {
                target.sums[XX].addSigned(
                        Math.multiplyHigh(significand, significand), significand * significand, 2 * (exponent - 1));
            }
        }
    }

    private int usualWindowFor(int exponent) {
        if (!Record.isInWindow(exponent, usualWindow)) {
            usualWindow = Record.windowAround(exponent);
        }
        return usualWindow;
    }

    @Override
    public final void retract(Column[] arguments, int[] rowGroups, int size) {
        for (int i = 0; i < size; i++) {
            int group = rowGroups[i];
            if (count(group) == 0) {
                throw neverAdded(group);
            }
            if (arguments[0] instanceof LongColumn longs) {
                retractOne(group, longs.values()[i]);
            } else {
                retractOne(group, ((DoubleColumn) arguments[0]).values()[i]);
            }
        }
    }

    /** Takes an integer away from a group that is not empty. */
    final void retractOne(int group, long value) {
        records.page(group)[records.at(group)]--;
        retractInteger(group, value);
        carry(group);
        clearIfEmpty(group);
    }

    /** Takes a double away from a group that is not empty. */
    final void retractOne(int group, double value) {
        records.page(group)[records.at(group)]--;
        retractDouble(group, value);
        carry(group);
        clearIfEmpty(group);
    }

    private void retractInteger(int group, long value) {
        long[] page = records.page(group);
        int at = records.at(group);
        if (Record.windowOfX(page[at]) == Record.NO_WINDOW) {
            page[at] = Record.withWindows(page[at], Record.INTEGER_WINDOW, Record.NO_WINDOW);
        }
        subtractLimbs(page, at, value);
    }

    private void retractDouble(int group, double value) {
        long[] page = records.page(group);
        int at = records.at(group);
        long bits = Double.doubleToRawLongBits(value);
        if (Record.isSpecial(bits)) {
            outliersOf(group).countSpecial(value, -1);
            dropZeroOutliers(group);
            return;
        }
        long significand = Record.significand(bits);
        int exponent = Record.exponent(bits);
        int window = Record.windowOfX(page[at]);
        if (Record.isInWindow(exponent, window)) {
            subtractLimbs(page, at, significand << exponent - window);
        } else if (significand != 0) {
            Outliers target = outliersOf(group);
            target.sums[X].subtractSigned(significand, exponent - 1);
            if (withSquares) {
                target.sums[XX].subtractSigned(
                        Math.multiplyHigh(significand, significand), significand * significand, 2 * (exponent - 1));
            }
            dropZeroOutliers(group);
        }
    }

    /** Adds an integer to a record where that is quickly done; else leaves the record as it is and returns false. */
    final boolean enters(long[] page, int at, long value) {
        long header = page[at] + 1;
        if (header >>> Record.X_SHIFT == 0 || (header & Record.CARRY_MASK) == 0) {
            return false;
        }
        page[at] = header;
        addLimbs(page, at, value);
        return true;
    }

    /** Adds a double so. */
    final boolean enters(long[] page, int at, double value) {
        long bits = Double.doubleToRawLongBits(value);
        long header = page[at] + 1;
        int shift = ((int) (bits >>> 52) & 0x7FF) - Record.NO_WINDOW + (int) (header >>> Record.X_SHIFT);
        if (shift < 0 || shift > Record.WINDOW || (header & Record.CARRY_MASK) == 0) {
            return false;
        }
        page[at] = header;
        addLimbs(page, at, Record.significand(bits) << shift);
        return true;
    }

    /** Takes an integer away from a record where that is quickly done; else leaves the record as it is and returns false. */
    final boolean leaves(long[] page, int at, long value) {
        long header = page[at] - 1;
        if (header >>> Record.X_SHIFT == 0 || (header & Record.CARRY_MASK) == 0) {
            return false;
        }
        page[at] = header;
        subtractLimbs(page, at, value);
        return true;
    }

    /** Takes a double away so. */
    final boolean leaves(long[] page, int at, double value) {
        long bits = Double.doubleToRawLongBits(value);
        long header = page[at] - 1;
        int shift = ((int) (bits >>> 52) & 0x7FF) - Record.NO_WINDOW + (int) (header >>> Record.X_SHIFT);
        if (shift < 0 || shift > Record.WINDOW || (header & Record.CARRY_MASK) == 0) {
            return false;
        }
        page[at] = header;
        subtractLimbs(page, at, Record.significand(bits) << shift);
        return true;
    }

    @Override
    public final TotalsShape totals() {
        return new TotalsShape(argument == Type.BIGINT, withSquares ? TotalsShape.SQUARES : TotalsShape.SUMS, false);
    }

    @Override
    public final Slide slide(boolean fromFirstRow) {
        resize(1);
        return new UnivariateSlide(this, fromFirstRow);
    }

    @Override
    final long chooseWindows(BigInteger[] sums, long rows) {
        int window = Record.INTEGER_WINDOW;
        if (argument == Type.DOUBLE) {
            window =
                    withSquares ? Record.windowForSquares(sums[X], sums[XX], rows) : Record.windowForSum(sums[X], rows);
        }
        return Record.withWindows(0, window, Record.NO_WINDOW);
    }

    /**
     * Finishes groups.
     *
     * @param groups the groups to finish
     * @param count how many of them
     * @param out takes the result of groups[i] at i; undefined where it is NULL
     * @param validity takes bit i: set where the result is a value, cleared where it is NULL
     */
    public final void finish(Finish kind, int[] groups, int count, double[] out, long[] validity) {
        records.fetch(groups, count);
        Numerator numerator = new Numerator();
        ProvenDoubles quick = new ProvenDoubles(kind);
        for (int from = 0; from < count; from += ProvenDoubles.BLOCK) {
            int some = Math.min(ProvenDoubles.BLOCK, count - from);
            quick.find(records, groups, from, some);
            for (int i = 0; i < some; i++) {
                int group = groups[from + i];
                if (quick.count(i) < kind.leastRows()) {
                    Validity.setNull(validity, from + i);
                    continue;
                }
                Validity.setPresent(validity, from + i);
                out[from + i] = quick.isProven(i) && outliersOrNull(group) == null
                        ? quick.result(i)
                        : finishGroup(kind, group, numerator);
            }
        }
    }

    private double finishGroup(Finish kind, int group, Numerator numerator) {
        long rows = count(group);
        Outliers found = outliersOrNull(group);
        if (found != null && found.hasSpecials()) {
            return found.ofSpecials(kind);
        }
        return switch (kind) {
            case SUM, AVG -> mean(group, kind == Finish.SUM ? 1 : rows, found == null, numerator);
            case VAR_POP, STDDEV_POP -> variance(kind, group, rows, rows, found == null, numerator);
            case VAR_SAMP, STDDEV_SAMP -> variance(kind, group, rows, rows - 1, found == null, numerator);
            default -> throw new IllegalArgumentException(kind + " is of pairs");
        };
    }

    private double mean(int group, long divisor, boolean inRecord, Numerator numerator) {
        long[] page = records.page(group);
        int at = records.at(group);
        if (inRecord) {
            int exponent = Record.windowOfX(page[at]) - Record.INTEGER_WINDOW;
            numerator.setSum(page[at + 1], page[at + 2]);
            return numerator.over(divisor, exponent);
        }
        ExactSum sum = exactSum(group, X);
        numerator.setLeadingBits(sum.value());
        return numerator.over(divisor, Record.UNIT + sum.position());
    }

    private double variance(Finish kind, int group, long rows, long lessRows, boolean inRecord, Numerator numerator) {
        boolean root = kind == Finish.STDDEV_POP || kind == Finish.STDDEV_SAMP;
        long[] page = records.page(group);
        int at = records.at(group);
        if (inRecord && numerator.setSpread(rows, page, at)) {
            int exponent = 2 * (Record.windowOfX(page[at]) - Record.INTEGER_WINDOW);
            long divisor = rows * lessRows;
            return root ? numerator.rootOver(divisor, exponent) : numerator.over(divisor, exponent);
        }
        ExactSum sum = exactSum(group, X);
        ExactSum squares = exactSum(group, XX);
        int unit = Math.min(sum.lowestBit(), squares.lowestBit() >> 1);
        BigInteger total = sum.inUnitsOf(unit);
        BigInteger n = BigInteger.valueOf(rows);
        BigInteger spread = n.multiply(squares.inUnitsOf(2 * unit)).subtract(total.multiply(total));
        int exponent = 2 * (Record.UNIT + unit);
        if (rows <= Numerator.MAX_ROWS) {
            numerator.setLeadingBits(spread);
            return root ? numerator.rootOver(rows * lessRows, exponent) : numerator.over(rows * lessRows, exponent);
        }
        BigInteger divisor = n.multiply(BigInteger.valueOf(lessRows));
        return root ? Rounding.squareRoot(spread, divisor, exponent) : Rounding.ratio(spread, divisor, exponent);
    }

    /**
     * Finishes the sum of a BIGINT: exact. Intermediate sums may exceed 64 bits.
     *
     * @param out takes the sum of groups[i] at i; undefined where it is NULL, for no rows
     * @param validity takes bit i: set where the result is a value, cleared where it is NULL
     * @throws BarographException BAD_DATA where a final sum does not fit
     */
    public final void finishInteger(int[] groups, int count, long[] out, long[] validity) {
        for (int i = 0; i < count; i++) {
            if (count(groups[i]) == 0) {
                Validity.setNull(validity, i);
            } else {
                Validity.setPresent(validity, i);
                out[i] = integerSum(groups[i]);
            }
        }
    }

    private long integerSum(int group) {
        if (outliersOrNull(group) == null) {
            long[] page = records.page(group);
            int at = records.at(group);
            long low = page[at + 1];
            long high = page[at + 2] + (low >> Record.SUM_LIMB_BITS);
            if (high == (int) high) {
                return high << Record.SUM_LIMB_BITS | low & Record.SUM_LIMB;
            }
        }
        BigInteger sum = exactSum(group, X).inUnitsOf(Record.INTEGER_WINDOW - 1);
        if (sum.bitLength() > 63) {
            throw new BarographException(
                    ErrorCode.BAD_DATA, sum + " does not fit BIGINT; sum a DOUBLE with sum(cast(... as double))");
        }
        return sum.longValue();
    }
}
