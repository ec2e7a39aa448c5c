package io.barograph.core.match;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a match under way, the latest in front; what came before is shared with other ways to go on. Immutable.
 *
 * @param variable what the latest row is
 * @param before the rows before it; null where it is the first
 * @param length how many rows there are
 */
public record PartialMatch(int variable, @Nullable PartialMatch before, int length) {
    /** These rows and one more. */
    static PartialMatch of(@Nullable PartialMatch before, int variable) {
        return new PartialMatch(variable, before, before == null ? 1 : before.length + 1);
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
