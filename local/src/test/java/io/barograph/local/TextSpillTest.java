package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts that are all different fill the heap with more than the tables and buffers that hold them: arrays that grow, what brings
 * them into order, readers' dictionaries. Only a process with a small heap shows whether all that is within what is counted.
 */
@Tag("thorough")
final class TextSpillTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final int ROWS = 300_000;
    private static final long MOST_SECONDS = 300;

    @TempDir
    static Path data;

    @TempDir
    Path temp;

    @BeforeAll
    static void write() throws IOException {
        Random random = new Random(SEED);
        try (BufferedWriter text = Files.newBufferedWriter(data.resolve("u.csv"))) {
            text.write("id,u\n");
            for (int i = 0; i < ROWS; i++) {
                text.write(i + "," + new UUID(random.nextLong(), random.nextLong()) + "\n");
            }
        }
    }

    private static List<String> queries() {
        String table = "'" + data.resolve("u.csv") + "'";
        return List.of(
                "SELECT u, count(*) AS n FROM " + table + " GROUP BY u",
                "SELECT DISTINCT u FROM " + table,
                "SELECT * FROM " + table + " ORDER BY u",
                "SELECT id, u, count(*) OVER (PARTITION BY u) AS n FROM " + table,
                "SELECT id % 10 AS k, count(DISTINCT u) AS n FROM " + table + " GROUP BY id % 10",
                "SELECT count(DISTINCT u) AS n, count(*) AS c, max(id) AS m FROM " + table);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aHeapOf64MebibytesIsEnough(int threads) throws IOException, InterruptedException {
        RunOptions plenty = RunOptions.defaults().withMemoryBytes(1L << 40);
        List<String> wanted = new ArrayList<>();
        for (String sql : queries()) {
            wanted.add(SmallHeap.ask(sql, plenty));
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                Integer.toString(threads),
                temp.toString()));
        command.addAll(queries());
        Path said = data.resolve("said" + threads + ".txt");
        Path complaints = data.resolve("complaints" + threads + ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(said.toFile())
                .redirectError(complaints.toFile())
                .start();
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).isTrue();
        assertThat(Files.readAllLines(said))
                .as("seed %d: %s", SEED, Files.readString(complaints))
                .isEqualTo(wanted);
    }
}
