/**
 * The interfaces through which tables are found and read: formats, tables, lanes, splits. No I/O here.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.source;
