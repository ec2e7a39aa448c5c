package io.barograph.local.live;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells how a run is doing also while its publisher waits for a place to write to: what it said last, and what is wrong now. A
 * status goes on by one thread at a time.
 */
final class StatusWatch implements AutoCloseable {
    private static final long LOOK_NANOS = 500_000_000L;
    private static final long SILENT_NANOS = 1_000_000_000L;

    private final Consumer<LiveStatus> target;
    private final Supplier<LiveStatus.Waits> waits;
    private final Thread thread = new Thread(this::watch, "barograph-status");
    private @Nullable LiveStatus last;
    private long toldAt = System.nanoTime();
    private volatile boolean closed;

    /** @param waits who waits for whom; asked by another thread */
    StatusWatch(Consumer<LiveStatus> target, Supplier<LiveStatus.Waits> waits) {
        this.target = target;
        this.waits = waits;
        thread.setDaemon(true);
        thread.start();
    }

    /** The publisher says how things are. */
    synchronized void tell(LiveStatus status) {
        last = status;
        toldAt = System.nanoTime();
        target.accept(status);
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(LOOK_NANOS);
            tellSilence();
        }
    }

    private synchronized void tellSilence() {
        LiveStatus status = last;
        long silence = System.nanoTime() - toldAt;
        if (status == null || closed || silence < SILENT_NANOS) {
            return;
        }
        target.accept(status.later(silence, waits.get()));
    }

    /** Nothing is told any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        LockSupport.unpark(thread);
    }
}
