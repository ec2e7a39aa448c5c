package io.barograph.local.live;

/** Has a live run make a checkpoint before its time. Thread-safe. */
public final class CheckpointTrigger {
    private volatile boolean requested;

    /** The next step of the run begins one; where one is being made, it follows. */
    public void request() {
        requested = true;
    }

    boolean isRequested() {
        return requested;
    }

    /** It has been begun. */
    void clear() {
        requested = false;
    }
}
