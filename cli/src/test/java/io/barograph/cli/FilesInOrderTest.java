package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory's files as one lane: the same rows are late when they are followed and when they lie at rest. */
class FilesInOrderTest {
    @TempDir
    Path folder;

    private final Session baro = new Session();

    private List<String> run(String name, String follow, String lanes, String... options) throws IOException {
        Path out = Files.createDirectories(folder.resolve(name));
        Path file = Files.writeString(folder.resolve(name + ".sql"), """
                CREATE TABLE s (ts TIMESTAMP, device_id BIGINT, v BIGINT, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
                  WITH ('path' = 'FOLDER/in', 'format' = 'csv', 'lanes' = 'LANES'FOLLOW);
                CREATE TABLE o WITH ('path' = 'FOLDER/NAME/', 'format' = 'csv');
                INSERT INTO o SELECT device_id, window_start, count(*) AS n, sum(v) AS x
                  FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY device_id, window_start, window_end;
                """.replace("FOLDER", folder.toString())
                .replace("FOLLOW", follow)
                .replace("LANES", lanes)
                .replace("NAME", name));
        String[] all = Stream.concat(Stream.of("run", file.toString()), Stream.of(options))
                .toArray(String[]::new);
        assertThat(baro.run(all)).as(baro.err()).isZero();
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(each -> each.toString().endsWith(".csv"))
                    .flatMap(each -> lines(each).stream().skip(1))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void followedAndAtRestTheyGiveTheSameAnswer() throws IOException {
        Random random = new Random(5);
        Files.createDirectories(folder.resolve("in"));
        for (int day = 0; day < 4; day++) {
            StringBuilder text = new StringBuilder("ts,device_id,v");
            for (int i = 0; i < 300; i++) {
                int second = Math.max(0, day * 300 + i - random.nextInt(9));
                text.append(String.format(
                        Locale.ROOT,
                        "\n2023-01-01 00:%02d:%02d,%d,%d",
                        second / 60,
                        second % 60,
                        random.nextInt(2),
                        i));
            }
            // Only the last file ends with a line's end.
            Files.writeString(folder.resolve("in/day" + day + ".csv"), text + (day == 3 ? "\n" : ""));
        }
        List<String> atRest = run("rest", "", "directory");
        assertThat(baro.err()).containsPattern("late [1-9]");
        assertThat(atRest).isNotEmpty();
        assertThat(run("live", ", 'follow' = 'true'", "directory", "--bounded")).isEqualTo(atRest);
        assertThat(baro.err()).containsPattern("read 1,200 = .* late [1-9]");
    }
}
