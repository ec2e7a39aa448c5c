/**
 * Lines over time: from queries to pictures. Start with {@link io.barograph.cli.plot.ChartLoader}, which has the engine reduce
 * rows to pixel columns, whatever their number; {@link io.barograph.cli.plot.TerminalChart},
 * {@link io.barograph.cli.plot.PngChart} and {@link io.barograph.cli.plot.HtmlChart} draw what it found.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.cli.plot;
