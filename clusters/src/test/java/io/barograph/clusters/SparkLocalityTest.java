package io.barograph.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.testkit.hdfs.HdfsCluster;
import io.barograph.testkit.spark.SparkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spark's own records of its tasks tell that blocks of HDFS are read by executors on the machine where they lie. */
@Tag("slow")
@Timeout(300)
class SparkLocalityTest {
    private static final String QUERY =
            "SELECT device_id, count(*) AS n, avg(temperature) AS mean FROM '%s' GROUP BY device_id ORDER BY device_id";
    /** Of a task's end in an event log. */
    private static final Pattern LOCALITY =
            Pattern.compile("\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":0,.*?\"Locality\":\"(\\w+)\"");

    @TempDir
    Path folder;

    @Test
    void tasksReadBlocksOfTheirMachine() throws IOException, InterruptedException {
        Baro baro = new Baro(
                Kits.of(SparkLocalityTest.class).with("spark", "spark").with("hadoop", "connectors/hdfs", "hadoop"),
                folder);
        baro.run("generate", "readings.csv", "--rows", "500000", "--devices", "20");
        Path events = Files.createDirectory(folder.resolve("events"));
        try (HdfsCluster hdfs = HdfsCluster.start(1, "127.0.0.1");
                SparkCluster spark = SparkCluster.start(1)) {
            String readings = hdfs.put(folder.resolve("readings.csv"));
            baro.run(QUERY.formatted("readings.csv"), "-o", "local.csv");
            List<String> arguments = new ArrayList<>(List.of(QUERY.formatted(readings), "-o", "spark.csv"));
            arguments.addAll(spark.arguments());
            for (String setting : List.of(
                    "spark.eventLog.enabled=true",
                    "spark.eventLog.compress=false",
                    "spark.eventLog.dir=" + events.toUri())) {
                arguments.addAll(List.of("--conf", setting));
            }
            baro.finish(baro.start(arguments), 0);
        }
        assertThat(folder.resolve("spark.csv")).hasSameTextualContentAs(folder.resolve("local.csv"));
        assertThat(localities(events)).isNotEmpty().allMatch(locality -> locality.equals("NODE_LOCAL"));
    }

    /** By task of the first stage, which reads: where it ran, seen from its block. */
    private static List<String> localities(Path events) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> logs = Files.walk(events)) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(log)) {
                    Matcher matcher = LOCALITY.matcher(line);
                    if (matcher.find()) {
                        found.add(matcher.group(1));
                    }
                }
            }
        }
        return found;
    }
}
