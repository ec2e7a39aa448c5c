/**
 * Anomaly detectors as folds: for each row and metric of a key a score from 0 to 1, a verdict and the reason in words and numbers.
 * One pass, no look-ahead, bounded memory per key; what comes out is a function of the key's rows in event-time order alone, so
 * that a replay from a saved state gives the same bits. A {@link io.barograph.detect.Detector} is found with
 * {@link java.util.ServiceLoader}; the ones that come with Barograph live in {@code io.barograph.detect.method}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.detect;
