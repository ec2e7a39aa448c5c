package io.barograph.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.local.HostedEngine;
import io.barograph.local.TaskHost;
import io.barograph.local.TaskHostSettings;
import io.barograph.testkit.corpus.Answer;
import io.barograph.testkit.sql.EngineSqlExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers above what one message between Flink's servers may hold, in chunks above what its sink takes. */
@Tag("slow")
class LargeAnswerTest {
    private static final int ROWS = 3_000;
    private static final int WIDTH = 8_000;

    @Test
    void allOfItArrives(@TempDir Path folder) throws IOException {
        StringBuilder csv = new StringBuilder("a,b\n");
        String wide = "x".repeat(WIDTH);
        for (int row = 0; row < ROWS; row++) {
            csv.append(row).append(',').append(row).append(wide).append('\n');
        }
        Files.writeString(folder.resolve("wide.csv"), csv);
        try (TaskHost flink = new FlinkProvider()
                .open(new TaskHostSettings(null, Path.of("none.jar"), 2, folder.toString(), Map.of()))) {
            Answer answer = new EngineSqlExecutor(catalog -> new HostedEngine(catalog, flink))
                    .run("SELECT a, b FROM 'wide.csv' ORDER BY a", folder, 0);
            List<String> lines = answer.lines();
            assertThat(lines).hasSize(ROWS);
            for (int row = 0; row < ROWS; row++) {
                assertThat(lines.get(row)).isEqualTo(row + "|" + row + wide);
            }
        }
    }
}
