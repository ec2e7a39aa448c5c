package io.barograph.core.aggregate.totals;

/**
 * What is added up of the rows of a group; their number always is.
 *
 * @param integers whether values are BIGINT, or other integers; else they are DOUBLE
 * @param powers the highest power of values that is summed: 0, {@link #SUMS}, {@link #SQUARES} or {@link #FOURTH_POWERS}; lower ones are, too
 * @param ends whether the least and the greatest value are kept; beside a second column of values, the pair that comes first in the order of the
 *     second values, of equal ones in that of the first, and the one that comes last
 * @param bits whether those of integers are put together
 * @param second what a row has beside the value; values only with squares alone, or with ends alone, upper words only of integers
 */
public record TotalsShape(boolean integers, int powers, boolean ends, boolean bits, Second second) {
    /** Powers of values, where these are summed as they are. */
    public static final int SUMS = 1;

    /** Where their squares are, too. */
    public static final int SQUARES = 2;

    /** Where their third and fourth powers are, too. */
    public static final int FOURTH_POWERS = 4;

    /** A second column of values. */
    public enum Second {
        NONE,
        /** As the next ones numbers that are summed as the first ones are, and so are the products of both; or what ranks the first ones. */
        DOUBLES,
        INTEGERS,
        /** Upper words of integers of 128 bits, whose lower words the first column has. */
        UPPER_WORDS
    }

    /** Rows are counted, and nothing else. */
    public static final TotalsShape COUNT = new TotalsShape(false, 0, false);

    public TotalsShape {
        if (powers != 0 && powers != SUMS && powers != SQUARES && powers != FOURTH_POWERS) {
            throw new IllegalArgumentException(powers + " powers");
        }
        boolean fits = switch (second) {
            case NONE -> integers || !bits;
            case DOUBLES, INTEGERS -> powers == (ends ? 0 : SQUARES) && !bits;
            case UPPER_WORDS -> integers && powers <= SQUARES && !bits;
        };
        if (!fits) {
            throw new IllegalArgumentException(
                    second + " beside " + powers + " powers" + (ends ? " and ends" : "") + (bits ? " and bits" : ""));
        }
    }

    /** Of one value a row. */
    public TotalsShape(boolean integers, int powers, boolean ends) {
        this(integers, powers, ends, false, Second.NONE);
    }

    /** Of two values a row: sums of both, of their squares and of their products. */
    public static TotalsShape ofPairs(boolean integers, boolean secondIntegers) {
        return new TotalsShape(integers, SQUARES, false, false, secondIntegers ? Second.INTEGERS : Second.DOUBLES);
    }

    /** Of two values a row: the ends of the first one, ranked by the second. */
    public static TotalsShape ofRanked(boolean integers, boolean rankIntegers) {
        return new TotalsShape(integers, 0, true, false, rankIntegers ? Second.INTEGERS : Second.DOUBLES);
    }

    /** Of one integer of 128 bits a row. */
    public static TotalsShape ofWide(int powers, boolean ends) {
        return new TotalsShape(true, powers, ends, false, Second.UPPER_WORDS);
    }

    /** Of one integer a row, whose bits are put together. */
    public static TotalsShape ofBits() {
        return new TotalsShape(true, 0, false, true, Second.NONE);
    }

    /** Whether values are looked at. */
    public boolean hasValues() {
        return sums() || ends || bits;
    }

    /** Whether values are summed. */
    public boolean sums() {
        return powers >= SUMS;
    }

    /** Whether rows have two values that are summed. */
    public boolean isPair() {
        return hasSecondValue() && !ends;
    }

    /** Whether rows have two values, the second of which ranks the first: then ends are of two words. */
    public boolean isRanked() {
        return hasSecondValue() && ends;
    }

    private boolean hasSecondValue() {
        return second == Second.DOUBLES || second == Second.INTEGERS;
    }

    /** Whether a value is of two words. */
    public boolean isWide() {
        return second == Second.UPPER_WORDS;
    }

    /** How many words of a row are looked at. */
    public int columns() {
        return second != Second.NONE ? 2 : hasValues() ? 1 : 0;
    }

    /** How many values these are of. */
    public int values() {
        return isWide() ? 1 : columns();
    }

    /** Whether values of a column are integers. */
    public boolean isInteger(int column) {
        return column == 0 ? integers : second == Second.INTEGERS || second == Second.UPPER_WORDS;
    }

    /** Whether sums have a unit of each group's own. */
    public boolean hasWindows() {
        return sums() && (!integers || second == Second.DOUBLES);
    }

    /** What this one or another has, of which not one is ranked and the other summed; values are of the type of whichever looks at them. */
    public TotalsShape and(TotalsShape other) {
        return new TotalsShape(
                hasValues() ? integers : other.integers,
                Math.max(powers, other.powers),
                ends || other.ends,
                bits || other.bits,
                second != Second.NONE ? second : other.second);
    }

    /** Windows of a group: one for each column, where there are any. */
    public int windows() {
        return hasWindows() ? columns() : 0;
    }

    /** Words of a value, or of a value and its rank. */
    public int valueWords() {
        return isWide() || isRanked() ? 2 : 1;
    }

    /** Words of a sum of values' powers, or of as many factors: one more than the values have. */
    public int wordsOf(int power) {
        return power * valueWords() + 1;
    }

    /** How many words of a group's products lie below the sum of a power. */
    public int wordsBelow(int power) {
        int words = 0;
        for (int lower = SQUARES; lower < power; lower++) {
            words += wordsOf(lower);
        }
        return words;
    }

    /** Words of a group's sums. */
    public int sumWords() {
        return sums() ? wordsOf(SUMS) * (isPair() ? 2 : 1) : 0;
    }

    /** Words of a group's sums of products. */
    public int productWords() {
        return isPair() ? 3 * wordsOf(SQUARES) : wordsBelow(powers + 1);
    }

    /** Words of a group's ends. */
    public int endWords() {
        return ends ? GroupTotals.ENDS * valueWords() : 0;
    }

    /** Words of a group's bits. */
    public int bitWords() {
        return bits ? GroupTotals.BITS : 0;
    }

    /** Whether ends are of two words, which a device has rows claim. */
    public boolean hasWideEnds() {
        return endWords() > GroupTotals.ENDS;
    }

    /** Bytes that a group takes on a device, with what it needs to find ends of two words. */
    public int bytesPerGroup() {
        int claims = hasWideEnds() ? GroupTotals.ENDS : 0;
        return Long.BYTES * (1 + sumWords() + productWords() + endWords() + bitWords())
                + Integer.BYTES * (windows() + claims);
    }
}
