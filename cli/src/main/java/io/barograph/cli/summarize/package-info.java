/**
 * The first look at a file. {@link io.barograph.cli.summarize.ColumnProfile} asks the engine for aggregates of every
 * column; {@link io.barograph.cli.summarize.ClockProfile} folds the times of each key in the file's order and finds
 * rates, gaps, duplicates, disorder and clocks that leap.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.cli.summarize;
