package io.barograph.telemetry;

import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The last spans of reading that are sampled, for the steps that work on what was read. Numbered as they come, from 0.
 * Thread-safe.
 */
final class ReadSpans {
    /** What a step names at most. A step may work on thousands of reads, of which a few show where its rows came from. */
    private static final int MOST = 32;

    /** @param joins whether it goes on with the trace of who sent the records */
    private record Read(SpanContext span, boolean joins) {}

    private final Read[] last = new Read[MOST];
    private long count;

    synchronized void add(SpanContext span, boolean joins) {
        last[(int) (count++ % MOST)] = new Read(span, joins);
    }

    /** How many there have been. */
    synchronized long count() {
        return count;
    }

    /**
     * Those from a number on that are still known. The first is the one to go on from: of a sender's trace, where there is one, so
     * that senders find what became of their records.
     */
    synchronized List<SpanContext> since(long number) {
        List<SpanContext> found = new ArrayList<>();
        for (long i = Math.max(number, count - MOST); i < count; i++) {
            Read read = last[(int) (i % MOST)];
            boolean isFirstThatJoins = read.joins && (found.isEmpty() || !read.span.equals(found.get(0)));
            if (isFirstThatJoins) {
                found.add(0, read.span);
            } else {
                found.add(read.span);
            }
        }
        return found;
    }
}
