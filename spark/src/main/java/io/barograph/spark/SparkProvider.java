package io.barograph.spark;

import io.barograph.local.TaskHost;
import io.barograph.local.TaskHostProvider;
import io.barograph.local.TaskHostSettings;
import org.apache.spark.api.java.JavaSparkContext;

/** {@code --engine spark}: this process is Spark's driver; executors are the cluster's, or threads of this process. */
public final class SparkProvider implements TaskHostProvider {
    /** So that a core which is done early finds more to do, and one key's worth of rows fits in memory. */
    private static final int PARTITIONS_PER_CORE = 2;

    @Override
    public String engine() {
        return "spark";
    }

    @Override
    public TaskHost open(TaskHostSettings settings) {
        JavaSparkContext context = SparkContexts.open(settings);
        return new SparkTaskHost(context, context.defaultParallelism() * PARTITIONS_PER_CORE);
    }
}
