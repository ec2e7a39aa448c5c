package io.barograph.core.pairs;

/**
 * The loops of the matrix profile over windows that lie side by side: one window i of a row with the windows j, j + 1, … of as
 * many diagonals.
 *
 * <p><b>Contract.</b> The covariance of windows i and j, Σ (x[i+t] − mean[i]) (x[j+t] − mean[j]) over t, begins as 0 and takes
 * {@code fma(x[i+t] − mean[i], x[j+t] − mean[j], covariance)} for t from 0 up ({@link #begin}, a term at a time). Along a diagonal,
 * that of i and j becomes that of i + 1 and j + 1 ({@link #advance}) as {@code fma(rise[i+1], sway[j+1], fma(sway[i+1], rise[j+1],
 * covariance))}, and the correlation is {@code (covariance · inverse[i]) · inverse[j]}. Every operation is one of IEEE 754 doubles,
 * rounded to nearest.
 *
 * <p>All arrays of a loop are read and written at the same positions: only then does the JDK 17 compiler know that no store
 * comes before another lane's load, and makes vector instructions of the loop. For the same reason the largest excess is kept by
 * position, and not which one it was: whoever finds one above zero looks again.
 *
 * <p>The update is that of SCAMP (Zimmerman et al., "Matrix Profile XIV", SoCC 2019) for the walk along diagonals of STOMP
 * (Zhu et al., "Matrix Profile II", ICDM 2016).
 */
final class MatrixProfileKernel {
    private MatrixProfileKernel() {}

    /**
     * Adds a term to the covariances of first rows.
     *
     * @param centred x[i+t] − mean[i]
     * @param values by position, x[j+t]
     * @param means by position, mean[j]
     * @param covariances by position; added to
     */
    static void begin(double centred, double[] values, double[] means, double[] covariances, int from, int width) {
        for (int k = 0; k < width; k++) {
            covariances[from + k] = Math.fma(centred, values[from + k] - means[from + k], covariances[from + k]);
        }
    }

    /** Correlations of first rows; as {@link #advance} does, without going on to another row. */
    static void correlate(
            double inverse,
            double[] inverses,
            double[] covariances,
            double[] correlations,
            double[] thresholds,
            double[] excesses,
            int from,
            int width) {
        for (int k = 0; k < width; k++) {
            double correlation = covariances[from + k] * inverse * inverses[from + k];
            correlations[from + k] = correlation;
            excesses[from + k] = Math.max(excesses[from + k], correlation - thresholds[from + k]);
        }
    }

    /**
     * Goes on to a row.
     *
     * @param rise of the row's window
     * @param sway of the row's window
     * @param inverse of the row's window
     * @param rises by position, of the windows j; so are those below
     * @param covariances of the windows before both; becomes that of both
     * @param correlations takes their correlations
     * @param thresholds what a correlation has to exceed to be of interest
     * @param excesses takes by how much one does, where that is more than what stands there
     * @param from the first position
     * @param width how many positions
     */
    static void advance(
            double rise,
            double sway,
            double inverse,
            double[] rises,
            double[] sways,
            double[] inverses,
            double[] covariances,
            double[] correlations,
            double[] thresholds,
            double[] excesses,
            int from,
            int width) {
        for (int k = 0; k < width; k++) {
            double covariance = Math.fma(rise, sways[from + k], Math.fma(sway, rises[from + k], covariances[from + k]));
            covariances[from + k] = covariance;
            double correlation = covariance * inverse * inverses[from + k];
            correlations[from + k] = correlation;
            excesses[from + k] = Math.max(excesses[from + k], correlation - thresholds[from + k]);
        }
    }

    /** Takes the smaller one of each threshold and a bound. */
    static void bound(double[] thresholds, double bound, double[] bounded, int from, int width) {
        for (int k = 0; k < width; k++) {
            bounded[from + k] = Math.min(thresholds[from + k], bound);
        }
    }
}
