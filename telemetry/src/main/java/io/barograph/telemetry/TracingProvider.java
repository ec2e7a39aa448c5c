package io.barograph.telemetry;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.PushObserver;
import io.barograph.core.live.PushObserverProvider;
import io.barograph.local.live.LiveObserver;
import io.barograph.local.live.LiveObserverProvider;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Traces where the standard variables ask for them: {@code OTEL_EXPORTER_OTLP_ENDPOINT}, {@code OTEL_TRACES_EXPORTER}, and all
 * else that <a href="https://opentelemetry.io/docs/languages/java/configuration/">OpenTelemetry's own configuration</a> knows.
 */
public final class TracingProvider implements LiveObserverProvider, PushObserverProvider {
    private static final String EXPORTER = "OTEL_TRACES_EXPORTER";

    @Override
    public @Nullable LiveObserver open(String pipeline, Map<String, String> environment) {
        return isWanted(environment) ? new TracedRun(sdk(), pipeline) : null;
    }

    @Override
    public @Nullable PushObserver openPushes(Map<String, String> environment) {
        return isWanted(environment) ? new TracedPushes(sdk()) : null;
    }

    /** To nobody in particular is no wish: a machine that collects nothing should not be knocked at every few seconds. */
    static boolean isWanted(Map<String, String> environment) {
        String exporter = environment.getOrDefault(EXPORTER, "");
        boolean isNamed = environment.containsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
                || environment.containsKey("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
                || !exporter.isEmpty();
        return isNamed
                && !exporter.equals("none")
                && !environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true");
    }

    private static OpenTelemetrySdk sdk() {
        try {
            return AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> Map.of(
                            "otel.service.name", "barograph",
                            // What is shipped speaks HTTP; gRPC would bring a second client.
                            "otel.exporter.otlp.protocol", "http/protobuf",
                            "otel.metrics.exporter", "none",
                            "otel.logs.exporter", "none"))
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
        } catch (ConfigurationException | IllegalArgumentException | IllegalStateException e) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "the OTEL_… variables ask for traces that cannot be sent: " + e.getMessage()
                            + "; correct them, or run with " + EXPORTER + "=none",
                    e);
        }
    }
}
