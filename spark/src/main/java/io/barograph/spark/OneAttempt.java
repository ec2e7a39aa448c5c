package io.barograph.spark;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.AnswerLost;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Takes the chunks of an answer, and sees to it that those of a task are all of one attempt. Where an executor is lost while they are fetched,
 * Spark runs its tasks again, and what they make then may be cut in other places: rows of both together could be lost, or doubled.
 */
final class OneAttempt implements Consumer<byte[]> {
    private static final int MARK_BYTES = Integer.BYTES + Long.BYTES;

    private final Consumer<byte[]> target;
    /** By task. */
    private final Map<Integer, Long> attempts = new HashMap<>();

    private @Nullable RuntimeException failure;

    OneAttempt(Consumer<byte[]> target) {
        this.target = target;
    }

    /** A chunk that says which attempt of a task, this one, has made it. */
    static byte[] marked(int task, byte[] chunk) {
        return marked(task, TaskContext.get().taskAttemptId(), chunk);
    }

    static byte[] marked(int task, long attempt, byte[] chunk) {
        return ByteBuffer.allocate(MARK_BYTES + chunk.length)
                .putInt(task)
                .putLong(attempt)
                .put(chunk)
                .array();
    }

    /**
     * After the first failure every further chunk fails the same way: Spark goes on to hand over what tasks bring that still run, when
     * whoever asked has been told, and may have begun to ask again.
     *
     * @throws AnswerLost where another attempt of the task has made one before
     */
    @Override
    public void accept(byte[] marked) {
        if (failure != null) {
            throw failure;
        }
        try {
            take(marked);
        } catch (RuntimeException first) {
            failure = first;
            throw first;
        }
    }

    private void take(byte[] marked) {
        ByteBuffer mark = ByteBuffer.wrap(marked);
        int task = mark.getInt();
        long attempt = mark.getLong();
        Long before = attempts.putIfAbsent(task, attempt);
        if (before != null && before != attempt) {
            throw new AnswerLost(new BarographException(
                    ErrorCode.UNAVAILABLE,
                    "an executor was lost while its part of the answer was fetched, each time that the query was run; "
                            + SparkContexts.MORE_MEMORY));
        }
        target.accept(Arrays.copyOfRange(marked, MARK_BYTES, marked.length));
    }
}
