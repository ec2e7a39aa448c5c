/**
 * Text and values: numbers, timestamps and intervals, read from and written to bytes the same way on every JDK.
 *
 * <p>The JDK's own conversions are not used, because they differ between its releases ({@code 2e23} prints differently
 * on 17 and 25), need a {@code String} and allocate. What reads text takes a range of a byte array and reports failure by
 * a reserved value; what writes text takes an array with room to spare and returns the position behind the text.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.text;
