package io.barograph.core.pairs;

/** What correlations are made of: sums over the common times of pairs of series, by position. */
public final class PairSums {
    /** Where less than this share of a sum of squares is spread, digits were lost. */
    private static final double LEAST_SPREAD = 0x1p-20;
    /** Products below would lose digits. */
    private static final double LEAST_PRODUCT = 0x1p-900;

    /** Times at which both have a reading. */
    final double[] counts;
    /** Of the one series' deviations, and of the other's. */
    final double[] left;

    final double[] right;
    final double[] leftSquares;
    final double[] rightSquares;
    final double[] products;

    /** Zeros of so many pairs. */
    public PairSums(int width) {
        counts = new double[width];
        left = new double[width];
        right = new double[width];
        leftSquares = new double[width];
        rightSquares = new double[width];
        products = new double[width];
    }

    /** The sums of one kind by position; not copied. */
    public double[] of(PairSum sum) {
        return switch (sum) {
            case PRODUCTS -> products;
            case COUNTS -> counts;
            case LEFT -> left;
            case RIGHT -> right;
            case LEFT_SQUARES -> leftSquares;
            case RIGHT_SQUARES -> rightSquares;
        };
    }

    /** The correlation at a position, whose series have two common times or more. */
    double correlation(int position, AlignedSeries one, AlignedSeries other) {
        if (one.isComplete() && other.isComplete()) {
            return correlation(
                    one.times, one.sum, other.sum, one.squares, other.squares, products[position], one, other);
        }
        return correlation(
                counts[position],
                left[position],
                right[position],
                leftSquares[position],
                rightSquares[position],
                products[position],
                one,
                other);
    }

    /** Of sums; of the series themselves where sums do not tell it well enough. */
    private static double correlation(
            double count,
            double left,
            double right,
            double leftSquares,
            double rightSquares,
            double products,
            AlignedSeries one,
            AlignedSeries other) {
        double x = left / count;
        double y = right / count;
        double leftSpread = Math.fma(-x, left, leftSquares);
        double rightSpread = Math.fma(-y, right, rightSquares);
        if (!(leftSpread > LEAST_SPREAD * leftSquares) || !(rightSpread > LEAST_SPREAD * rightSquares)) {
            return CommonTimes.correlation(one, other);
        }
        return coefficient(Math.fma(-x, right, products), leftSpread, rightSpread);
    }

    /** NaN where a sum of squares is 0. */
    static double coefficient(double products, double leftSquares, double rightSquares) {
        if (!(leftSquares > 0) || !(rightSquares > 0)) {
            return Double.NaN;
        }
        double both = leftSquares * rightSquares;
        // One root, where it loses nothing, makes equal series correlate by 1.
        double norm = both >= LEAST_PRODUCT ? Math.sqrt(both) : Math.sqrt(leftSquares) * Math.sqrt(rightSquares);
        return Math.max(-1, Math.min(1, products / norm));
    }
}
