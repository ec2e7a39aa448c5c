package io.barograph.local;

import io.barograph.core.engine.Cancellation;
import io.barograph.local.live.LiveHost;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster does for a query: it runs tasks where it likes, as often as it has to, and carries what they send. All that
 * computes is in {@link TaskRunner}.
 *
 * <p>For each stage of a job, a host runs every one of {@link Job#tasks}; one that reads a {@link TaskInput.Partition} is given all
 * chunks that tasks of that stage sent to that partition, in any order, none twice. It is run also where there are none. Of the
 * job's last stage, what is sent goes to the one who asked.
 */
public interface TaskHost extends AutoCloseable {
    /** As in {@code --engine spark}. */
    String name();

    /** How many partitions keys are dealt out to. */
    int partitions();

    /** Bytes of a table that a task should read at least, for {@link TaskSize}: the more it takes to start one, the more. */
    default long leastTaskBytes() {
        return 0;
    }

    /**
     * Runs a job.
     *
     * @param cancellation when it is requested, the host stops what runs for the job on the cluster, and this call ends
     * @param answer is given each chunk of the last stage, in any order, by one thread at a time
     * @throws AnswerLost where a part of the answer is lost that may have been given already
     * @throws io.barograph.core.error.BarographException where a task fails for good; CANCELLED
     */
    void run(Job job, Cancellation cancellation, Consumer<byte[]> answer);

    /** Runs live queries there; null where the engine runs none. */
    default @Nullable LiveHost live() {
        return null;
    }

    /** Lets go of the cluster; what runs there for others goes on. */
    @Override
    default void close() {}
}
