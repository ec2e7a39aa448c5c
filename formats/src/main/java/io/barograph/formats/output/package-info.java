/**
 * Answers as files: {@link io.barograph.formats.output.CsvSink} and {@link io.barograph.formats.output.JsonSink}. Both
 * share one encoder of rows, {@code RowEncoder}, which a {@code RowStyle} tells what to write between the values.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.output;
