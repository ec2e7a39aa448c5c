package io.barograph.core.engine;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;

/** A flag that a run looks at between batches. Thread-safe. */
public final class Cancellation {
    private volatile boolean requested;

    public void request() {
        synchronized (this) {
            requested = true;
            notifyAll();
        }
    }

    /** Waits until it is requested. */
    public synchronized void await() throws InterruptedException {
        while (!requested) {
            wait();
        }
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
