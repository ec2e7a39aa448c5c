package io.barograph.telemetry;

import io.barograph.core.live.PushObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Requests that push records as spans {@code push TABLE}: children of the sender's, and parents of the reads of what they brought. */
final class TracedPushes implements PushObserver {
    private static final AttributeKey<String> TABLE = AttributeKey.stringKey("barograph.table");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final int OUR_FAULT = 500;

    /** How long the last spans may take to be sent when a table is closed. */
    private static final long CLOSE_SECONDS = 5;

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    TracedPushes(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("io.barograph");
    }

    @Override
    public Push begin(String table, @Nullable String traceparent) {
        Span span = tracer.spanBuilder("push " + table)
                .setParent(TraceText.context(traceparent))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute(TABLE, table)
                .setAttribute(METHOD, "POST")
                .startSpan();
        return new Push() {
            @Override
            public @Nullable String traceparent() {
                return TraceText.of(span.getSpanContext());
            }

            @Override
            public void done(int status) {
                span.setAttribute(STATUS, status);
                if (status >= OUR_FAULT) {
                    span.setStatus(StatusCode.ERROR);
                }
                span.end();
            }
        };
    }

    @Override
    public void close() {
        sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
