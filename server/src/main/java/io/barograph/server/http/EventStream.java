package io.barograph.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Server-sent events to one client. What it does not take in time waits here, within bounds; beyond them it is dropped, and the
 * client is told how much it missed, and brought up to date, when it takes something again. No thread waits for it. Thread-safe.
 */
public final class EventStream {
    /** Events that wait; the bytes are shared by all clients. */
    private static final int MOST_EVENTS = 64;

    private static final long MOST_BYTES = 4L << 20;
    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final Response response;
    private final Callback callback;
    private final Consumer<EventStream> freshState;
    private final Consumer<EventStream> gone;

    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long missed;
    private boolean isWriting;
    private boolean isClosed;
    private boolean isEnded;

    /**
     * @param freshState tells a client all that there is by {@link #offer}, as if it had just come
     * @param gone is told once, of the client that is
     */
    public EventStream(Exchange exchange, Consumer<EventStream> freshState, Consumer<EventStream> gone) {
        this.response = exchange.response();
        this.callback = exchange.callback();
        this.freshState = freshState;
        this.gone = gone;
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    }

    /** An event's bytes, for all clients. */
    public static byte[] event(String name, byte[] json) {
        byte[] head = ("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8);
        ByteBuffer event = ByteBuffer.allocate(head.length + json.length + 2);
        event.put(head).put(json).put((byte) '\n').put((byte) '\n');
        return event.array();
    }

    /** Sends an event, now or later, or counts it as missed. */
    public void offer(byte[] event) {
        synchronized (this) {
            if (isClosed || isEnded) {
                return;
            }
            boolean full =
                    waiting.size() >= MOST_EVENTS || waitingBytes + event.length > MOST_BYTES && !waiting.isEmpty();
            if (missed > 0 || full) {
                missed += 1 + waiting.size();
                waiting.clear();
                waitingBytes = 0;
            } else {
                waiting.add(event);
                waitingBytes += event.length;
            }
        }
        write();
    }

    /** Says that the connection is still there, to whoever is between. */
    public void beat() {
        synchronized (this) {
            if (isWriting || isClosed || isEnded) {
                return;
            }
            waiting.add(BEAT);
            waitingBytes += BEAT.length;
        }
        write();
    }

    /** Ends the stream behind what waits. */
    public void end() {
        synchronized (this) {
            isEnded = true;
        }
        write();
    }

    private void write() {
        byte[] next;
        boolean refresh = false;
        boolean last = false;
        synchronized (this) {
            if (isWriting || isClosed) {
                return;
            }
            next = waiting.poll();
            if (next != null) {
                waitingBytes -= next.length;
            } else if (missed > 0 && !isEnded) {
                next = event("missed", Json.bytes(Map.of("events", missed)));
                missed = 0;
                refresh = true;
            } else if (isEnded) {
                next = new byte[0];
                last = true;
                isClosed = true;
            } else {
                return;
            }
            isWriting = true;
        }
        boolean refreshes = refresh;
        boolean ends = last;
        response.write(
                ends, ByteBuffer.wrap(next), Callback.from(() -> written(refreshes, ends), failure -> failed(failure)));
    }

    private void written(boolean refreshes, boolean ends) {
        synchronized (this) {
            isWriting = false;
        }
        if (ends) {
            callback.succeeded();
            gone.accept(this);
            return;
        }
        if (refreshes) {
            freshState.accept(this);
        }
        write();
    }

    private void failed(Throwable failure) {
        synchronized (this) {
            isClosed = true;
            isWriting = false;
            waiting.clear();
        }
        callback.failed(failure);
        gone.accept(this);
    }
}
