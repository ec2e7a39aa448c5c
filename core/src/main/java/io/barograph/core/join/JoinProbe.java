package io.barograph.core.join;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.KeyTable;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.JoinRange;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.rewrite.ColumnUse;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Pairs batches that go by with the rows of a {@link JoinTable}, which see for the order. Belongs to one thread.
 *
 * <p>Keys of a whole batch are looked up at once; then pairs of positions are listed, at most a batch of them at a time,
 * judged by the residual condition where there is one, and gathered.
 */
public final class JoinProbe {
    private final JoinTable table;
    private final JoinKeys keyColumns;
    private final KeyTable.@Nullable Finder finder;
    /** Of a join along time; else null. */
    private final @Nullable AsOfFinder asOf;
    /** Where passing rows may match a stretch of a key's rows; else null. */
    private final @Nullable RangeFinder ranges;
    /** Whether the numbers of a batch's rows are those of the held rows that they may match. */
    private final boolean single;

    private final JoinKind kind;
    private final boolean keepsPassing;
    private final boolean keepsHeld;
    private final @Nullable Evaluator residual;
    /** Throws where nobody waits for the rows any more. */
    private final Runnable check;

    private final BatchCompactor passingRows;
    private final BatchCompactor heldRows;
    private final int[] numbers = new int[Batch.CAPACITY];
    private final int[] positions = new int[Batch.CAPACITY];
    private final int[] held = new int[Batch.CAPACITY];
    /** Of semi, anti and mark joins: whether the batch's rows have found a match. */
    private final boolean[] found;
    /** Stands in a list of pairs for no held row: the position of NULL. */
    private final int none;

    private @Nullable Batch batch;
    private int row;
    /** How many of the row's candidates have been listed. */
    private int listed;
    /** Whether the row has found a match among the candidates judged so far. */
    private boolean rowMatched;

    /**
     * @param needed columns of the join's, of a join that yields pairs, which somebody looks at; the others may come as NULL
     * @param check run between any two lists of pairs
     */
    JoinProbe(JoinTable table, BitSet needed, EvaluationContext context, Runnable check) {
        JoinSpec spec = table.spec();
        this.table = table;
        this.check = check;
        this.keyColumns = new JoinKeys(spec.passingKeys(), spec.keyTypes(), spec.passing(), context);
        KeyTable keys = table.keys();
        this.finder = keys == null ? null : keys.newFinder();
        this.kind = spec.kind();
        this.keepsPassing = spec.keepsPassing();
        this.keepsHeld = spec.keepsHeld();
        HeldOrder order = table.order();
        JoinRange range = table.range();
        this.asOf = order == null || spec.join().asOf() == null ? null : new AsOfFinder(table, order, context);
        this.ranges = order == null || range == null ? null : new RangeFinder(table, order, range, context);
        this.single = table.isUnique() || asOf != null;
        Expr condition = range == null ? spec.join().residual() : range.rest();
        this.residual = condition == null
                ? null
                : Evaluators.compile(condition, Plan.Join.schemaOf(JoinKind.INNER, spec.left(), spec.right()), context);
        BitSet gathered = needed(needed, condition, spec);
        int width = spec.left().size();
        BitSet left = gathered.get(0, width);
        BitSet right = gathered.get(width, width + spec.right().size());
        this.passingRows = BatchCompactor.of(spec.passing(), spec.holdsLeft() ? right : left);
        this.heldRows = BatchCompactor.of(spec.held(), spec.holdsLeft() ? left : right);
        this.found = new boolean[kind.yieldsPairs() ? 0 : Batch.CAPACITY];
        this.none = table.rows();
    }

    /** Of the columns of both sides, those that have to be gathered. */
    private static BitSet needed(BitSet above, @Nullable Expr condition, JoinSpec spec) {
        BitSet all = new BitSet();
        if (!spec.kind().yieldsPairs()) {
            all.set(0, spec.left().size() + spec.right().size());
            return all;
        }
        all.or(above);
        if (condition != null) {
            all.or(ColumnUse.of(condition));
        }
        return all;
    }

    /** Takes a batch of passing rows, which stays the caller's and unchanged until {@link #next} has given null. */
    public void begin(Batch passing) {
        batch = passing;
        row = 0;
        listed = 0;
        rowMatched = false;
        if (finder != null) {
            finder.find(keyColumns.of(passing), passing.size(), numbers);
        } else {
            Arrays.fill(numbers, 0, passing.size(), table.rows() == 0 ? KeyTable.NONE : 0);
        }
        if (asOf != null) {
            asOf.find(passing, numbers);
        } else if (ranges != null) {
            ranges.find(passing, numbers);
        }
    }

    /** The next rows of the join, never empty, valid until the next call; null when the batch is done. */
    public @Nullable Batch next() {
        Batch passing = batch;
        if (passing == null) {
            return null;
        }
        if (!kind.yieldsPairs()) {
            batch = null;
            return judged(passing);
        }
        while (row < passing.size()) {
            check.run();
            int count = residual == null ? list(passing.size()) : listMatching(passing, residual);
            if (count > 0) {
                return gathered(passing, count);
            }
        }
        batch = null;
        return null;
    }

    /** Lists pairs, all of which match. */
    private int list(int size) {
        return single ? listSingle(size) : listAll(size);
    }

    private int listSingle(int size) {
        int count = 0;
        for (int i = row; i < size; i++) {
            int number = numbers[i];
            positions[count] = i;
            held[count] = number >= 0 ? number : none;
            count += number >= 0 || keepsPassing ? 1 : 0;
        }
        row = size;
        if (keepsHeld) {
            markHeld(count);
        }
        return count;
    }

    private int listAll(int size) {
        int count = listCandidates(size, keepsPassing);
        if (keepsHeld) {
            markHeld(count);
        }
        return count;
    }

    private void markHeld(int count) {
        boolean[] matched = table.matched();
        for (int i = 0; i < count; i++) {
            if (held[i] != none) {
                matched[held[i]] = true;
            }
        }
    }

    /**
     * Lists each row with the held rows of its key until a batch is full.
     *
     * @param withNone whether a row without candidates is listed, too, with {@link #none}
     */
    private int listCandidates(int size, boolean withNone) {
        int count = 0;
        while (row < size && count < Batch.CAPACITY) {
            int number = numbers[row];
            if (number < 0) {
                positions[count] = row;
                held[count] = none;
                count += withNone ? 1 : 0;
                row++;
            } else if (single) {
                positions[count] = row;
                held[count++] = number;
                row++;
            } else {
                count = listKey(number, count);
            }
        }
        return count;
    }

    /** Lists the row's candidates behind those that are listed already, as far as they fit; returns how many are listed. */
    private int listKey(int number, int count) {
        int start = ranges == null ? table.starts()[number] : ranges.starts()[row];
        int end = ranges == null ? table.starts()[number + 1] : ranges.ends()[row];
        int[] candidates = table.rowsByKey();
        if (ranges != null && !ranges.isInSourceOrder()) {
            candidates = ranges.inSourceOrder(start, end, listed == 0);
            end -= start;
            start = 0;
        }
        int from = start + listed;
        int take = Math.min(end - from, Batch.CAPACITY - count);
        boolean direct = candidates.length == 0;
        for (int i = 0; i < take; i++) {
            positions[count + i] = row;
            held[count + i] = direct ? from + i : candidates[from + i];
        }
        listed += take;
        if (from + take == end) {
            row++;
            listed = 0;
        }
        return count + take;
    }

    /** Lists candidates, keeps those for which the condition is true, and where asked for, rows that are left without. */
    private int listMatching(Batch passing, Evaluator condition) {
        int count = listCandidates(passing.size(), keepsPassing);
        if (count == 0) {
            return 0;
        }
        BooleanColumn truth = judge(passing, condition, count);
        boolean[] values = truth.values();
        Validity validity = truth.validity();
        boolean[] matched = table.matched();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            int candidate = held[i];
            boolean matches = candidate != none && values[i] && validity.isPresent(i);
            boolean last = i + 1 < count ? positions[i + 1] != position : row > position;
            rowMatched |= matches;
            if (matches) {
                positions[kept] = position;
                held[kept++] = candidate;
                if (keepsHeld) {
                    matched[candidate] = true;
                }
            } else if (last && keepsPassing && !rowMatched) {
                positions[kept] = position;
                held[kept++] = none;
            }
            rowMatched &= !last;
        }
        return kept;
    }

    private BooleanColumn judge(Batch passing, Evaluator condition, int count) {
        return (BooleanColumn) condition.evaluate(gathered(passing, count));
    }

    private Batch gathered(Batch passing, int count) {
        Batch from = keepsPassing ? table.heldAndNull() : table.held();
        // Where no row is listed twice, as many as there are means each of them, as it is.
        Batch rows = single && count == passing.size() ? passing : passingRows.compact(passing, positions, count);
        return table.paired(heldRows.compact(from, held, count), rows, count);
    }

    /** The outcome of a semi, anti or mark join for the whole batch; null where no row is left. */
    private @Nullable Batch judged(Batch passing) {
        int size = passing.size();
        findMatches(passing, size);
        if (kind == JoinKind.MARK) {
            Column[] marked = Arrays.copyOf(passing.columns(), passing.columns().length + 1);
            marked[marked.length - 1] = new BooleanColumn(found, Validity.ALL);
            return new Batch(marked, size);
        }
        boolean wanted = kind == JoinKind.SEMI;
        int count = 0;
        for (int i = 0; i < size; i++) {
            positions[count] = i;
            count += found[i] == wanted ? 1 : 0;
        }
        return count == 0 ? null : passingRows.compact(passing, positions, count);
    }

    private void findMatches(Batch passing, int size) {
        if (residual == null) {
            for (int i = 0; i < size; i++) {
                found[i] = numbers[i] >= 0;
            }
            return;
        }
        Arrays.fill(found, 0, size, false);
        while (row < size) {
            check.run();
            int count = listCandidates(size, false);
            if (count > 0) {
                BooleanColumn truth = judge(passing, residual, count);
                for (int i = 0; i < count; i++) {
                    found[positions[i]] |= truth.values()[i] && truth.validity().isPresent(i);
                }
            }
        }
    }
}
