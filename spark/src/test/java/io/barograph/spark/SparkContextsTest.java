package io.barograph.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.TaskHostSettings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkContextsTest {
    @TempDir
    Path folder;

    @Test
    void failuresOfSparkAreOneLine() {
        JavaSparkContext context = SparkContexts.open(
                new TaskHostSettings(null, folder.resolve("job.jar"), 1, folder.toString(), Map.of()));
        SparkException lost =
                new SparkException("Lost task 0.0 in stage 0.0\n\tat org.apache.spark.Some(Some.scala:1)");
        SparkException stopped =
                new SparkException("Task serialization failed: Cannot call methods on a stopped SparkContext.\n\tat x");
        SparkException died = new SparkException(
                "Job aborted due to stage failure: ResultStage 2 has failed the maximum"
                        + " allowable number of times: 4. Most recent failure reason:\n"
                        + "org.apache.spark.shuffle.MetadataFetchFailedException: Missing an output location for shuffle 0\n\tat x");
        try (context) {
            assertThat(SparkContexts.told(context, died))
                    .as("a master that has run tasks is there")
                    .hasMessageStartingWith(
                            "Spark at 'local[1]' gave up: executors were lost, those in their place, too,")
                    .hasMessageContaining("--conf spark.executor.memory=4g")
                    .hasMessageEndingWith(" allowable number of times: 4. Most recent failure reason:)")
                    .message()
                    .doesNotContain("master there");
            assertThat(SparkContexts.told(context, lost))
                    .hasMessage(
                            "Spark at 'local[1]' gave up: Lost task 0.0 in stage 0.0; is its master there, and of Spark "
                                    + context.version() + "?");
        }
        assertThat(SparkContexts.told(context, stopped))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        told -> assertThat(told.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageStartingWith(
                        "Spark at 'local[1]' gave up: it has stopped the driver, as where no master answers;");
    }
}
