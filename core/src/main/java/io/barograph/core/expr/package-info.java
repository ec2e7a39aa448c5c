/**
 * Scalar expressions: what they mean ({@link io.barograph.core.expr.Expr}) and the columnar kernels that compute them.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.expr;
