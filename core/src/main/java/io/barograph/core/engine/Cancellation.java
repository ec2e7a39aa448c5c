package io.barograph.core.engine;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A flag that a run looks at between batches. Thread-safe. */
public final class Cancellation {
    private volatile boolean requested;
    private final List<Waiting> watches = new ArrayList<>();

    /** Somebody who is told of the request, until it is closed. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private final class Waiting implements Watch {
        final Runnable action;

        Waiting(Runnable action) {
            this.action = action;
        }

        void tell() {
            try {
                action.run();
            } catch (RuntimeException | LinkageError failed) {
                // It must not keep others from being told, nor whoever requests from what comes next: waiting for the
                // run, which ends with
                // what has become of it.
            }
        }

        @Override
        public void close() {
            synchronized (Cancellation.this) {
                watches.remove(this);
            }
        }
    }

    /**
     * Requests it: tells all who watch. What an action throws goes nowhere: the others are told all the same, and the run looks at the
     * request between batches in any case.
     */
    public void request() {
        List<Waiting> told;
        synchronized (this) {
            requested = true;
            notifyAll();
            told = List.copyOf(watches);
            watches.clear();
        }
        told.forEach(Waiting::tell);
    }

    /**
     * Has something done once it is requested: by the thread that requests it, and at once where it was requested before. So what
     * works elsewhere and cannot look between batches is told to stop.
     *
     * @param action is quick; done once at most; where it throws, as {@link #request} says
     * @return the caller's to close, when there is nothing to stop any more
     */
    public Watch whenRequested(Runnable action) {
        Waiting waiting = new Waiting(action);
        synchronized (this) {
            if (!requested) {
                watches.add(waiting);
                return waiting;
            }
        }
        waiting.tell();
        return waiting;
    }

    /** Waits until it is requested. */
    public synchronized void await() throws InterruptedException {
        while (!requested) {
            wait();
        }
    }

    /**
     * Waits until it is requested, but not for longer than that.
     *
     * @return whether it is requested
     */
    public synchronized boolean await(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); !requested && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return requested;
    }

    public boolean isRequested() {
        return requested;
    }

    /** Throws {@link ErrorCode#CANCELLED} once requested. */
    public void check() {
        if (requested) {
            throw new BarographException(ErrorCode.CANCELLED, "the run was cancelled");
        }
    }
}
