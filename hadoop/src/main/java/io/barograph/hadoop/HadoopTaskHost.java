package io.barograph.hadoop;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.Job;
import io.barograph.local.TaskHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Cluster;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.JobSubmissionFiles;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job's tasks as MapReduce: a {@link Round} for each exchange, one after the other. Tasks that read tables are map tasks,
 * tasks that read a partition are reduce tasks, and what these send lies in files until the next round maps it. What fails,
 * Hadoop runs again.
 *
 * <p>One job at a time.
 */
public final class HadoopTaskHost implements TaskHost {
    private final Configuration configuration;
    private final Cluster cluster;
    private final @Nullable Path jobJar;
    private final int partitions;
    private final long leastTaskBytes;
    private final AutoCloseable whenClosed;
    private final List<Counters> counters = new ArrayList<>();

    /**
     * @param configuration says by its usual properties where jobs run
     * @param jobJar what is sent to workers; null where they are in this process
     * @param partitions to how many reduce tasks keys are dealt out
     * @param leastTaskBytes as {@link #leastTaskBytes()}
     * @param whenClosed is closed with the host
     * @throws IOException where the cluster cannot be reached
     */
    HadoopTaskHost(
            Configuration configuration,
            @Nullable Path jobJar,
            int partitions,
            long leastTaskBytes,
            AutoCloseable whenClosed)
            throws IOException {
        this.configuration = configuration;
        this.cluster = new Cluster(configuration);
        this.jobJar = jobJar;
        this.partitions = partitions;
        this.leastTaskBytes = leastTaskBytes;
        this.whenClosed = whenClosed;
    }

    @Override
    public String name() {
        return HadoopProvider.ENGINE;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public long leastTaskBytes() {
        return leastTaskBytes;
    }

    @Override
    public void run(Job job, Cancellation cancellation, Consumer<byte[]> answer) {
        try (JobFolder folder =
                JobFolder.create(configuration, JobSubmissionFiles.getStagingDir(cluster, configuration), job)) {
            for (Round round : Round.of(job)) {
                counters.add(new MapReduceRound(configuration, jobJar, folder, round).run(cancellation));
            }
            folder.read(job.root(), answer);
        } catch (IOException failed) {
            throw unavailable(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new BarographException(ErrorCode.CANCELLED, "the query was cancelled", stopped);
        }
    }

    /** What Hadoop has counted, for each of its jobs. */
    List<Counters> counters() {
        return List.copyOf(counters);
    }

    static BarographException unavailable(Exception failed) {
        return new BarographException(ErrorCode.UNAVAILABLE, "Hadoop gave up: " + failed.getMessage(), failed);
    }

    @Override
    public void close() {
        try (whenClosed) {
            cluster.close();
        } catch (Exception failed) {
            throw unavailable(failed);
        }
    }
}
