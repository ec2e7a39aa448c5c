/** 128-bit integers and the decimals that they are: arithmetic, texts. No objects per value. */
@org.jspecify.annotations.NullMarked
package io.barograph.core.decimal;
