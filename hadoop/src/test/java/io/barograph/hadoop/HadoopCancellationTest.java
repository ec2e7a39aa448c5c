package io.barograph.hadoop;

import io.barograph.local.HostedEngine;
import io.barograph.local.TaskHost;
import io.barograph.local.TaskHostSettings;
import io.barograph.testkit.sql.EndlessQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HadoopCancellationTest {
    @Test
    void aQueryThatIsCancelledKillsHadoopsJob(@TempDir Path folder) throws IOException {
        TaskHostSettings settings =
                new TaskHostSettings(null, folder.resolve("job.jar"), 2, folder.toString(), Map.of());
        try (TaskHost host = new HadoopProvider(Map.of()).open(settings)) {
            EndlessQuery.cancel(catalog -> new HostedEngine(catalog, host), folder, HadoopCancellationTest::isRunning);
        }
    }

    /** Whether a task of ours is in one of the threads in which Hadoop runs jobs in this process. */
    private static boolean isRunning() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(Worker.class.getName()));
    }
}
