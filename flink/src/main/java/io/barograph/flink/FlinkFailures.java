package io.barograph.flink;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import org.apache.flink.util.SerializedThrowable;

/** Failures of Flink's jobs in our words. */
final class FlinkFailures {
    private static final String CAUSE = "Caused by: ";
    /** What Flink says of a state that no operator of the job claims. */
    private static final String UNCLAIMED = "Cannot map checkpoint/savepoint state";

    private FlinkFailures() {}

    /**
     * What a task failed with, in its own words; Flink wraps it, and carries it as bytes.
     *
     * @param cluster as in {@code --master}
     */
    static BarographException told(Exception failed, String cluster) {
        ClassLoader own = FlinkFailures.class.getClassLoader();
        Throwable cause = failed;
        Throwable last = failed;
        while (cause != null) {
            Throwable read = cause instanceof SerializedThrowable bytes ? bytes.deserializeError(own) : cause;
            if (read instanceof BarographException words) {
                return words;
            }
            if (read.getMessage() != null) {
                last = read;
            }
            cause = read.getCause();
        }
        String reason = reason(last);
        return reason.contains(UNCLAIMED)
                ? new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "the job whose states execution.state-recovery.path names had other INSERTs, other tables, or other"
                                + " folders of late and rejected rows, or was of an earlier version of Barograph, and goes on"
                                + " with those alone; give it these, or leave the option away to start anew",
                        failed)
                : new BarographException(
                        ErrorCode.UNAVAILABLE, "Flink at '" + cluster + "' gave up: " + reason, failed);
    }

    /** Whether a cluster has failed, and not what it was given to do. */
    static boolean isLoss(BarographException told) {
        return told.code() == ErrorCode.UNAVAILABLE && told.getCause() != null;
    }

    /** The REST endpoint tells of a failure by its stack trace: what comes last in it is why. */
    private static String reason(Throwable last) {
        String text = String.valueOf(last.getMessage());
        int cause = text.lastIndexOf(CAUSE);
        String told = cause < 0 ? text : text.substring(cause + CAUSE.length());
        return told.lines().findFirst().orElse(last.toString());
    }
}
