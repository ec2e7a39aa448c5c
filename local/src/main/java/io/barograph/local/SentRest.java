package io.barograph.local;

import io.barograph.core.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a live query lies at rest and goes to all who compute, read once by who asks. Travels with a job.
 *
 * @param sides of joins with live tables, as far as there is room for them; each of the others is read wherever it is needed
 * @param values of the sub-queries that stand for one
 */
public record SentRest(List<Broadcast> sides, List<Expr.Literal> values) {
    /** Everything is read where it is needed. */
    public static final SentRest NONE = new SentRest(List.of(), List.of());

    public SentRest {
        sides = List.copyOf(sides);
        values = List.copyOf(values);
    }

    /** The side that a join holds; null where it is not here. */
    @Nullable
    Broadcast side(int stage) {
        return sides.stream().filter(side -> side.stage() == stage).findFirst().orElse(null);
    }
}
