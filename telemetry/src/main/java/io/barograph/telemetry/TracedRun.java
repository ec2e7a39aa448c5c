package io.barograph.telemetry;

import io.barograph.core.text.TimestampText;
import io.barograph.local.live.LiveObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A live run as spans: {@code read} goes on from the trace that came with the records; {@code show} and {@code checkpoint} go on from
 * a read whose records they hold, and are linked to others; a sink's {@code commit} belongs to its checkpoint. So one trace leads
 * from who sent a record to the commit that made its result visible.
 */
final class TracedRun implements LiveObserver {
    private static final AttributeKey<String> PIPELINE = AttributeKey.stringKey("barograph.pipeline");
    private static final AttributeKey<String> TABLE = AttributeKey.stringKey("barograph.table");
    private static final AttributeKey<String> LANE = AttributeKey.stringKey("barograph.lane");
    private static final AttributeKey<Long> OFFSET = AttributeKey.longKey("barograph.offset");
    private static final AttributeKey<Long> NEXT_OFFSET = AttributeKey.longKey("barograph.next_offset");
    private static final AttributeKey<Long> RECORDS = AttributeKey.longKey("barograph.records");
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("barograph.query");
    private static final AttributeKey<String> UP_TO = AttributeKey.stringKey("barograph.up_to");
    private static final AttributeKey<Long> ROWS = AttributeKey.longKey("barograph.rows");
    private static final AttributeKey<Long> CHECKPOINT = AttributeKey.longKey("barograph.checkpoint");
    private static final AttributeKey<Long> BYTES = AttributeKey.longKey("barograph.bytes");

    /** How long the last spans may take to be sent when a run ends. */
    private static final long CLOSE_SECONDS = 5;

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final String pipeline;
    private final ReadSpans reads = new ReadSpans();
    /** By query, how many reads there had been when rows of it were shown last. */
    private final Map<String, Long> shown = new ConcurrentHashMap<>();

    private long saved;

    TracedRun(OpenTelemetrySdk sdk, String pipeline) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("io.barograph");
        this.pipeline = pipeline;
    }

    @Override
    public Reading reading() {
        long begun = System.nanoTime();
        return (table, lane, offset, nextOffset, records, traceparent) -> {
            long nanos = System.nanoTime() - begun;
            Context from = TraceText.context(traceparent);
            long end = now();
            Span span = span("read " + table)
                    .setParent(from)
                    .setSpanKind(SpanKind.CONSUMER)
                    .setStartTimestamp(end - nanos, TimeUnit.NANOSECONDS)
                    .setAttribute(TABLE, table)
                    .setAttribute(LANE, lane)
                    .setAttribute(OFFSET, offset)
                    .setAttribute(NEXT_OFFSET, nextOffset)
                    .setAttribute(RECORDS, records)
                    .startSpan();
            span.end(end, TimeUnit.NANOSECONDS);
            if (span.getSpanContext().isSampled()) {
                reads.add(
                        span.getSpanContext(),
                        Span.fromContext(from).getSpanContext().isValid());
            }
        };
    }

    @Override
    public Showing showing(String query) {
        long until = reads.count();
        Span span = behind(span("show " + query), reads.since(shown.getOrDefault(query, 0L)))
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute(QUERY, query)
                .startSpan();
        return new Showing() {
            @Override
            public @Nullable String traceparent() {
                return TraceText.of(span.getSpanContext());
            }

            /** A span that never ends is never sent: most looks find nothing ripe. */
            @Override
            public void done(long upTo, long rows) {
                if (rows > 0) {
                    shown.put(query, until);
                    span.setAttribute(UP_TO, upTo == Long.MAX_VALUE ? "the end" : TimestampText.toString(upTo))
                            .setAttribute(ROWS, rows);
                    span.end();
                }
            }
        };
    }

    @Override
    public Saving saving(long checkpoint) {
        Span span = behind(span("checkpoint"), reads.since(saved))
                .setAttribute(CHECKPOINT, checkpoint)
                .startSpan();
        saved = reads.count();
        return new Saving() {
            @Override
            public void saved(long bytes) {
                span.setAttribute(BYTES, bytes);
            }

            @Override
            public void commit(String query, Runnable commit) {
                Span one = span("commit " + query)
                        .setParent(Context.root().with(span))
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute(QUERY, query)
                        .setAttribute(CHECKPOINT, checkpoint)
                        .startSpan();
                try {
                    commit.run();
                } catch (RuntimeException e) {
                    one.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
                    span.setStatus(StatusCode.ERROR);
                    span.end();
                    throw e;
                } finally {
                    one.end();
                }
            }

            @Override
            public void done() {
                span.end();
            }
        };
    }

    /** Sends what has not been sent. */
    @Override
    public void close() {
        sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private SpanBuilder span(String name) {
        return tracer.spanBuilder(name).setAttribute(PIPELINE, pipeline);
    }

    private static SpanBuilder behind(SpanBuilder span, List<SpanContext> earlier) {
        if (earlier.isEmpty()) {
            return span.setNoParent();
        }
        span.setParent(Context.root().with(Span.wrap(earlier.get(0))));
        earlier.stream().skip(1).forEach(span::addLink);
        return span;
    }

    private static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
