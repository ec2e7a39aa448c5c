package io.barograph.spark;

import io.barograph.local.HostedEngine;
import io.barograph.testkit.sql.EndlessQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SparkCancellationTest {
    @Test
    void aQueryThatIsCancelledStopsSparksTasks(@TempDir Path folder) throws IOException {
        SparkConf configuration = new SparkConf()
                .setMaster("local[2]")
                .setAppName("cancelled")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1");
        try (JavaSparkContext spark = new JavaSparkContext(configuration)) {
            EndlessQuery.cancel(
                    catalog -> new HostedEngine(catalog, new SparkTaskHost(spark, 3)),
                    folder,
                    () -> Arrays.stream(spark.sc().statusTracker().getExecutorInfos())
                            .anyMatch(executor -> executor.numRunningTasks() > 0));
        }
    }
}
