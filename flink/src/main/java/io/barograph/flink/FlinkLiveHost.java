package io.barograph.flink;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.flink.live.LiveStreams;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import io.barograph.local.TaskCounts;
import io.barograph.local.live.HostedLanes;
import io.barograph.local.live.HostedQuery;
import io.barograph.local.live.LiveHost;
import io.barograph.local.live.LiveJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** Runs live queries as one streaming job of Flink's. */
final class FlinkLiveHost implements LiveHost {
    /** Of keys, where nobody asks for more: so many subtasks can merge. */
    private static final int PARTITIONS = 16;

    /** Between two looks at whether a job has ended, at first and at last. */
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(50);

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    /** Between checkpoints of a bounded job whose readers have all come to their end: it ends with the first of these. */
    private static final Duration CHECKPOINTS_AT_THE_END = Duration.ofMillis(20);

    private final String host;
    private final int port;
    private final Configuration given;
    private final String[] jars;
    private final int slots;

    /**
     * @param given of the host's jobs
     * @param jars what is sent with each job
     * @param slots as parallel as a job is, unless its configuration says otherwise
     */
    FlinkLiveHost(String host, int port, Configuration given, String[] jars, int slots) {
        this.host = host;
        this.port = port;
        this.given = given;
        this.jars = jars;
        this.slots = slots;
    }

    private Configuration configuration(long checkpointNanos) {
        Configuration configuration = new Configuration(given);
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
        configuration.removeConfig(ExecutionOptions.BATCH_SHUFFLE_MODE);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofNanos(checkpointNanos));
        if (!configuration.contains(CoreOptions.DEFAULT_PARALLELISM)) {
            configuration.set(CoreOptions.DEFAULT_PARALLELISM, slots);
        }
        // Batches pass from a reader to its gatherer as they are.
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.OPERATOR_CHAINING, true);
        return configuration;
    }

    /** While readers of a bounded job say that they have a backlog, checkpoints are made as somebody wants them. */
    private static void hurryTheEnd(Configuration configuration) {
        Duration wanted = configuration.get(CheckpointingOptions.CHECKPOINTING_INTERVAL);
        if (wanted.compareTo(CHECKPOINTS_AT_THE_END) > 0
                && !configuration.contains(CheckpointingOptions.CHECKPOINTING_INTERVAL_DURING_BACKLOG)) {
            configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL_DURING_BACKLOG, wanted);
            configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS_AT_THE_END);
        }
    }

    /** What Flink's own properties say comes first. */
    private static void keep(@Nullable String state, Configuration configuration) {
        if (state == null) {
            return;
        }
        String folder = state.endsWith("/") ? state : state + "/";
        if (!configuration.contains(CheckpointingOptions.CHECKPOINTS_DIRECTORY)) {
            configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder + "checkpoints");
        }
        if (!configuration.contains(CheckpointingOptions.SAVEPOINT_DIRECTORY)) {
            configuration.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, folder + "savepoints");
        }
    }

    private static int partitions(Configuration configuration) {
        int most = configuration.get(PipelineOptions.MAX_PARALLELISM);
        return most > 0 ? most : Math.max(PARTITIONS, configuration.get(CoreOptions.DEFAULT_PARALLELISM));
    }

    @Override
    public void check(LiveJob job) {
        try (HostedQuery query = outlined(job)) {
            query.check("flink");
        }
    }

    private static HostedQuery outlined(LiveJob job) {
        return HostedQuery.outlined(job, new FileCatalog(), new LiveConnectors(), RunOptions.defaults());
    }

    @Override
    public String explain(LiveJob job) {
        check(job);
        Configuration configuration = configuration(TimeUnit.SECONDS.toNanos(1));
        String dealing;
        try (HostedQuery query = outlined(job)) {
            dealing = query.dealing();
        }
        return "live on Flink, at " + host + ":" + port + ":\n  "
                + configuration.get(CoreOptions.DEFAULT_PARALLELISM)
                + " readers share the table's lanes; each combines what it reads to partial states\n  "
                + "up to " + partitions(configuration)
                + " partitions of the keys merge and show them; their states are in Flink's checkpoints and savepoints\n"
                + dealing + "  one writer, with each checkpoint\n";
    }

    @Override
    public End run(List<LiveJob> jobs, long checkpointNanos, @Nullable String state, RunOptions options) {
        jobs.forEach(this::check);
        Configuration configuration = configuration(checkpointNanos);
        refuseUnclaimed(configuration);
        keep(state, configuration);
        if (jobs.get(0).bounded()) {
            hurryTheEnd(configuration);
        }
        try (StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createRemoteEnvironment(host, port, configuration, jars)) {
            List<LiveJob> ready = jobs.stream()
                    .map(job -> HostedQuery.withRest(job, new FileCatalog(), new LiveConnectors(), options))
                    .toList();
            options.cancellation().check();
            LiveStreams.add(environment, ready, partitions(configuration));
            JobClient client = environment.executeAsync(jobs.get(0).pipeline());
            long begun = System.nanoTime();
            while (!client.getJobStatus().get().isGloballyTerminalState()) {
                if (options.cancellation().await(untilNextLook(Duration.ofNanos(System.nanoTime() - begun)))) {
                    return new End(new HostedLanes.Books(0, 0, 0, 0), stop(client, configuration));
                }
            }
            return new End(books(client.getJobExecutionResult().get().getAllAccumulatorResults()), "");
        } catch (Exception failed) {
            throw FlinkFailures.told(failed, host + ":" + port);
        }
    }

    /**
     * So that looking adds little to what a job takes. The client's own wait for a job's result soon looks each two seconds alone, which is
     * long beside a few seconds' job.
     */
    private static Duration untilNextLook(Duration running) {
        Duration share = running.dividedBy(20);
        Duration atLeast = share.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : share;
        return atLeast.compareTo(LONGEST_LOOK) < 0 ? atLeast : LONGEST_LOOK;
    }

    /** Where lanes stand is the state of all queries together: one alone that goes on would read again what it has. */
    private static void refuseUnclaimed(Configuration configuration) {
        if (configuration.get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE)) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE.key()
                            + " is set, but a job goes on with the INSERTs that it was stopped with, or starts anew; leave it away, and "
                            + StateRecoveryOptions.SAVEPOINT_PATH.key() + ", too, where the INSERTs are others");
        }
    }

    /** Ends the job, and gives where its states are: nowhere, unless a folder was given for them. */
    private static String stop(JobClient client, Configuration configuration) throws Exception {
        String folder = configuration.get(CheckpointingOptions.SAVEPOINT_DIRECTORY);
        if (folder != null) {
            return client.stopWithSavepoint(false, folder, SavepointFormatType.CANONICAL)
                    .get();
        }
        client.cancel().get();
        return "";
    }

    private static HostedLanes.Books books(Map<String, Object> counts) {
        return new HostedLanes.Books(
                count(counts, TaskCounts.READ),
                count(counts, TaskCounts.USED),
                count(counts, TaskCounts.LATE),
                count(counts, TaskCounts.REJECTED));
    }

    private static long count(Map<String, Object> counts, String name) {
        return counts.get(name) instanceof Long count ? count : 0;
    }
}
