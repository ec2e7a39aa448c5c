/**
 * The rows of results as they are now, as columns: kept for those who look, encoded when they do. Begin with
 * {@link io.barograph.server.result.ResultTable}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.server.result;
