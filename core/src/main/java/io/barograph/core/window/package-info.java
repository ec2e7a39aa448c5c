/**
 * Event-time windows: half-open, aligned, the same in every zone and on every engine.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.window;
