package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression. Equal sub-expressions that are asked for at the same positions share one node, which computes
 * once per evaluation of the root.
 */
abstract class Node {
    private final Type type;
    private long evaluation = -1;
    private @Nullable Column last;

    Node(Type type) {
        this.type = type;
    }

    final Type type() {
        return type;
    }

    /** The literal that this node is at every position, or null where it depends on the row. */
    Expr.@Nullable Literal literal() {
        return null;
    }

    /** The value at every position, computed once per {@link Rows#evaluation()}. */
    final Column evaluate(Rows rows) {
        Column column = last;
        if (column == null || evaluation != rows.evaluation()) {
            column = compute(rows);
            last = column;
            evaluation = rows.evaluation();
        }
        return column;
    }

    /** Computes the value at every position; at positions that are not active it may be anything of the type. */
    abstract Column compute(Rows rows);

    /**
     * What an expression is evaluated over.
     *
     * @param active positions whose value is asked for: all but inside a CASE or COALESCE; undefined results elsewhere are
     *     not counted
     * @param evaluation counts the root's evaluations
     */
    record Rows(Batch batch, Validity active, long evaluation) {
        int size() {
            return batch.size();
        }

        /** The same rows, with a value asked for at fewer positions. */
        Rows withActive(Validity fewer) {
            return new Rows(batch, fewer, evaluation);
        }
    }
}
