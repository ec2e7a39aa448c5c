package io.barograph.core.fold;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is computed along one key's rows, its parameters fixed; part of a plan. Immutable. Two are equal, by {@code equals},
 * where they compute the same.
 */
public interface FoldOperator {
    /** More rows than a key has: see {@link #firstRows}. */
    int ALL_ROWS = Integer.MAX_VALUE;

    /** The canonical text: the operator's name and all its parameters. It goes into fingerprints. */
    String text();

    /** The text for people, with names of columns. */
    default String explain(Schema input) {
        return text();
    }

    /** What a key's state holds that grows with its rows, and what bounds it, in words; empty where there is nothing to say. */
    default String holds() {
        return "";
    }

    /**
     * The columns of the rows that come out.
     *
     * @param input the columns of the rows that go in
     */
    Schema schema(Schema input);

    /**
     * A fold for one thread, at the beginning of a key.
     *
     * @param context of the expressions that it evaluates, where it does
     */
    Fold newFold(Schema input, EvaluationContext context);

    /**
     * The column of the input whose values a column of the output passes on as they are, each of them one of the same key's
     * rows; or -1 where it is computed. A filter on such a column that is a key may run before the fold.
     */
    default int passedOn(Schema input, int output) {
        return -1;
    }

    /**
     * How many rows of a key, from the first on, it looks at, or {@link #ALL_ROWS}: whoever gathers rows may leave out any that as many
     * others of its key come before.
     */
    default int firstRows() {
        return ALL_ROWS;
    }

    /** Whether rows come out as they are, behind their columns one more: their number along the key, from 1; and no others. */
    default boolean onlyNumbersRows() {
        return false;
    }

    /**
     * Whether what comes out follows from the rows alone. Otherwise it follows from how far time has come, too
     * ({@link Fold#advance}), and an engine lets that come as far as the latest row of any key, no farther: batch and live agree in
     * it.
     */
    default boolean isOfRowsAlone() {
        return true;
    }

    /**
     * Why nothing comes out before a key has ended, in words, and the way out where there is one; null where it does. Live, keys end with
     * the run.
     */
    default @Nullable String whyAtEnd() {
        return null;
    }

    /**
     * Whether each row has come out when time has passed it ({@link Fold#advance}), and stands at its time: none waits for later ones.
     */
    default boolean isPrompt() {
        return false;
    }

    /**
     * By how many nanoseconds at most rows come out later than their time has passed, told by {@link Fold#advance}: 0 of a prompt
     * operator; {@link Long#MAX_VALUE} where they may wait for later rows, however long it takes.
     */
    default long delay() {
        return isPrompt() ? 0 : Long.MAX_VALUE;
    }

    /**
     * The columns of the output that tell the rows of a key apart: of two runs over a key's rows, one of which has rows that the
     * other lacks, those that agree here are versions of one row. By default none, so that rows go by their place.
     */
    default List<Integer> identity(Schema input) {
        return List.of();
    }

    /**
     * The operator where only some of its columns are read. By default it keeps all, and everything it is given.
     *
     * @param needed indexes into {@link #schema}
     * @param carried columns of the input that stay in any case: keys and order
     */
    default Narrowed narrow(Schema input, BitSet needed, BitSet carried) {
        BitSet inputs = new BitSet();
        inputs.set(0, input.size());
        BitSet outputs = new BitSet();
        outputs.set(0, schema(input).size());
        return new Narrowed(this, inputs, outputs);
    }

    /**
     * An operator over fewer columns.
     *
     * @param operator over the columns {@code inputs} alone, in their order
     * @param inputs those carried, and what the operator reads
     * @param outputs the columns, of those that came out before, that come out now, in their order; those needed among them
     */
    record Narrowed(FoldOperator operator, BitSet inputs, BitSet outputs) {}
}
