/**
 * The JOIN: the rows of one side in a table by their keys, and batches of the other side paired with them. Start with
 * {@link io.barograph.core.join.JoinTable}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.join;
