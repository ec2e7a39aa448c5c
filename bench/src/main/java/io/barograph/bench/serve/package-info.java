/** How a running service answers while readings come in; each answer is checked before its time counts. */
@org.jspecify.annotations.NullMarked
package io.barograph.bench.serve;
