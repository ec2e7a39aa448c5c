package io.barograph.core.match;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import java.util.stream.IntStream;

/**
 * A value of one of a match's rows, or of a row near it. NULL where there is no such row.
 *
 * @param column index into the input
 * @param variables the rows that count: bit i for variable i; {@link #ANY} for all
 * @param fromFirst whether rows are counted from the first on, else from the last one back
 * @param offset how many of them are passed over, from 0
 * @param shift so many rows of the key behind that row, before it where negative, whether they are the match's or not
 */
public record RowValue(int column, long variables, boolean fromFirst, int offset, int shift) implements MatchValue {
    /** Every variable. */
    public static final long ANY = -1L;

    static boolean counts(long variables, int variable) {
        return (variables >>> variable & 1) != 0;
    }

    /** Whether it is the row itself that is being tried as a variable, or one at a fixed distance from it. */
    boolean isOfRow(int variable) {
        return !fromFirst && offset == 0 && counts(variables, variable);
    }

    /** The number of the row in a match, or -1. */
    long rowIn(PatternMatch match) {
        int[] labels = match.variables();
        int left = offset;
        for (int i = 0; i < labels.length; i++) {
            int at = fromFirst ? i : labels.length - 1 - i;
            if (counts(variables, labels[at]) && left-- == 0) {
                return Math.max(-1, match.start() + at + shift);
            }
        }
        return -1;
    }

    @Override
    public Type type(Schema input) {
        return input.type(column);
    }

    @Override
    public IntStream columns() {
        return IntStream.of(column);
    }

    @Override
    public MatchValue over(int[] moved) {
        return new RowValue(moved[column], variables, fromFirst, offset, shift);
    }

    @Override
    public String text() {
        return (fromFirst ? "first" : "last") + "(#" + column + " of " + Long.toHexString(variables) + ", " + offset
                + ", " + shift + ")";
    }
}
