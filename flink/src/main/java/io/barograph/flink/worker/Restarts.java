package io.barograph.flink.worker;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** What Flink is told of a failure. */
public final class Restarts {
    private Restarts() {}

    /** What is wrong with a query or its data is wrong again next time: only what failed for want of a resource is tried again. */
    public static RuntimeException of(BarographException failed) {
        return failed.code().category() == ErrorCode.Category.RESOURCE ? failed : new SuppressRestartsException(failed);
    }

    /** As {@link #of}, whatever it is. */
    public static RuntimeException told(Throwable failed) {
        return failed instanceof BarographException known ? of(known) : new IllegalStateException(failed);
    }
}
