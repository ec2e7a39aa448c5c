package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live file of statements is changed between two runs. */
class LiveChangeTest {
    private static final String BY_MINUTE = " FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
            + " GROUP BY device_id, window_start, window_end;";

    @TempDir
    Path folder;

    private final Session baro = new Session();

    private int run(String inserts, String... options) throws IOException {
        Files.createDirectories(folder.resolve("a"));
        Files.createDirectories(folder.resolve("b"));
        Path file = Files.writeString(folder.resolve("live.sql"), """
                CREATE TABLE s (ts TIMESTAMP, device_id BIGINT, v DOUBLE, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
                  WITH ('path' = 'FOLDER/in.csv', 'follow' = 'true');
                CREATE TABLE a WITH ('path' = 'FOLDER/a/', 'format' = 'csv');
                CREATE TABLE b WITH ('path' = 'FOLDER/b/', 'format' = 'csv');
                """.replace("FOLDER", folder.toString()) + inserts);
        String[] all = new String[options.length + 2];
        all[0] = "run";
        all[1] = file.toString();
        System.arraycopy(options, 0, all, 2, options.length);
        return baro.run(all);
    }

    private void write(int minutes) throws IOException {
        StringBuilder text = new StringBuilder("ts,device_id,v\n");
        for (int i = 0; i < minutes * 6; i++) {
            text.append(String.format(Locale.ROOT, "2023-01-01 00:%02d:%02d,%d,%d\n", i / 6, i % 6 * 10, i % 2, i));
        }
        Files.writeString(folder.resolve("in.csv"), text);
    }

    @Test
    void itSaysWhatIsKeptAndAsksBeforeAnythingIsLost() throws IOException {
        String counts = "INSERT INTO a SELECT device_id, window_start, count(*) AS n" + BY_MINUTE;
        String sums = "INSERT INTO b SELECT device_id, window_start, sum(v) AS x" + BY_MINUTE;
        write(3);
        assertThat(run(counts, "--until-caught-up")).as(baro.err()).isZero();
        write(6);
        assertThat(run(sums + counts, "--until-caught-up")).as(baro.err()).isZero();
        assertThat(baro.err())
                .contains("the pipeline has changed since its last checkpoint:\n")
                .containsPattern("  b  new +it reads its tables from their start")
                .containsPattern("  a  kept +as it was");
        assertThat(run(sums, "--until-caught-up")).isEqualTo(2);
        assertThat(baro.err()).contains("those of a (gone)", "--drop-state");
        assertThat(run(sums, "--until-caught-up", "--drop-state"))
                .as(baro.err())
                .isZero();
        assertThat(baro.err()).containsPattern("  a  dropped +the pipeline has it no more");
    }
}
