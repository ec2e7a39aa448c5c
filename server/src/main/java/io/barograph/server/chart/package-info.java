/**
 * Pictures of results: the few readings that draw what all would, as {@link io.barograph.server.chart.ChartRequest} asks. Begin with
 * {@link io.barograph.server.chart.ChartPicture}. Nothing here knows who looks, or when.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.server.chart;
