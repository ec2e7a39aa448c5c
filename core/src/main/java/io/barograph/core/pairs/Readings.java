package io.barograph.core.pairs;

import java.util.Arrays;

/** Readings of a series brought to where arithmetic loses least, without rounding any of them. */
final class Readings {
    private Readings() {}

    /**
     * Readings shifted and scaled, both exactly: a value near the middle of all is taken away where all lie within a factor of two of it (so
     * readings of 1e9 + noise keep the noise's digits), and all are divided by a power of two so that none is above 1. A reading that
     * is missing (NaN) or infinite has the value of the one before it, and of the first one where none is before it.
     *
     * @param size of the result, whose end is 0 behind the readings
     */
    static double[] scaled(double[] readings, int size) {
        double[] filled = new double[size];
        double last = 0;
        boolean any = false;
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < readings.length; i++) {
            double reading = readings[i];
            if (Double.isFinite(reading)) {
                if (!any) {
                    Arrays.fill(filled, 0, i, reading);
                    any = true;
                }
                last = reading;
                least = Math.min(least, reading);
                greatest = Math.max(greatest, reading);
            }
            filled[i] = last;
        }
        if (!any) {
            return filled;
        }
        double shift = shift(least, greatest);
        double extent = Math.max(Math.abs(least - shift), Math.abs(greatest - shift));
        int exponent = extent > 0 ? -Math.getExponent(extent) - 1 : 0;
        for (int i = 0; i < readings.length; i++) {
            filled[i] = Math.scalb(filled[i] - shift, exponent);
        }
        return filled;
    }

    /** A value that can be taken from all between these two without rounding (Sterbenz), near their middle; else 0. */
    private static double shift(double least, double greatest) {
        double middle = least * 0.5 + greatest * 0.5;
        double nearest = Math.min(Math.abs(least), Math.abs(greatest));
        double furthest = Math.max(Math.abs(least), Math.abs(greatest));
        boolean isExact = Math.signum(least) * Math.signum(greatest) > 0
                && nearest >= Math.abs(middle) * 0.5
                && furthest <= Math.abs(middle) * 2;
        return isExact ? middle : 0;
    }
}
