package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.CountedState;
import io.barograph.core.aggregate.GroupedState;
import io.barograph.core.aggregate.LongPages;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.aggregate.totals.TotalsState;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exact sums per group: a commutative group under merge, as integers are. See {@link Record} for how they are held.
 *
 * <p><b>Written layout</b>, version 1. Equal states give equal bytes, whichever way they were reached:
 *
 * <pre>
 * byte 0      version in the high four bits (1); in the low: 1 {@link SumState}, 2 {@link MomentsState}, 3 {@link CoMomentsState}
 * varint      n, the number of rows
 * varint × 3  rows that are NaN, +inf, -inf (for pairs: rows with anything not finite, 0, 0)
 * per sum     X | X, XX | X, Y, XX, YY, XY in this order, an integer in units of 2^-1074 (of products: 2^-2148):
 *   byte      sign: 0 zero, 1 positive, 2 negative; nothing follows a zero
 *   varint    number of zero bytes below the magnitude's lowest byte that is not zero
 *   varint    number of the magnitude's bytes, without these and without leading zeros
 *   bytes     the magnitude, big-endian
 * </pre>
 *
 * <p>At most 2^42 rows per group; {@link #add} fails with BAD_DATA above. Not thread-safe; finishes only read.
 */
public abstract sealed class ExactState implements CountedState, GroupedState.Invertible, TotalsState
        permits UnivariateState, CoMomentsState {
    private static final int VERSION = 1;

    /** The records of all groups. */
    final LongPages records;
    /** The groups that have any; null while none has. */
    @Nullable
    Outliers @Nullable [] outliers;
    /** The length of a record. */
    final int stride;

    private final int kind;
    private final Term[] terms;
    private final int[] offsets;

    ExactState(int kind, Term... terms) {
        this.kind = kind;
        this.terms = terms;
        offsets = new int[terms.length];
        int offset = 1;
        for (int i = 0; i < terms.length; i++) {
            offsets[i] = offset;
            offset += terms[i].limbs();
        }
        stride = offset;
        records = new LongPages(new long[stride]);
    }

    /** An empty state of the same kind and arguments. */
    abstract ExactState newInstance();

    /** The windows that a group gets when a written state is read into it: bits of a record's header. */
    abstract long chooseWindows(BigInteger[] sums, long rows);

    @Override
    public final void resize(int newGroups) {
        records.resize(newGroups);
        if (outliers != null && outliers.length < newGroups) {
            outliers = Arrays.copyOf(outliers, records.capacity());
        }
    }

    /** The number of rows of a group, those with NaN and infinities among them. */
    @Override
    public final long count(int group) {
        return records.page(group)[records.at(group)] & Record.COUNT_MASK;
    }

    @Override
    public final void merge(GroupedState other, int[] theirs, int[] ours, int count) {
        ExactState source = (ExactState) other;
        if (source.kind != kind) {
            throw new IllegalArgumentException("states of another kind: " + source.kind + " into " + kind);
        }
        long[] scratch = new long[stride];
        for (int i = 0; i < count; i++) {
            mergeGroup(source, theirs[i], ours[i], scratch);
        }
    }

    /** Merges a group of a state of the same kind; the scratch is as long as a record. */
    final void mergeGroup(ExactState source, int theirs, int ours, long[] scratch) {
        long[] page = records.page(ours);
        int at = records.at(ours);
        long[] theirPage = source.records.page(theirs);
        int from = source.records.at(theirs);
        long theirHeader = theirPage[from];
        if (theirHeader == 0) {
            return;
        }
        long header = page[at];
        long rows = checkedCount((header & Record.COUNT_MASK) + (theirHeader & Record.COUNT_MASK));
        Outliers theirOutliers = source.outliersOrNull(theirs);
        if (header == 0) {
            System.arraycopy(theirPage, from, page, at, stride);
        } else {
            System.arraycopy(theirPage, from, scratch, 0, stride);
            mergeRecord(ours, scratch);
            page[at] = page[at] & Record.WINDOWS_MASK | rows;
        }
        carry(ours);
        if (theirOutliers != null) {
            outliersOf(ours).add(theirOutliers);
        }
    }

    /** Adds a record's limbs; the record is used up. */
    private void mergeRecord(int ours, long[] record) {
        carry(ours);
        long[] page = records.page(ours);
        int at = records.at(ours);
        long header = page[at];
        long windows = header & Record.WINDOWS_MASK;
        long theirWindows = record[0] & Record.WINDOWS_MASK;
        if (windows != theirWindows) {
            // Both move to the finer unit where their limbs have room; else theirs goes where there always is.
            for (int t = 0; t < terms.length; t++) {
                Record.carry(record, offsets[t], terms[t]);
            }
            long finer = Record.withWindows(
                    0,
                    Math.min(Record.windowOfX(windows), Record.windowOfX(theirWindows)),
                    Math.min(Record.windowOfY(windows), Record.windowOfY(theirWindows)));
            if (!moveTo(finer, page, at) || !moveTo(finer, record, 0)) {
                addToOutliers(outliersOf(ours), record, 0);
                return;
            }
        }
        for (int i = 1; i < stride; i++) {
            page[at + i] += record[i];
        }
    }

    /** Shifts the limbs of a carried record to finer windows; returns false, and changes nothing, where there is no room. */
    private boolean moveTo(long finer, long[] target, int at) {
        long header = target[at];
        long[] before = Arrays.copyOfRange(target, at, at + stride);
        for (int t = 0; t < terms.length; t++) {
            boolean isZero = true;
            for (int i = 0; i < terms[t].limbs(); i++) {
                isZero &= target[at + offsets[t] + i] == 0;
            }
            int shift = terms[t].position(header) - terms[t].position(finer);
            if (!isZero && !Record.shift(target, at + offsets[t], terms[t], shift)) {
                System.arraycopy(before, 0, target, at, stride);
                return false;
            }
        }
        target[at] = header & Record.COUNT_MASK | finer;
        return true;
    }

    @Override
    public final void addTotals(GroupTotals totals, int[] groups, int count) {
        long[] scratch = new long[stride];
        ExactState source = newInstance();
        source.resize(1);
        for (int i = 0; i < count; i++) {
            if (totals.counts()[i] != 0) {
                source.clear(0);
                source.load(totals, i);
                mergeGroup(source, 0, groups[i], scratch);
            }
        }
    }

    /** Makes group 0, which is empty, one of these totals. */
    private void load(GroupTotals totals, int from) {
        TotalsShape shape = totals.shape();
        // Of pairs y is the first argument.
        int columnOfX = shape.columns() - 1;
        long[] record = records.page(0);
        record[0] = Record.withWindows(
                checkedCount(totals.counts()[from]),
                windowOf(totals, from, columnOfX),
                shape.isPair() ? windowOf(totals, from, 0) : Record.NO_WINDOW);
        for (int t = 0; t < terms.length; t++) {
            int place = terms[t] == Term.XY ? 2 : terms[t] == Term.Y || terms[t] == Term.YY ? 0 : columnOfX;
            if (terms[t].isProduct()) {
                loadProducts(
                        t, totals.products(), shape.productWords() * from + shape.wordsOf(TotalsShape.SQUARES) * place);
            } else {
                loadSum(t, totals.sums(), shape.sumWords() * from + shape.wordsOf(TotalsShape.SUMS) * place);
            }
        }
    }

    private static int windowOf(GroupTotals totals, int group, int column) {
        if (totals.shape().isInteger(column)) {
            return Record.INTEGER_WINDOW;
        }
        // Zeros alone have none: they are no part of a sum.
        int window = totals.windows()[totals.shape().windows() * group + column];
        return window == 0 ? Record.NO_WINDOW : window;
    }

    private void loadSum(int term, long[] words, int at) {
        long[] record = records.page(0);
        if (!Record.setSum(record, offsets[term], words[at + 1], words[at])) {
            outliersOf(0).sums[term].addSigned(words, at, 2, terms[term].position(record[0]));
        }
    }

    private void loadProducts(int term, long[] words, int at) {
        long[] record = records.page(0);
        if (!Record.setProducts(record, offsets[term], words[at + 2], words[at + 1], words[at])) {
            outliersOf(0).sums[term].addSigned(words, at, 3, terms[term].position(record[0]));
        }
    }

    /** Carries a group's limbs, and spills them where they have become large. */
    final void carry(int group) {
        long[] page = records.page(group);
        int at = records.at(group);
        boolean fits = true;
        for (int t = 0; t < terms.length; t++) {
            fits &= Record.carry(page, at + offsets[t], terms[t]);
        }
        if (!fits) {
            spill(group);
        }
    }

    /** Moves a group's limbs to its superaccumulators; it has no window then. */
    final void spill(int group) {
        long[] page = records.page(group);
        int at = records.at(group);
        addToOutliers(outliersOf(group), page, at);
        Arrays.fill(page, at + 1, at + stride, 0);
        page[at] &= Record.COUNT_MASK;
    }

    private void addToOutliers(Outliers target, long[] source, int at) {
        for (int t = 0; t < terms.length; t++) {
            int position = terms[t].position(source[at]);
            for (int i = 0; i < terms[t].limbs(); i++) {
                long limb = source[at + offsets[t] + i];
                if (limb != 0) {
                    target.sums[t].addSigned(limb, position + i * terms[t].limbBits());
                }
            }
        }
    }

    /** After rows were taken away: an empty group forgets where its rows were. */
    final void clearIfEmpty(int group) {
        long[] page = records.page(group);
        int at = records.at(group);
        if ((page[at] & Record.COUNT_MASK) == 0) {
            clear(group);
        }
    }

    /** Makes a group an empty one. */
    final void clear(int group) {
        int at = records.at(group);
        Arrays.fill(records.page(group), at, at + stride, 0);
        if (outliers != null) {
            outliers[group] = null;
        }
    }

    /** Makes a group what another one is. */
    final void copy(int from, int to) {
        long[] source = records.page(from);
        long[] target = records.page(to);
        int sourceAt = records.at(from);
        int targetAt = records.at(to);
        for (int i = 0; i < stride; i++) {
            target[targetAt + i] = source[sourceAt + i];
        }
        if (outliers != null) {
            Outliers found = outliers[from];
            outliers[to] = found == null ? null : found.copy();
        }
    }

    /** After something was taken away from a group's outliers: forgets them where nothing is left. */
    final void dropZeroOutliers(int group) {
        if (outliersOf(group).isZero()) {
            Objects.requireNonNull(outliers)[group] = null;
        }
    }

    /** A group's header with one row more. */
    static long checkedCount(long rows) {
        if (rows > Record.COUNT_MASK) {
            throw new BarographException(
                    ErrorCode.BAD_DATA, "an aggregate holds at most 2^42 rows per group; group by more keys");
        }
        return rows;
    }

    /** The failure of taking away a row from an empty group. */
    static IllegalStateException neverAdded(int group) {
        return new IllegalStateException("retracted a row that was never added to group " + group);
    }

    final @Nullable Outliers outliersOrNull(int group) {
        return outliers == null ? null : outliers[group];
    }

    final Outliers outliersOf(int group) {
        if (outliers == null) {
            outliers = new Outliers[records.capacity()];
        }
        Outliers found = outliers[group];
        if (found == null) {
            found = new Outliers(terms.length);
            outliers[group] = found;
        }
        return found;
    }

    /** A group's sum. */
    final ExactSum exactSum(int group, int term) {
        long[] page = records.page(group);
        int at = records.at(group);
        ExactSum sum =
                new ExactSum(Record.value(page, at + offsets[term], terms[term]), terms[term].position(page[at]));
        Outliers found = outliersOrNull(group);
        return found == null ? sum : found.sums[term].toExactSum().plus(sum.value(), sum.position());
    }

    @Override
    public final void write(int group, StateOutput output) {
        output.writeByte(VERSION << 4 | kind);
        output.writeVarint(count(group));
        Outliers found = outliersOrNull(group);
        output.writeVarint(found == null ? 0 : found.notANumber);
        output.writeVarint(found == null ? 0 : found.positiveInfinities);
        output.writeVarint(found == null ? 0 : found.negativeInfinities);
        for (int t = 0; t < terms.length; t++) {
            if (found == null) {
                Record.write(records.page(group), records.at(group), offsets[t], terms[t], output);
            } else {
                CanonicalInteger.write(exactSum(group, t).inUnitsOf(0), output);
            }
        }
    }

    @Override
    public final void read(int group, StateInput input) {
        int tag = input.readByte();
        if (tag != (VERSION << 4 | kind)) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "a saved state is of another kind or version: expected " + (VERSION << 4 | kind) + ", found "
                            + tag);
        }
        ExactState source = newInstance();
        source.resize(1);
        source.records.page(0)[0] = checkedCount(input.readVarint());
        long notANumber = input.readVarint();
        long positiveInfinities = input.readVarint();
        long negativeInfinities = input.readVarint();
        if ((notANumber | positiveInfinities | negativeInfinities) != 0) {
            Outliers specials = source.outliersOf(0);
            specials.notANumber = notANumber;
            specials.positiveInfinities = positiveInfinities;
            specials.negativeInfinities = negativeInfinities;
        }
        BigInteger[] sums = new BigInteger[terms.length];
        for (int t = 0; t < terms.length; t++) {
            sums[t] = CanonicalInteger.read(input);
        }
        source.load(sums);
        mergeGroup(source, 0, group, new long[stride]);
    }

    /** Sets the sums of group 0: in the record where they fit a window that suits its rows, else outside. */
    private void load(BigInteger[] sums) {
        long[] record = records.page(0);
        record[0] |= chooseWindows(sums, record[0] & Record.COUNT_MASK);
        if ((record[0] & Record.WINDOWS_MASK) != 0 && fill(record, sums)) {
            return;
        }
        Arrays.fill(record, 1, stride, 0);
        record[0] &= Record.COUNT_MASK;
        for (int t = 0; t < terms.length; t++) {
            if (sums[t].signum() != 0) {
                outliersOf(0).sums[t].add(new ExactSum(sums[t], 0));
            }
        }
    }

    private boolean fill(long[] record, BigInteger[] sums) {
        for (int t = 0; t < terms.length; t++) {
            if (sums[t].signum() == 0) {
                continue;
            }
            int position = terms[t].position(record[0]);
            int bits = terms[t].limbBits();
            int top = terms[t].limbs() - 1;
            if (sums[t].getLowestSetBit() < position || sums[t].bitLength() - position - top * bits > 59) {
                return false;
            }
            BigInteger rest = sums[t].shiftRight(position);
            for (int i = 0; i < top; i++) {
                record[offsets[t] + i] = rest.longValue() & (1L << bits) - 1;
                rest = rest.shiftRight(bits);
            }
            record[offsets[t] + top] = rest.longValueExact();
        }
        return true;
    }

    @Override
    public final long memoryBytes() {
        long bytes = 64 + records.memoryBytes();
        if (outliers != null) {
            bytes += 8L * outliers.length;
            for (Outliers found : outliers) {
                if (found != null) {
                    bytes += found.memoryBytes();
                }
            }
        }
        return bytes;
    }
}
