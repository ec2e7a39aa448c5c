/** What a live run does, as OpenTelemetry's traces. */
@NullMarked
package io.barograph.telemetry;

import org.jspecify.annotations.NullMarked;
