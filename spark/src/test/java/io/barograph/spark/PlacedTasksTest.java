package io.barograph.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.local.Task;
import io.barograph.local.TaskInput;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

@Tag("slow")
class PlacedTasksTest {
    @Test
    void eachTaskPrefersTheMachinesThatHaveItsSplits() {
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[1]")
                .setAppName("places")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1"))) {
            JavaRDD<Integer> placed = PlacedTasks.of(
                    spark,
                    List.of(
                            task(
                                    0,
                                    new TaskInput.Splits(
                                            2, List.of(0), List.of(9L), List.of(0L), List.of("far", "near"))),
                            task(1, new TaskInput.Splits(2, List.of(1), List.of(18L), List.of(-1L), List.of())),
                            task(2, new TaskInput.Literals())));

            assertThat(placed.glom().collect()).containsExactly(List.of(0), List.of(1), List.of(2));
            assertThat(placed.partitions())
                    .extracting(partition -> hosts(placed, partition))
                    .containsExactly(List.of("far", "near"), List.of(), List.of());
        }
    }

    private static Task task(int ordinal, TaskInput input) {
        return new Task(0, ordinal, 0, List.of(), input);
    }

    private static List<String> hosts(JavaRDD<Integer> placed, Partition partition) {
        return CollectionConverters.asJava(placed.rdd().preferredLocations(partition));
    }
}
