package io.barograph.flink;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import io.barograph.core.stage.Stage;
import io.barograph.local.AnswerLost;
import io.barograph.local.Job;
import io.barograph.local.Task;
import io.barograph.local.TaskHost;
import io.barograph.local.live.LiveHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * Runs a job's tasks as a bounded job of Flink's: a stage's tasks are subtasks of operators, its exchange a blocking one, so that what
 * is lost is run again, and no more than that. One job at a time.
 */
public final class FlinkTaskHost implements TaskHost {
    private static final TypeInformation<Tuple2<Integer, byte[]>> SENT =
            Types.TUPLE(Types.INT, Types.PRIMITIVE_ARRAY(Types.BYTE));

    private static final long REASON_SECONDS = 60;

    private final String host;
    private final int port;
    private final Configuration configuration;
    private final String[] jars;
    private final int partitions;
    private final Runnable letGo;

    /**
     * @param host of the cluster's REST endpoint
     * @param configuration of the jobs
     * @param jars what is sent with each job
     * @param partitions to how many keys are dealt out
     * @param letGo what is done on {@link #close}
     */
    FlinkTaskHost(
            String host, int port, Configuration configuration, List<String> jars, int partitions, Runnable letGo) {
        this.host = host;
        this.port = port;
        this.configuration = configuration;
        this.jars = jars.toArray(String[]::new);
        this.partitions = partitions;
        this.letGo = letGo;
    }

    @Override
    public String name() {
        return "flink";
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public LiveHost live() {
        return new FlinkLiveHost(host, port, configuration, jars, partitions);
    }

    @Override
    public void close() {
        letGo.run();
    }

    /** Where a part of the answer was lost with the machine that had it, Flink can tell no more which. */
    @Override
    public void run(Job job, Cancellation cancellation, Consumer<byte[]> answer) {
        try {
            collect(job, cancellation, answer);
        } catch (BarographException ours) {
            throw ours;
        } catch (Exception failed) {
            cancellation.check();
            BarographException told = FlinkFailures.told(failed, host + ":" + port);
            throw FlinkFailures.isLoss(told) ? new AnswerLost(told) : told;
        }
    }

    private void collect(Job job, Cancellation cancellation, Consumer<byte[]> answer) throws Exception {
        try (StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createRemoteEnvironment(host, port, configuration, jars)) {
            byte[] bytes = job.toBytes();
            ByNumber byNumber = new ByNumber();
            Map<Integer, DataStream<Tuple2<Integer, byte[]>>> shuffled = new HashMap<>();
            for (Stage stage : job.stages().toList()) {
                DataStream<Tuple2<Integer, byte[]>> sent = sent(environment, job, bytes, stage.id(), shuffled);
                if (stage.id() != job.root()) {
                    shuffled.put(stage.id(), sent.partitionCustom(byNumber, byNumber));
                    continue;
                }
                try (CloseableIterator<Tuple2<Integer, byte[]>> pieces =
                        AnswerPieces.of(sent).collectAsync()) {
                    JobClient running = environment.executeAsync("barograph");
                    try (Cancellation.Watch stopped = cancellation.whenRequested(() -> cancel(running))) {
                        collect(running, pieces, answer);
                    }
                }
            }
        }
    }

    /** Nobody waits for it here: who collects the answer learns that the job has ended. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void cancel(JobClient running) {
        running.cancel();
    }

    private static void collect(
            JobClient running, CloseableIterator<Tuple2<Integer, byte[]>> pieces, Consumer<byte[]> answer)
            throws Exception {
        try {
            AnswerPieces.join(pieces, answer);
        } catch (RuntimeException lost) {
            // Why the pieces end, the job says: who fetches them asks for it, too, but not for long.
            if (running.getJobStatus().get(REASON_SECONDS, TimeUnit.SECONDS) == JobStatus.FAILED) {
                running.getJobExecutionResult().get(REASON_SECONDS, TimeUnit.SECONDS);
            }
            throw lost;
        }
    }

    /** The chunks that all tasks of a stage send, each with its partition. */
    private DataStream<Tuple2<Integer, byte[]>> sent(
            StreamExecutionEnvironment environment,
            Job job,
            byte[] bytes,
            int stage,
            Map<Integer, DataStream<Tuple2<Integer, byte[]>>> shuffled) {
        List<DataStream<Tuple2<Integer, byte[]>>> parts = new ArrayList<>();
        int[] sources = job.sources(stage).stream().mapToInt(Task::ordinal).toArray();
        if (sources.length > 0) {
            int beside = Math.min(sources.length, partitions);
            parts.add(environment
                    .fromSequence(0, sources.length - 1)
                    .setParallelism(beside)
                    .transform("stage " + stage + " reads tables", SENT, new RunSources(bytes, stage, sources))
                    .setParallelism(beside));
        }
        for (Job.Readers readers : job.readers(stage)) {
            parts.add(Objects.requireNonNull(shuffled.get(readers.stage()))
                    .transform(
                            "stage " + stage + " reads stage " + readers.stage(),
                            SENT,
                            new RunReaders(bytes, stage, readers.first()))
                    .setParallelism(readers.count()));
        }
        return parts.stream()
                .reduce((one, other) -> one.union(other))
                .orElseThrow(() -> new IllegalStateException("stage " + stage + " has no task"));
    }
}
