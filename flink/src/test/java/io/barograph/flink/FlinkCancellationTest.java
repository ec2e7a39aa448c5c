package io.barograph.flink;

import io.barograph.local.HostedEngine;
import io.barograph.testkit.sql.EndlessQuery;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.BatchShuffleMode;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class FlinkCancellationTest {
    private static final int SLOTS = 2;

    @Test
    void aQueryThatIsCancelledStopsFlinksJob(@TempDir Path folder) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_BLOCKING);
        configuration.set(JobManagerOptions.SCHEDULER, JobManagerOptions.SchedulerType.Default);
        MiniClusterConfiguration mini = new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumSlotsPerTaskManager(SLOTS)
                .build();
        try (MiniCluster cluster = new MiniCluster(mini)) {
            cluster.start();
            URI rest = cluster.getRestAddress().get();
            FlinkTaskHost host =
                    new FlinkTaskHost(rest.getHost(), rest.getPort(), configuration, List.of(), SLOTS, () -> {});
            EndlessQuery.cancel(catalog -> new HostedEngine(catalog, host), folder, () -> isRunning(cluster));
        }
    }

    /** Until tasks are running, a job is not; behind them it waits to be cancelled. */
    private static boolean isRunning(MiniCluster cluster) {
        return cluster.listJobs().join().stream()
                .map(job -> job.getJobState())
                .anyMatch(state -> state == JobStatus.RUNNING || state == JobStatus.CANCELLING);
    }
}
