package io.barograph.local;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.spill.ByteSize;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What states, sorts and buffers of one run take, against its limit. Workers report between batches, so the limit can be
 * passed by what one batch adds per worker. Thread-safe.
 */
final class MemoryAccount {
    /** What a worker may hold at any limit, since it cannot work with less. */
    private static final long LEAST_UNSPILLED = 16L << 20;

    private final long limitBytes;
    private final AtomicLongArray workerBytes;
    private final AtomicLongArray workerItems;
    private final AtomicLong retainedBytes = new AtomicLong();
    /** What of that {@link #hold} added. */
    private final AtomicLong heldInHands = new AtomicLong();

    private volatile String items = "rows";
    private volatile String way = "";

    MemoryAccount(long limitBytes, int workers) {
        this.limitBytes = limitBytes;
        this.workerBytes = new AtomicLongArray(workers);
        this.workerItems = new AtomicLongArray(workers);
    }

    /**
     * A stage begins to fill memory.
     *
     * @param plural what it keeps: groups, rows to sort, …
     * @param advice how the query could keep less, as half a sentence
     */
    void begin(String plural, String advice) {
        for (int i = 0; i < workerBytes.length(); i++) {
            workerBytes.set(i, 0);
            workerItems.set(i, 0);
        }
        items = plural;
        way = advice;
    }

    /** What a worker holds now; throws {@code OUT_OF_MEMORY} where all together hold too much. */
    void report(int worker, long bytes, long count) {
        note(worker, bytes, count);
        if (total() > limitBytes) {
            throw exhausted();
        }
    }

    /** What a worker holds now, be it too much or not. */
    void note(int worker, long bytes, long count) {
        workerBytes.lazySet(worker, bytes);
        workerItems.lazySet(worker, count);
    }

    /**
     * What a worker holds although it has spilled what it could; throws {@code OUT_OF_MEMORY} where all together hold too much, and this
     * one more than its part. Where others hold most, they are about to spill, or will be told.
     */
    void noteSpilled(int worker, long bytes, long count) {
        note(worker, bytes, count);
        long most = Math.max(limitBytes, LEAST_UNSPILLED * workerBytes.length());
        if (total() > most && bytes > (most - retainedBytes.get()) / workerBytes.length()) {
            throw exhausted();
        }
    }

    /**
     * Whether this worker is to write what it holds to temporary files: all together hold too much, and it is no small part of
     * that. The worker that holds most always is.
     */
    boolean mustSpill(int worker) {
        long held = 0;
        for (int i = 0; i < workerBytes.length(); i++) {
            held += workerBytes.get(i);
        }
        return held + retainedBytes.get() > limitBytes && workerBytes.get(worker) * workerBytes.length() * 4 >= held;
    }

    /** Whether so many bytes more would be too much. */
    boolean isTooMuch(long more) {
        return total() + more > limitBytes;
    }

    /** Adds what stays until {@link #release}, be it too much or not: what spilling needs to go on. */
    void reserve(long bytes) {
        retainedBytes.addAndGet(bytes);
    }

    /** Adds what stays until {@link #release}: the rows of a finished stage. */
    void retain(long bytes) {
        retainedBytes.addAndGet(bytes);
        if (total() > limitBytes) {
            throw exhausted();
        }
    }

    /**
     * Adds what a reader holds in its hands now, or takes it away where negative; throws {@code OUT_OF_MEMORY} where it adds and
     * all together hold too much.
     *
     * @param what that is, with its verb: what the query keeps of a key takes
     * @param advice how the query could keep less, as half a sentence
     */
    void hold(long more, String what, String advice) {
        retainedBytes.addAndGet(more);
        long held = heldInHands.addAndGet(more);
        if (more > 0 && total() > Math.max(limitBytes, LEAST_UNSPILLED * workerBytes.length())) {
            throw exhausted(
                    what + " " + ByteSize.text(held) + ", and all else " + ByteSize.text(total() - held), advice);
        }
    }

    void release(long bytes) {
        retainedBytes.addAndGet(-bytes);
    }

    /** What one of this many threads may take to merge a piece of what was spilled. */
    long pieceBytes() {
        return limitBytes / (8L * workerBytes.length());
    }

    long limitBytes() {
        return limitBytes;
    }

    /** The failure of a run that hit the end of the JVM's heap before its own limit. */
    BarographException heapExhausted(OutOfMemoryError error) {
        return new BarographException(
                ErrorCode.OUT_OF_MEMORY,
                "the Java heap of " + ByteSize.text(Runtime.getRuntime().maxMemory()) + " is full: " + held()
                        + ". Raise --memory (java -Xmx)" + (areThreadsMany() ? ", use fewer --threads" : "")
                        + (way.isEmpty() ? "" : ", or " + way),
                error);
    }

    /** Whether what each worker cannot work without is more than the limit: with fewer of them, memory is for rows and groups. */
    private boolean areThreadsMany() {
        return workerBytes.length() > 1 && LEAST_UNSPILLED * workerBytes.length() > limitBytes;
    }

    private BarographException exhausted() {
        return exhausted(held(), way);
    }

    private BarographException exhausted(String held, String advice) {
        return new BarographException(
                ErrorCode.OUT_OF_MEMORY,
                "the query needs more than its memory of " + ByteSize.text(limitBytes) + ": " + held
                        + ". Raise --memory (java -Xmx, now "
                        + ByteSize.text(Runtime.getRuntime().maxMemory()) + "), or " + advice);
    }

    private String held() {
        long count = 0;
        long bytes = 0;
        for (int i = 0; i < workerBytes.length(); i++) {
            count += workerItems.get(i);
            bytes += workerBytes.get(i);
        }
        String text = String.format(Locale.ROOT, "%,d %s so far take %s", count, items, ByteSize.text(bytes));
        long retained = retainedBytes.get();
        return retained == 0 ? text : text + ", earlier stages " + ByteSize.text(retained);
    }

    private long total() {
        long bytes = retainedBytes.get();
        for (int i = 0; i < workerBytes.length(); i++) {
            bytes += workerBytes.get(i);
        }
        return bytes;
    }
}
