package io.barograph.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.testkit.flink.Beside;
import io.barograph.testkit.flink.FlinkCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session cluster that has our jar in {@code lib/} is sent none. */
@Tag("slow")
@Timeout(120)
class FlinkLibraryTest {
    @TempDir
    private Path folder;

    @Test
    void aJobTakesItsClassesFromThere() throws IOException, InterruptedException {
        Kits kits = Kits.of(FlinkLibraryTest.class).with("flink", "flink");
        Path sent = kits.home().resolve("engines/flink/jobs/barograph-flink.jar");
        Path installed = Files.copy(sent.toRealPath(), folder.resolve(sent.getFileName()));
        // Were it sent, there would be no class of ours in it.
        Files.delete(sent);
        Files.createFile(sent);
        Files.writeString(folder.resolve("readings.csv"), "device,value\na,1\nb,2\na,4\n");
        Baro baro = new Baro(kits, folder);
        try (FlinkCluster cluster = FlinkCluster.start(1, 1, 512, new Beside(installed.toString(), Map.of()))) {
            Process asked = baro.start(List.of(
                    "SELECT device, sum(value) AS total FROM 'readings.csv' GROUP BY device ORDER BY device",
                    "-o",
                    "totals.csv",
                    "--engine",
                    "flink",
                    "--master",
                    cluster.master()));
            baro.finish(asked, 0);
        }
        assertThat(folder.resolve("totals.csv")).hasContent("device,total\na,5\nb,2\n");
    }
}
