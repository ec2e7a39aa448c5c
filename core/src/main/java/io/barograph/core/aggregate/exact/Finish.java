package io.barograph.core.aggregate.exact;

/** What can be finished from an exact state. Each is a rational of exact sums or the square root of one, rounded once. */
public enum Finish {
    /** Σx. NULL for no rows. */
    SUM(1),
    /** Σx / n. NULL for no rows; finite wherever the true mean is, even if the sum overflows. */
    AVG(1),
    /** (nΣx² − (Σx)²) / n². NULL for no rows. */
    VAR_POP(1),
    /** (nΣx² − (Σx)²) / n(n−1). NULL below two rows. */
    VAR_SAMP(2),
    /** The square root of {@link #VAR_POP}, not of its rounding. */
    STDDEV_POP(1),
    /** The square root of {@link #VAR_SAMP}, not of its rounding. */
    STDDEV_SAMP(2),
    /** (nΣxy − ΣxΣy) / n². NULL for no pairs. */
    COVAR_POP(1),
    /** (nΣxy − ΣxΣy) / n(n−1). NULL below two pairs. */
    COVAR_SAMP(2),
    /** Pearson's coefficient, within [−1, 1] by exactness. NULL where either variance is zero. */
    CORR(1),
    /** Slope of the least-squares line of y (first argument) over x (second). NULL where x has no variance. */
    REGR_SLOPE(1),
    /** Intercept of that line. NULL where x has no variance. */
    REGR_INTERCEPT(1),
    /** Square of the coefficient. NULL where x has no variance; 1 where only y has none. */
    REGR_R2(1),
    /** Σx / n of the pairs, x being the second argument. NULL for no pairs. */
    REGR_AVGX(1),
    /** Σy / n of the pairs, y being the first argument. NULL for no pairs. */
    REGR_AVGY(1),
    /** (nΣx² − (Σx)²) / n. NULL for no pairs. */
    REGR_SXX(1),
    /** (nΣy² − (Σy)²) / n. NULL for no pairs. */
    REGR_SYY(1),
    /** (nΣxy − ΣxΣy) / n. NULL for no pairs. */
    REGR_SXY(1),
    /** √(n(n−1)) / (n−2) · m₃ / m₂^(3/2), mₖ being the k-th central moment. NULL below three rows and where m₂ is 0. */
    SKEWNESS(3),
    /** (n−1) ((n+1) m₄ / m₂² − 3(n−1)) / ((n−2)(n−3)). NULL below four rows and where m₂ is 0. */
    KURTOSIS(4),
    /** m₄ / m₂² − 3. NULL where m₂ is 0. */
    KURTOSIS_POP(1);

    private final int leastRows;

    Finish(int leastRows) {
        this.leastRows = leastRows;
    }

    /** With fewer rows the result is NULL. */
    int leastRows() {
        return leastRows;
    }
}
