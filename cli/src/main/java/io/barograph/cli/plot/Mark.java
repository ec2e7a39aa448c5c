package io.barograph.cli.plot;

/**
 * A value to be marked.
 *
 * @param column of the grid
 * @param time in nanoseconds since 1970
 */
public record Mark(int column, long time, double value) {}
