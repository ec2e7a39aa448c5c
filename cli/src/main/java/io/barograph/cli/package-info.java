/**
 * The {@code baro} command.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.cli;
