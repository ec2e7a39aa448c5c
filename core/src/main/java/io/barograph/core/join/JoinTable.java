package io.barograph.core.join;

import io.barograph.core.aggregate.Capacity;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.KeyTable;
import io.barograph.core.plan.AsOf;
import io.barograph.core.plan.JoinRange;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The held side of a join: its rows as columns, and for every key its rows in the order in which they came, or in that of
 * the value along which passing rows are matched.
 *
 * <pre>{@code
 * table.add(batch); …
 * table.seal();
 * JoinProbe probe = table.newProbe(context, check);      // one per thread
 * probe.begin(batch);
 * for (Batch out = probe.next(); out != null; out = probe.next()) { … }
 * }</pre>
 *
 * <p>One thread adds and seals; then any number of threads probe.
 *
 * <p><b>Revisions.</b> Of passing rows: old and new ones are probed alike, and find the same held rows in the same order. A
 * sealed table takes no rows, so a side that changes while the other goes by is none to hold here.
 *
 * <p><b>Order.</b> What comes out of a passing batch is in its order, the matches of each row in the order in which held
 * rows were added. Held rows without a match ({@link #newRest}) are in that order, too.
 */
public final class JoinTable {
    /** Rows are numbered by ints, and one more position stands for NULL. */
    private static final int MOST_ROWS = Integer.MAX_VALUE - 64;

    private final JoinSpec spec;
    private final JoinKeys keyColumns;
    /** Null where the join has no keys. */
    private final @Nullable KeyTable keys;

    private final @Nullable JoinRange range;
    /** The order of a key's rows, where passing rows are matched along it; else null. */
    private final @Nullable HeldOrder order;

    private final HeldColumn[] columns;
    /** The key's number of each row, or {@link KeyTable#NONE}; without keys 0. */
    private int[] numbers = new int[0];

    private final int[] found = new int[Batch.CAPACITY];
    private int rows;

    private boolean unique;
    private int[] starts = new int[0];
    private int[] rowsByKey = new int[0];
    private Batch held = new Batch(new Column[0], 0);
    private Batch heldAndNull = held;
    /**
     * Which held rows have found a match. Threads only ever write true, and others look when all have ended, so that no
     * lock is needed.
     */
    private boolean[] matched = new boolean[0];

    /** @param context of the evaluation of the held rows' keys */
    public JoinTable(JoinSpec spec, EvaluationContext context) {
        this.spec = spec;
        this.keyColumns = new JoinKeys(spec.heldKeys(), spec.keyTypes(), spec.held(), context);
        this.keys = spec.heldKeys().isEmpty() ? null : new KeyTable(JoinSpec.columnTypes(spec.keyTypes()));
        this.range = spec.range();
        this.order = orderOf(spec, range, context);
        this.columns = new HeldColumn[spec.held().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new HeldColumn(spec.held().type(i));
        }
    }

    private static @Nullable HeldOrder orderOf(JoinSpec spec, @Nullable JoinRange range, EvaluationContext context) {
        AsOf asOf = spec.join().asOf();
        if (asOf != null) {
            return new HeldOrder(asOf.rightTime(), spec.held(), context);
        }
        return range == null ? null : new HeldOrder(range.held(), spec.held(), context);
    }

    /** What it was made for. */
    public JoinSpec spec() {
        return spec;
    }

    /** Holds the rows of a batch, which are copied. */
    public void add(Batch batch) {
        int size = batch.size();
        if (rows > MOST_ROWS - size) {
            throw new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    "the smaller side of a join has more than " + MOST_ROWS + " rows; filter it first");
        }
        if (isKeysOnly()) {
            if (keys != null) {
                keys.add(keyColumns.of(batch), size, found);
            }
            rows = Math.max(rows, Math.min(1, size));
            return;
        }
        if (keys != null || order != null) {
            addNumbers(batch, size);
        }
        if (order != null) {
            order.add(batch, rows, numbers);
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(batch.column(i), size);
        }
        rows += size;
    }

    private void addNumbers(Batch batch, int size) {
        if (numbers.length < rows + size) {
            numbers = Arrays.copyOf(numbers, Capacity.grow(numbers.length, rows + size));
        }
        if (keys == null) {
            Arrays.fill(numbers, rows, rows + size, 0);
        } else {
            keys.add(keyColumns.of(batch), size, found);
            System.arraycopy(found, 0, numbers, rows, size);
        }
    }

    /** No more rows come: gets ready for probes. */
    public void seal() {
        if (order != null) {
            groupByKey(keys == null ? 1 : keys.keys());
            order.sort(starts, rowsByKey);
        } else if (keys == null) {
            starts = new int[] {0, rows};
        } else if (!isKeysOnly()) {
            unique = keys.keys() == rows;
            if (!unique) {
                groupByKey(keys.keys());
            }
        }
        numbers = new int[0];
        Column[] plain = new Column[columns.length];
        Column[] extended = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            plain[i] = columns[i].column();
            extended[i] = spec.keepsPassing() ? columns[i].columnAndNull() : plain[i];
        }
        held = new Batch(plain, rows);
        heldAndNull = new Batch(extended, rows + 1);
        matched = new boolean[spec.keepsHeld() ? rows : 0];
        AsOf asOf = spec.join().asOf();
        if (order != null && asOf != null) {
            TieOrder ties = new TieOrder(asOf.ties());
            order.settle(starts, (left, right) -> ties.compare(held, left, held, right));
        }
    }

    /** Whether it is enough to know which keys there are: nobody asks for rows, nor for more than one. */
    private boolean isKeysOnly() {
        return !spec.kind().yieldsPairs() && spec.join().residual() == null;
    }

    /** A counting sort, which keeps the order of a key's rows. */
    private void groupByKey(int count) {
        starts = new int[count + 1];
        for (int row = 0; row < rows; row++) {
            if (numbers[row] >= 0) {
                starts[numbers[row] + 1]++;
            }
        }
        for (int key = 0; key < count; key++) {
            starts[key + 1] += starts[key];
        }
        rowsByKey = new int[starts[count]];
        int[] next = Arrays.copyOf(starts, count);
        for (int row = 0; row < rows; row++) {
            if (numbers[row] >= 0) {
                rowsByKey[next[numbers[row]]++] = row;
            }
        }
    }

    /** How many rows are held; where keys are enough, 1 for any. */
    public int rows() {
        return rows;
    }

    /** Bytes of heap. */
    public long memoryBytes() {
        long bytes = 4L * (numbers.length + starts.length + rowsByKey.length) + matched.length;
        bytes += order == null ? 0 : order.memoryBytes();
        for (HeldColumn column : columns) {
            bytes += column.memoryBytes();
        }
        return bytes + (keys == null ? 0 : keys.memoryBytes());
    }

    /** Bytes of heap that it may take while more rows are added, and while it is sealed. */
    public long peakBytes() {
        return 2 * memoryBytes() + (order == null ? 0 : HeldOrder.sortingBytes(rows));
    }

    /**
     * Pairs passing batches with the held rows, for one thread.
     *
     * @param check as {@link #newProbe(BitSet, EvaluationContext, Runnable)} takes it
     */
    public JoinProbe newProbe(EvaluationContext context, Runnable check) {
        BitSet all = new BitSet();
        all.set(0, spec.result().size());
        return newProbe(all, context, check);
    }

    /**
     * The same, of whose rows not all columns are looked at.
     *
     * @param needed the columns that are; others may come as NULL
     * @param check run between any two lists of pairs, at most a batch each, since one passing batch may meet any number of held
     *     rows and yield none; throws where nobody waits for them any more
     */
    public JoinProbe newProbe(BitSet needed, EvaluationContext context, Runnable check) {
        return new JoinProbe(this, needed, context, check);
    }

    /** Forgets which held rows have found a match: all passing rows are to go by again. */
    public void forgetMatches() {
        Arrays.fill(matched, false);
    }

    /** Reads held rows that have found no match, for one thread, once all passing rows have gone by. */
    public Rest newRest() {
        return new Rest();
    }

    /** Whether every key has one row, whose number is the key's. */
    boolean isUnique() {
        return unique;
    }

    @Nullable
    KeyTable keys() {
        return keys;
    }

    /** The stretch of a key's rows that a passing row may match; null where that is all of them. */
    @Nullable
    JoinRange range() {
        return range;
    }

    /** The order of each key's rows; null where they are as they were added. */
    @Nullable
    HeldOrder order() {
        return order;
    }

    /** A key's rows are {@code rowsByKey[starts[key] .. starts[key + 1])}; without keys, all rows are key 0's. */
    int[] starts() {
        return starts;
    }

    /** Empty without keys and order: then the positions are the rows. */
    int[] rowsByKey() {
        return rowsByKey;
    }

    boolean[] matched() {
        return matched;
    }

    /** All held rows, at positions that are their numbers. Larger than batches are otherwise. */
    Batch held() {
        return held;
    }

    /** The same and a row of NULLs behind them; only for joins that keep passing rows. */
    Batch heldAndNull() {
        return heldAndNull;
    }

    /** The pair of a held batch and a passing one, as the join's columns. */
    Batch paired(Batch heldRows, Batch passing, int size) {
        Column[] first = spec.holdsLeft() ? heldRows.columns() : passing.columns();
        Column[] second = spec.holdsLeft() ? passing.columns() : heldRows.columns();
        Column[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return new Batch(both, size);
    }

    /** Held rows without a match, beside NULLs. */
    public final class Rest {
        private final BatchCompactor compactor = BatchCompactor.of(spec.held());
        private final Evaluator[] nulls;
        private final int[] positions = new int[Batch.CAPACITY];

        private Rest() {
            EvaluationContext context = new EvaluationContext(List.of(), false);
            nulls = spec.passing().fields().stream()
                    .map(field -> Evaluators.compile(new Expr.Literal(field.type(), null), context))
                    .toArray(Evaluator[]::new);
        }

        /**
         * The rows without a match among some held ones; perhaps none.
         *
         * @param count at most {@link Batch#CAPACITY}
         */
        public Batch read(int from, int count) {
            int kept = 0;
            for (int row = from; row < from + count; row++) {
                positions[kept] = row;
                kept += matched[row] ? 0 : 1;
            }
            Batch empty = new Batch(new Column[0], kept);
            Column[] passing = new Column[nulls.length];
            for (int i = 0; i < passing.length; i++) {
                passing[i] = nulls[i].evaluate(empty);
            }
            return paired(compactor.compact(held, positions, kept), new Batch(passing, kept), kept);
        }
    }
}
