package io.barograph.core.expr;

import io.barograph.core.column.Column;

/**
 * The inner loop of one call: from the arguments' columns to the result's. Owns its output arrays, so it belongs to one
 * thread; what it returns is valid until the next call.
 */
@FunctionalInterface
interface Kernel {
    /**
     * @param arguments one column per argument, of the types that the signature asks for
     * @param size positions, at most {@link io.barograph.core.column.Batch#CAPACITY}
     * @param result begins as NULL where any argument is; a kernel with another null rule ignores it
     */
    Column apply(Column[] arguments, int size, ResultValidity result);
}
