package io.barograph.core.aggregate.totals;

/**
 * What is added up of the rows of a group; their number always is.
 *
 * @param integers whether values are BIGINT, or other integers of 64 bits; else they are DOUBLE
 * @param sums whether values are summed
 * @param squares whether their squares are, too; only with sums
 * @param ends whether the least and the greatest value are kept
 */
public record TotalsShape(boolean integers, boolean sums, boolean squares, boolean ends) {
    /** Rows are counted, and nothing else. */
    public static final TotalsShape COUNT = new TotalsShape(false, false, false, false);

    public TotalsShape {
        if (squares && !sums) {
            throw new IllegalArgumentException("squares without sums");
        }
    }

    /** Whether values are looked at. */
    public boolean hasValues() {
        return sums || ends;
    }

    /** Whether sums have a unit of each group's own. */
    public boolean hasWindows() {
        return sums && !integers;
    }

    /** What this one or another has; values are of the type of whichever looks at them. */
    public TotalsShape and(TotalsShape other) {
        return new TotalsShape(
                hasValues() ? integers : other.integers,
                sums || other.sums,
                squares || other.squares,
                ends || other.ends);
    }

    /** Bytes that a group takes. */
    public int bytesPerGroup() {
        int longs = 1
                + (sums ? GroupTotals.SUM_WORDS : 0)
                + (squares ? GroupTotals.SQUARES_WORDS : 0)
                + (ends ? GroupTotals.ENDS : 0);
        return Long.BYTES * longs + (hasWindows() ? Integer.BYTES : 0);
    }
}
