/** Rows as compact binary records; docs/reference/binary.md has their layout. */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.binary;
