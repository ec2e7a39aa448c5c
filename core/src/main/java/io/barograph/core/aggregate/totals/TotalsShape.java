package io.barograph.core.aggregate.totals;

/**
 * What is added up of the rows of a group; their number always is.
 *
 * @param integers whether values are BIGINT, or other integers of 64 bits; else they are DOUBLE
 * @param powers the highest power of values that is summed: 0, {@link #SUMS}, {@link #SQUARES} or {@link #FOURTH_POWERS}; lower ones are, too
 * @param ends whether the least and the greatest value are kept
 * @param second what is summed beside the value; only with squares alone, and without ends
 */
public record TotalsShape(boolean integers, int powers, boolean ends, Second second) {
    /** Powers of values, where these are summed as they are. */
    public static final int SUMS = 1;

    /** Where their squares are, too. */
    public static final int SQUARES = 2;

    /** Where their third and fourth powers are, too. */
    public static final int FOURTH_POWERS = 4;

    /** A second value of a row: it is summed as the first one is, and so are the products of both. */
    public enum Second {
        NONE,
        DOUBLES,
        INTEGERS
    }

    /** Rows are counted, and nothing else. */
    public static final TotalsShape COUNT = new TotalsShape(false, 0, false);

    public TotalsShape {
        if (powers != 0 && powers != SUMS && powers != SQUARES && powers != FOURTH_POWERS) {
            throw new IllegalArgumentException(powers + " powers");
        }
        if (second != Second.NONE && (powers != SQUARES || ends)) {
            throw new IllegalArgumentException("pairs with " + powers + " powers" + (ends ? ", and ends" : ""));
        }
    }

    /** Of one value a row. */
    public TotalsShape(boolean integers, int powers, boolean ends) {
        this(integers, powers, ends, Second.NONE);
    }

    /** Of two values a row: sums of both, of their squares and of their products. */
    public static TotalsShape ofPairs(boolean integers, boolean secondIntegers) {
        return new TotalsShape(integers, SQUARES, false, secondIntegers ? Second.INTEGERS : Second.DOUBLES);
    }

    /** Whether values are looked at. */
    public boolean hasValues() {
        return sums() || ends;
    }

    /** Whether values are summed. */
    public boolean sums() {
        return powers >= SUMS;
    }

    /** Whether rows have two values. */
    public boolean isPair() {
        return second != Second.NONE;
    }

    /** How many values of a row are looked at. */
    public int columns() {
        return isPair() ? 2 : hasValues() ? 1 : 0;
    }

    /** Whether values of a column are integers. */
    public boolean isInteger(int column) {
        return column == 0 ? integers : second == Second.INTEGERS;
    }

    /** Whether sums have a unit of each group's own. */
    public boolean hasWindows() {
        return sums() && (!integers || second == Second.DOUBLES);
    }

    /** What this one or another has; values are of the type of whichever looks at them. */
    public TotalsShape and(TotalsShape other) {
        return new TotalsShape(
                hasValues() ? integers : other.integers,
                Math.max(powers, other.powers),
                ends || other.ends,
                isPair() ? second : other.second);
    }

    /** Windows of a group: one for each column, where there are any. */
    public int windows() {
        return hasWindows() ? columns() : 0;
    }

    /** Words of a group's sums. */
    public int sumWords() {
        return sums() ? GroupTotals.SUM_WORDS * columns() : 0;
    }

    /** Words of a group's sums of products. */
    public int productWords() {
        return isPair() ? 3 * GroupTotals.PRODUCT_WORDS : powers >= SQUARES ? GroupTotals.wordsBelow(powers + 1) : 0;
    }

    /** Words of a group's ends. */
    public int endWords() {
        return ends ? GroupTotals.ENDS : 0;
    }

    /** Bytes that a group takes. */
    public int bytesPerGroup() {
        return Long.BYTES * (1 + sumWords() + productWords() + endWords()) + Integer.BYTES * windows();
    }
}
