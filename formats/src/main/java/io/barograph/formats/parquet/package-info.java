/**
 * Parquet in and out. Thrift's structures come from {@code parquet-format-structures}; pages are decoded by our own code,
 * straight into the arrays of columns.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.parquet;
