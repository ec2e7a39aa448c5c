/** The engine against its references. */
@org.jspecify.annotations.NullMarked
package io.barograph.oracle;
