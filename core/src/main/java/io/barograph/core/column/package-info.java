/**
 * Types, schemas, columns and batches: how rows are held everywhere. Start with {@link io.barograph.core.column.Batch}
 * and {@link io.barograph.core.column.Column}.
 *
 * <p>Words used throughout: a <em>batch</em> is some rows as columns; a <em>position</em> is a row in a batch;
 * <em>validity</em> says which positions hold a value.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.column;
