/** Rows that are records of their own: messages and journals' lines. */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.record;
