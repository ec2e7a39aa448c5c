package io.barograph.flink;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import org.apache.flink.util.SerializedThrowable;

/** Failures of Flink's jobs in our words. */
final class FlinkFailures {
    private static final String CAUSE = "Caused by: ";

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
        return new BarographException(
                ErrorCode.UNAVAILABLE, "Flink at '" + cluster + "' gave up: " + reason(last), failed);
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
