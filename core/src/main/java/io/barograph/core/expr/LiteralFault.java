package io.barograph.core.expr;

/**
 * A literal for which a call has a value in no row.
 *
 * @param argument its place among the arguments, from 0
 * @param message what is wrong with it, and the way out
 */
public record LiteralFault(int argument, String message) {}
