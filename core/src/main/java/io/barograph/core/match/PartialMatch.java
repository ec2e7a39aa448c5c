package io.barograph.core.match;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a match under way, the latest in front; what came before is shared with other ways to go on. Immutable, but for what
 * {@link Lookback} keeps beside the latest row.
 */
final class PartialMatch {
    static final @Nullable PartialMatch[] NO_MARKS = {};

    private final int variable;
    private final @Nullable PartialMatch before;
    private final int length;
    /** The rows that {@link Lookback} finds again; null where there is no such row yet. */
    final @Nullable PartialMatch[] marks;
    /** Where the aggregates over the rows are. */
    int group;

    PartialMatch(int variable, @Nullable PartialMatch before, @Nullable PartialMatch[] marks) {
        this.variable = variable;
        this.before = before;
        this.length = before == null ? 1 : before.length + 1;
        this.marks = marks;
    }

    /** These rows and one more. */
    static PartialMatch of(@Nullable PartialMatch before, int variable) {
        return new PartialMatch(variable, before, NO_MARKS);
    }

    /** What the latest row is. */
    int variable() {
        return variable;
    }

    /** The rows before the latest; null where that is the first. */
    @Nullable
    PartialMatch before() {
        return before;
    }

    /** How many rows there are. */
    int length() {
        return length;
    }

    /** The variables by row, the first in front. */
    int[] variables() {
        int[] variables = new int[length];
        PartialMatch at = this;
        for (int i = length - 1; at != null; i--) {
            variables[i] = at.variable;
            at = at.before;
        }
        return variables;
    }
}
