package io.barograph.core.join;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Selection;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the folds of one join work with while they are called, and leave empty: many keys share it. For one thread. */
final class AlongWork {
    private final AlongRows layout;
    private final BatchCompactor sides;
    private final @Nullable Evaluator condition;
    private final BatchCompactor compactor;
    private final int[] positions = new int[Batch.CAPACITY];
    private final long[] times = new long[Batch.CAPACITY];
    /** Pairs that are listed, by the numbers of their rows. */
    private final long[] leftRows = new long[Batch.CAPACITY];

    private final long[] rightRows = new long[Batch.CAPACITY];
    private int pairs;
    /** Numbers of rows that match nothing. */
    private final long[] alone = new long[Batch.CAPACITY];

    private int alones;
    private final UnmatchedRows unmatchedLeft;
    private final UnmatchedRows unmatchedRight;

    AlongWork(JoinSpec spec, EvaluationContext context) {
        this.layout = new AlongRows(spec);
        this.sides = BatchCompactor.of(layout.schema());
        Schema both = Plan.Join.schemaOf(JoinKind.INNER, spec.left(), spec.right());
        Expr residual = spec.join().residual();
        this.condition = residual == null ? null : Evaluators.compile(residual, both, context);
        this.compactor = BatchCompactor.of(both);
        this.unmatchedLeft = new UnmatchedRows(spec, true);
        this.unmatchedRight = new UnmatchedRows(spec, false);
    }

    AlongRows layout() {
        return layout;
    }

    /**
     * Appends those of a batch's rows that are of a side.
     *
     * @param tags by position, whether a row is a left one
     * @param rowTimes by position
     */
    void append(SideQueue side, Batch rows, boolean[] tags, long[] rowTimes) {
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (tags[i] == side.isLeft()) {
                times[count] = rowTimes[i];
                positions[count++] = i;
            }
        }
        if (count > 0) {
            side.append(sides.compact(rows, positions, count), times);
        }
    }

    /**
     * Lists a pair.
     *
     * @return whether no more fit: then they have to be {@linkplain #take taken}
     */
    boolean list(long leftRow, long rightRow) {
        leftRows[pairs] = leftRow;
        rightRows[pairs++] = rightRow;
        return pairs == Batch.CAPACITY;
    }

    /**
     * Pairs that have been looked at; the next call overwrites what they are in.
     *
     * @param rows the columns of both sides
     * @param leftRows the numbers of the left rows, by position
     * @param rightRows those of the right ones, or {@link SideQueue#NONE}
     * @param matching positions of those for which the condition is true
     * @param matches how many they are
     */
    record Pairs(Batch rows, long[] leftRows, long[] rightRows, int[] matching, int matches) {}

    /** The pairs that were listed; null where there are none. */
    @Nullable
    Pairs take(SideQueue left, SideQueue right) {
        int count = pairs;
        pairs = 0;
        if (count == 0) {
            return null;
        }
        Batch rows = UnmatchedRows.joined(left.gather(leftRows, count), right.gather(rightRows, count), count);
        int matches = count;
        if (condition == null) {
            for (int i = 0; i < count; i++) {
                positions[i] = i;
            }
        } else {
            matches = Selection.whereTrue((BooleanColumn) condition.evaluate(rows), count, positions);
        }
        return new Pairs(rows, leftRows, rightRows, positions, matches);
    }

    /** The rows of some of the pairs. */
    Batch picked(Pairs pairs, int[] at, int count) {
        return compactor.compact(pairs.rows(), at, count);
    }

    /** Gives out a row of a side as one that matches nothing, together with others: {@link #giveUnmatched} gives the last. */
    void unmatched(SideQueue side, long number, Consumer<Batch> output) {
        alone[alones++] = number;
        if (alones == Batch.CAPACITY) {
            giveUnmatched(side, output);
        }
    }

    void giveUnmatched(SideQueue side, Consumer<Batch> output) {
        if (alones > 0) {
            Batch rows = new Batch(side.gather(alone, alones), alones);
            alones = 0;
            output.accept((side.isLeft() ? unmatchedLeft : unmatchedRight).of(rows));
        }
    }
}
