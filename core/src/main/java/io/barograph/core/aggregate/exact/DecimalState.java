package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.CountedState;
import io.barograph.core.aggregate.GroupedState;
import io.barograph.core.aggregate.LongPages;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.aggregate.totals.WordSums;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.decimal.Int128;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The number of rows of a DECIMAL argument, the exact sum of their integers and, if asked for, of the squares: for sum, avg
 * and the variances. A commutative group under merge. 32 bytes a group, or 80.
 *
 * <p>Sums are two's complement over several words: three hold 2^63 values of 38 digits, six their squares.
 *
 * <p><b>Written layout</b>, version 1: byte 1, the number of rows as a varint, the sum and, if it is kept, the sum of
 * squares as {@link ExactState} writes integers.
 */
public final class DecimalState implements CountedState, GroupedState.Invertible, TotalsState {
    private static final int VERSION = 1;
    private static final int SUM = 1;
    private static final int SUM_WORDS = 3;
    private static final int SQUARES = SUM + SUM_WORDS;
    private static final int SQUARES_WORDS = 6;

    private final Type argument;
    private final boolean squares;
    private final LongPages records;

    /**
     * @param argument a DECIMAL
     * @param squares whether the sum of squares is kept
     */
    public DecimalState(Type argument, boolean squares) {
        this.argument = argument;
        this.squares = squares;
        this.records = new LongPages(new long[squares ? SQUARES + SQUARES_WORDS : SQUARES]);
    }

    @Override
    public void resize(int groups) {
        records.resize(groups);
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        DecimalColumn values = (DecimalColumn) arguments[0];
        long[][] pages = records.pages();
        for (int i = 0; i < size; i++) {
            long[] page = pages[groups[i] >> LongPages.SHIFT];
            int at = records.at(groups[i]);
            page[at]++;
            addTo(page, at + SUM, SUM_WORDS, values.high()[i], values.low()[i]);
            if (squares) {
                addSquare(page, at + SQUARES, values.high()[i], values.low()[i], false);
            }
        }
    }

    @Override
    public void retract(Column[] arguments, int[] groups, int size) {
        DecimalColumn values = (DecimalColumn) arguments[0];
        for (int i = 0; i < size; i++) {
            long[] page = records.page(groups[i]);
            int at = records.at(groups[i]);
            page[at]--;
            long low = -values.low()[i];
            addTo(page, at + SUM, SUM_WORDS, low == 0 ? -values.high()[i] : ~values.high()[i], low);
            if (squares) {
                addSquare(page, at + SQUARES, values.high()[i], values.low()[i], true);
            }
        }
    }

    /** Adds a 128-bit integer to a sum of more words, the lowest first. */
    private static void addTo(long[] page, int at, int words, long high, long low) {
        long sum = page[at] + low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        page[at] = sum;
        long word = high;
        for (int i = 1; i < words; i++) {
            long before = page[at + i];
            long next = before + word;
            long carried = next + carry;
            carry = Long.compareUnsigned(next, word) < 0 || Long.compareUnsigned(carried, carry) < 0 ? 1 : 0;
            page[at + i] = carried;
            word = high >> 63;
        }
    }

    private static void addSquare(long[] page, int at, long high, long low, boolean away) {
        if (high == low >> 63 && !away) {
            addTo(page, at, SQUARES_WORDS, Math.multiplyHigh(low, low), low * low);
            return;
        }
        BigInteger value = Int128.toBigInteger(high, low);
        BigInteger square = value.multiply(value);
        WordSums.add(page, at, SQUARES_WORDS, away ? square.negate() : square);
    }

    private BigInteger integer(int group, int offset, int words) {
        return WordSums.value(records.page(group), records.at(group) + offset, words);
    }

    @Override
    public void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        DecimalState from = (DecimalState) other;
        for (int i = 0; i < count; i++) {
            long[] page = records.page(ours[i]);
            int at = records.at(ours[i]);
            long[] source = from.records.page(theirs[i]);
            int start = from.records.at(theirs[i]);
            page[at] += source[start];
            WordSums.add(page, at + SUM, SUM_WORDS, source, start + SUM, SUM_WORDS);
            if (squares) {
                WordSums.add(page, at + SQUARES, SQUARES_WORDS, source, start + SQUARES, SQUARES_WORDS);
            }
        }
    }

    @Override
    public TotalsShape totals() {
        int powers = squares ? TotalsShape.SQUARES : TotalsShape.SUMS;
        return DecimalColumn.isOfOneWord(argument)
                ? new TotalsShape(true, powers, false)
                : TotalsShape.ofWide(powers, false);
    }

    @Override
    public void addTotals(GroupTotals totals, int[] groups, int count) {
        int sumWords = totals.shape().sumWords();
        int productWords = totals.shape().productWords();
        for (int i = 0; i < count; i++) {
            long[] page = records.page(groups[i]);
            int at = records.at(groups[i]);
            page[at] += totals.counts()[i];
            WordSums.add(page, at + SUM, SUM_WORDS, totals.sums(), sumWords * i, sumWords);
            if (squares) {
                WordSums.add(page, at + SQUARES, SQUARES_WORDS, totals.products(), productWords * i, productWords);
            }
        }
    }

    @Override
    public long count(int group) {
        return records.page(group)[records.at(group)];
    }

    /**
     * The sums of groups, as a column of a type that has the argument's scale; NULL for groups without rows.
     *
     * @throws BarographException BAD_DATA where one does not fit the type
     */
    public Column sums(Type type, int[] groups, int count) {
        long[] high = new long[count];
        long[] low = new long[count];
        long[] present = Validity.allPresent(count);
        for (int i = 0; i < count; i++) {
            if (count(groups[i]) == 0) {
                Validity.setNull(present, i);
                continue;
            }
            long[] page = records.page(groups[i]);
            int at = records.at(groups[i]) + SUM;
            low[i] = page[at];
            high[i] = page[at + 1];
            if (page[at + 2] != high[i] >> 63 || !Int128.hasDigits(high[i], low[i], type.precision())) {
                BigDecimal sum = new BigDecimal(integer(groups[i], SUM, SUM_WORDS), type.scale());
                throw new BarographException(
                        ErrorCode.BAD_DATA,
                        sum.toPlainString() + " does not fit " + type + "; sum a DOUBLE with sum(cast(... as double))");
            }
        }
        return new DecimalColumn(type, high, low, Validity.of(present));
    }

    /**
     * Finishes groups: the mean, a variance or its root, rounded once.
     *
     * @param scale of the argument
     * @param validity all present; NULL where there are too few rows
     */
    public void finish(Finish kind, int scale, int[] groups, int count, double[] out, long[] validity) {
        for (int i = 0; i < count; i++) {
            long rows = count(groups[i]);
            if (rows < kind.leastRows()) {
                Validity.setNull(validity, i);
            } else {
                out[i] = finish(kind, scale, groups[i], BigInteger.valueOf(rows));
            }
        }
    }

    private double finish(Finish kind, int scale, int group, BigInteger rows) {
        BigInteger sum = integer(group, SUM, SUM_WORDS);
        BigInteger unit = BigInteger.TEN.pow(scale);
        if (kind == Finish.AVG) {
            return Rounding.ratio(sum, rows.multiply(unit), 0);
        }
        boolean sample = kind == Finish.VAR_SAMP || kind == Finish.STDDEV_SAMP;
        BigInteger spread =
                rows.multiply(integer(group, SQUARES, SQUARES_WORDS)).subtract(sum.multiply(sum));
        BigInteger pairs = rows.multiply(sample ? rows.subtract(BigInteger.ONE) : rows);
        BigInteger divisor = pairs.multiply(unit).multiply(unit);
        return kind == Finish.VAR_POP || kind == Finish.VAR_SAMP
                ? Rounding.ratio(spread, divisor, 0)
                : Rounding.squareRoot(spread, divisor, 0);
    }

    @Override
    public void write(int group, StateOutput output) {
        output.writeByte(VERSION);
        output.writeVarint(count(group));
        CanonicalInteger.write(integer(group, SUM, SUM_WORDS), output);
        if (squares) {
            CanonicalInteger.write(integer(group, SQUARES, SQUARES_WORDS), output);
        }
    }

    @Override
    public void read(int group, StateInput input) {
        int version = input.readByte();
        long rows = input.readVarint();
        if (version != VERSION || rows < 0) {
            throw new BarographException(
                    ErrorCode.BAD_DATA, "a saved sum of DECIMALs has version " + version + " and " + rows + " rows");
        }
        long[] page = records.page(group);
        int at = records.at(group);
        page[at] += rows;
        WordSums.add(page, at + SUM, SUM_WORDS, CanonicalInteger.read(input));
        if (squares) {
            WordSums.add(page, at + SQUARES, SQUARES_WORDS, CanonicalInteger.read(input));
        }
    }

    @Override
    public long memoryBytes() {
        return records.memoryBytes();
    }
}
