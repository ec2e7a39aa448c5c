package io.barograph.core.match;

/**
 * Rows in a row that are what a pattern asks for.
 *
 * @param start the number of the first
 * @param variables by row: the variable that it is; at least one. Not to be changed
 */
public record PatternMatch(long start, int[] variables) {
    /** The number of the row behind the last. */
    public long end() {
        return start + variables.length;
    }

    /** The number of the first row that is a variable, or -1. */
    long first(int variable) {
        for (int i = 0; i < variables.length; i++) {
            if (variables[i] == variable) {
                return start + i;
            }
        }
        return -1;
    }

    /** The number of the last row that is a variable, or -1. */
    long last(int variable) {
        for (int i = variables.length - 1; i >= 0; i--) {
            if (variables[i] == variable) {
                return start + i;
            }
        }
        return -1;
    }
}
