package io.barograph.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.barograph.local.AnswerLost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class AnswersTest {
    private static final int CHUNK = 64 << 10;

    private static JavaSparkContext open(String mostResults) {
        return new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("answers")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.maxResultSize", mostResults)
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1"));
    }

    /** Chunks that begin with the numbers of their task and their own. */
    private static JavaRDD<byte[]> chunks(JavaSparkContext spark, int tasks, int ofTask) {
        List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
        return spark.parallelize(numbers, tasks)
                .flatMap(task -> IntStream.range(0, ofTask)
                        .mapToObj(number -> {
                            byte[] chunk = new byte[CHUNK];
                            chunk[0] = (byte) (int) task;
                            chunk[1] = (byte) number;
                            chunk[2] = (byte) (number >> 8);
                            chunk[3] = (byte) (task >> 8);
                            return chunk;
                        })
                        .iterator());
    }

    private static List<String> inPieces(JavaSparkContext spark, int tasks, int ofTask) {
        Map<String, Integer> seen = new TreeMap<>();
        Answers.inPieces(
                spark,
                chunks(spark, tasks, ofTask),
                chunk -> seen.merge(chunk[0] + " " + chunk[1] + " " + chunk[2] + " " + chunk[3], 1, Integer::sum));
        List<String> wrong = new ArrayList<>();
        seen.forEach((chunk, times) -> {
            if (times != 1) {
                wrong.add(chunk + " came " + times + " times");
            }
        });
        if (seen.size() != tasks * ofTask) {
            wrong.add(seen.size() + " chunks");
        }
        return wrong;
    }

    /** As where no master answers: what is handed over while the context stops is neither run nor failed. */
    @Test
    void aJobThatNobodyWorksOnEndsWhenTheContextHasStopped() throws InterruptedException {
        JavaSparkContext spark = open("90m");
        JavaRDD<byte[]> chunks = chunks(spark, 2, 1);
        spark.sc().dagScheduler().stop(0);
        Thread stopping = new Thread(spark::close, "stopping");
        try {
            assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
                stopping.start();
                assertThatThrownBy(() -> Answers.atOnce(chunks, chunk -> {}))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("stopped");
            });
        } finally {
            stopping.join();
        }
    }

    @Test
    void anAnswerMayBeLargerThanWhatSparkLetsAJobReturn() {
        // 100 MB, of one task and of some.
        try (JavaSparkContext spark = open("90m")) {
            assertThat(inPieces(spark, 1, 1600)).isEmpty();
            assertThat(inPieces(spark, 3, 530)).isEmpty();
        }
    }

    @Test
    void theFirstPiecesOfManyTasksDoNotComeAllAtOnce() {
        // 94 MB, a chunk each.
        try (JavaSparkContext spark = open("90m")) {
            assertThat(inPieces(spark, 1500, 1)).isEmpty();
        }
    }

    @Test
    void chunksOfATaskAreOfOneAttempt() {
        List<String> taken = new ArrayList<>();
        OneAttempt answer = new OneAttempt(chunk -> taken.add(new String(chunk, StandardCharsets.UTF_8)));
        answer.accept(OneAttempt.marked(3, 70, new byte[] {'a'}));
        answer.accept(OneAttempt.marked(4, 71, new byte[] {'b'}));
        answer.accept(OneAttempt.marked(3, 70, new byte[] {'c'}));
        assertThatThrownBy(() -> answer.accept(OneAttempt.marked(3, 72, new byte[] {'d'})))
                .isInstanceOf(AnswerLost.class)
                .hasMessageContaining("an executor was lost");
        // Of tasks that were still under way.
        assertThatThrownBy(() -> answer.accept(OneAttempt.marked(4, 71, new byte[] {'e'})))
                .isInstanceOf(AnswerLost.class);
        assertThatThrownBy(() -> answer.accept(OneAttempt.marked(5, 73, new byte[] {'f'})))
                .isInstanceOf(AnswerLost.class);
        assertThat(taken).containsExactly("a", "b", "c");
    }

    @Test
    void manyTasksMayAnswerLittleOrNothing() {
        try (JavaSparkContext spark = open("90m")) {
            assertThat(inPieces(spark, 200, 1)).isEmpty();
            assertThat(inPieces(spark, 200, 0)).isEmpty();
        }
    }
}
