/** What is measured, for Prometheus. */
@org.jspecify.annotations.NullMarked
package io.barograph.server.metrics;
