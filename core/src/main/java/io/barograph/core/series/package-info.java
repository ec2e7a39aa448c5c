/**
 * Folds for series of readings: onto a regular grid, over the edges of windows, runs of one state, what has changed enough to be
 * told, and few points for charts. Each is a table function of FROM, found as every {@link io.barograph.core.fold.FoldFunction} is.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.series;
