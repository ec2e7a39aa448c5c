package io.barograph.connectors.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;

/** Reads the body of one request as it comes, within bounds of size, time and memory. No thread waits for it. */
final class BodyReader implements Runnable {
    /** Whoever takes longer is too slow. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int FIRST_BYTES = 1 << 12;

    /** What all bodies that are being read may take together. */
    static final long MEMORY_BYTES =
            Math.max(128L << 20, Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 8));

    private static final AtomicLong TAKEN = new AtomicLong();

    private final Content.Source source;
    private final int limit;
    private final BiConsumer<byte[], Integer> whole;
    private final Consumer<Answer> failed;
    private final long begunNanos = System.nanoTime();
    private byte[] bytes = new byte[0];
    private int length;

    /**
     * A reader that has not begun.
     *
     * @param limit the most bytes
     * @param whole is given the body and its length; the array has a byte more
     * @param failed is told why there is none
     */
    BodyReader(Content.Source source, int limit, BiConsumer<byte[], Integer> whole, Consumer<Answer> failed) {
        this.source = source;
        this.limit = limit;
        this.whole = whole;
        this.failed = failed;
    }

    /** Reads what there is, and comes again when there is more. */
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                fail(Answer.wrong(
                        HttpStatus.REQUEST_TIMEOUT_408,
                        "the body did not come within time, or is not what HTTP allows"));
                return;
            }
            boolean last = chunk.isLast();
            Answer wrong = take(chunk.getByteBuffer());
            chunk.release();
            if (wrong != null) {
                fail(wrong);
                return;
            }
            if (last) {
                byte[] body = bytes;
                int count = length;
                try {
                    whole.accept(body, count);
                } finally {
                    release();
                }
                return;
            }
        }
    }

    private @org.jspecify.annotations.Nullable Answer take(ByteBuffer more) {
        int count = more.remaining();
        if (count > limit - length) {
            return Answer.wrong(
                    HttpStatus.PAYLOAD_TOO_LARGE_413,
                    "the body is longer than " + limit + " bytes: send several requests, or allow for more with '"
                            + HttpOptions.BODY_LIMIT + "'");
        }
        if (System.nanoTime() - begunNanos > MOST_NANOS) {
            return Answer.wrong(
                    HttpStatus.REQUEST_TIMEOUT_408, "the body took longer than a minute: send smaller ones");
        }
        if (length + count >= bytes.length && !widen(length + count + 1)) {
            return Answer.later(
                    HttpStatus.SERVICE_UNAVAILABLE_503,
                    1,
                    "too many bodies are being read at once: try again in a second");
        }
        more.get(bytes, length, count);
        length += count;
        return null;
    }

    private boolean widen(int needed) {
        int size = Math.min(limit + 1, Math.max(Math.max(FIRST_BYTES, needed), bytes.length * 2));
        int grown = size - bytes.length;
        if (TAKEN.addAndGet(grown) > MEMORY_BYTES) {
            TAKEN.addAndGet(-grown);
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    private void fail(Answer answer) {
        release();
        failed.accept(answer);
    }

    private void release() {
        TAKEN.addAndGet(-bytes.length);
        bytes = new byte[0];
        length = 0;
    }
}
