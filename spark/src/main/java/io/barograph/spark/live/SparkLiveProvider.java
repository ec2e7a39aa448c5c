package io.barograph.spark.live;

import io.barograph.local.TaskHostSettings;
import io.barograph.local.live.MicroBatchHost;
import io.barograph.local.live.MicroBatchProvider;
import io.barograph.spark.SparkContexts;
import org.apache.spark.api.java.JavaSparkContext;

/** {@code --engine spark} for live pipelines: this process is Spark's driver, as for queries that end. */
public final class SparkLiveProvider implements MicroBatchProvider {
    @Override
    public String engine() {
        return "spark";
    }

    @Override
    public MicroBatchHost open(TaskHostSettings settings) {
        JavaSparkContext context = SparkContexts.open(settings);
        return new SparkMicroBatches(context, context.defaultParallelism());
    }
}
