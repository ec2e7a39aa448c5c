package io.barograph.detect;

/**
 * What can be set of a detector: a number.
 *
 * @param name lower case, words joined by underscores
 * @param unit what the number counts: rows, s, digits, …
 * @param standard the value where none is given; NaN means that the detector decides, as the description says
 * @param least the smallest value that means anything
 * @param most the greatest one
 * @param description one sentence
 */
public record Parameter(String name, String unit, double standard, double least, double most, String description) {
    /** Whether a value may be given. */
    public boolean admits(double value) {
        return value >= least && value <= most;
    }
}
