package io.barograph.hadoop;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.TaskHost;
import io.barograph.local.TaskHostProvider;
import io.barograph.local.TaskHostSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.mapreduce.Cluster;
import org.apache.hadoop.mapreduce.MRJobConfig;

/** {@code --engine hadoop}: MapReduce on YARN, or in this process. */
public final class HadoopProvider implements TaskHostProvider {
    static final String ENGINE = "hadoop";

    /** A container is started for each task: it should have more to do than that. HDFS's usual block. */
    private static final long CLUSTER_TASK_BYTES = 128L << 20;

    private static final String TASK_BYTES = "barograph.task.bytes";

    private final Map<String, String> environment;

    public HadoopProvider() {
        this(System.getenv());
    }

    HadoopProvider(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String engine() {
        return ENGINE;
    }

    @Override
    public TaskHost open(TaskHostSettings settings) {
        String master = settings.master();
        try {
            return master == null ? inProcess(settings) : onCluster(settings, master);
        } catch (IOException refused) {
            throw new BarographException(
                    ErrorCode.UNAVAILABLE,
                    "MapReduce does not start" + (master == null ? "" : " at '" + master + "'") + ": "
                            + refused.getMessage(),
                    refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new BarographException(ErrorCode.CANCELLED, "the query was cancelled", stopped);
        }
    }

    private static TaskHost inProcess(TaskHostSettings settings) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of(settings.temp())), "barograph-hadoop-");
        File toRemove = folder.toFile();
        return new HadoopTaskHost(
                HadoopConfiguration.local(settings, folder),
                null,
                settings.threads(),
                0,
                () -> FileUtil.fullyDelete(toRemove));
    }

    private TaskHost onCluster(TaskHostSettings settings, String master) throws IOException, InterruptedException {
        Configuration configuration = HadoopConfiguration.yarn(settings, master, environment);
        return new HadoopTaskHost(
                configuration,
                new org.apache.hadoop.fs.Path(settings.jobJar().toUri()),
                partitions(configuration),
                configuration.getLong(TASK_BYTES, CLUSTER_TASK_BYTES),
                () -> {});
    }

    private static int partitions(Configuration configuration) throws IOException, InterruptedException {
        int asked = configuration.getInt(MRJobConfig.NUM_REDUCES, 1);
        if (asked > 1) {
            return asked;
        }
        Cluster cluster = new Cluster(configuration);
        try {
            return Math.max(1, cluster.getClusterStatus().getReduceSlotCapacity());
        } finally {
            cluster.close();
        }
    }
}
