package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live run's receipt is proved by batch runs over what it has read, whatever has come since. */
class LiveReceiptTest {
    @TempDir
    Path folder;

    private final Session baro = new Session();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("s.csv"), """
                ts,device_id,temperature
                2024-01-01 10:00:00,1,20
                2024-01-01 10:01:00,1,21
                2024-01-01 10:00:30,2,19
                oops
                2024-01-01 10:02:00,2,21
                """);
        pipeline("");
    }

    private void pipeline(String option) throws IOException {
        Files.writeString(
                folder.resolve("live.sql"),
                ("CREATE TABLE sensors (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,"
                                + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
                                + " WITH ('path' = 'FOLDER/s.csv', 'format' = 'csv', 'follow' = 'true'" + option
                                + ");\n"
                                + "CREATE TABLE minutes WITH ('path' = 'FOLDER/minutes/', 'format' = 'csv');\n"
                                + "CREATE TABLE devices WITH ('path' = 'FOLDER/devices/', 'format' = 'csv', 'changelog' ="
                                + " 'true');\n"
                                + "INSERT INTO minutes SELECT count(*) AS n, window_start FROM"
                                + " TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                                + " GROUP BY window_start, window_end;\n"
                                + "INSERT INTO devices SELECT device_id, avg(temperature) AS mean FROM sensors GROUP BY"
                                + " device_id;\n")
                        .replace("FOLDER", folder.toString()));
    }

    private void append(String lines) throws IOException {
        Files.writeString(folder.resolve("s.csv"), lines, StandardOpenOption.APPEND);
    }

    private int run(String... more) {
        String[] line = new String[2 + more.length];
        line[0] = "run";
        line[1] = folder.resolve("live.sql").toString();
        System.arraycopy(more, 0, line, 2, more.length);
        return baro.run(line);
    }

    private int verify(String table) {
        return baro.run("verify", receipt(table).toString());
    }

    private Path receipt(String table) {
        return folder.resolve("receipts").resolve(table + ".receipt.json");
    }

    @Test
    void itHoldsOverRunsAndWhileFilesGrow() throws IOException {
        String receipts = folder.resolve("receipts").toString();
        assertThat(run("--until-caught-up", "--receipts", receipts))
                .as(baro.err())
                .isZero();
        append("2024-01-01 10:01:59,2,1\n2024-01-01 10:03:00,1,2\n");
        assertThat(verify("minutes")).as(baro.err()).isZero();
        assertThat(baro.out())
                .contains("3 rows; read 5 = used 3 + late 1 + rejected 1")
                .endsWith("the receipt's answer, 7 times\n");
        assertThat(run("--until-caught-up", "--receipts", receipts))
                .as(baro.err())
                .isZero();
        append("2024-01-01 10:09:00,1,2\n");
        assertThat(verify("minutes")).as(baro.err()).isZero();
        assertThat(baro.out()).contains("4 rows; read 7 = used 5 + late 1 + rejected 1");
        assertThat(verify("devices")).as(baro.err()).isZero();
        assertThat(baro.out()).contains("2 rows; ");
        Files.writeString(
                receipt("devices"), Files.readString(receipt("devices")).replaceAll("\"bag:....", "\"bag:0000"));
        assertThat(verify("devices")).isEqualTo(1);
        assertThat(baro.err()).contains("the answer is not the receipt's");
    }

    @Test
    void otherBytesAreNoticed() throws IOException {
        assertThat(run("--bounded", "--receipts", folder.resolve("receipts").toString()))
                .isZero();
        assertThat(verify("minutes")).as(baro.err()).isZero();
        Files.writeString(
                folder.resolve("s.csv"),
                Files.readString(folder.resolve("s.csv"))
                        .replace("2024-01-01 10:01:00,1,21", "2024-01-01 10:01:00,1,22"));
        assertThat(verify("minutes")).isEqualTo(1);
        assertThat(baro.err()).contains("holds other bytes");
    }

    @Test
    void runsBeforeItMustHaveKeptTheChecksum() {
        assertThat(run("--until-caught-up")).isZero();
        assertThat(run(
                        "--until-caught-up",
                        "--receipts",
                        folder.resolve("receipts").toString()))
                .isNotZero();
        assertThat(baro.err()).contains("the runs before this one were without --receipts");
    }

    @Test
    void aDivergedRunCannotBeProved() throws IOException {
        pipeline(", 'accept' = 'ALL', 'retain' = '1 second'");
        String receipts = folder.resolve("receipts").toString();
        assertThat(run("--until-caught-up", "--receipts", receipts))
                .as(baro.err())
                .isZero();
        append("2024-01-01 10:00:01,2,1\n");
        assertThat(run("--until-caught-up", "--receipts", receipts))
                .as(baro.err())
                .isZero();
        assertThat(baro.err())
                .contains("diverged: 1 of the late rows was accepted")
                .contains("late 1 +");
        assertThat(verify("minutes")).isEqualTo(1);
        assertThat(baro.err()).contains("a run that had diverged").contains("retain");
    }

    @Test
    void aRunThatFindsAllDoneGivesTheSameReceipt() throws IOException {
        String receipts = folder.resolve("receipts").toString();
        assertThat(run("--bounded", "--receipts", receipts)).as(baro.err()).isZero();
        String first = Files.readString(receipt("minutes"));
        Files.delete(receipt("minutes"));
        assertThat(run("--bounded", "--receipts", receipts)).as(baro.err()).isZero();
        assertThat(receipt("minutes")).hasContent(first);
        assertThat(verify("minutes")).as(baro.err()).isZero();
    }

    @Test
    void aQueryThatComesLaterHasLanesOfItsOwn() throws IOException {
        String receipts = folder.resolve("receipts").toString();
        String before = Files.readString(folder.resolve("live.sql"));
        Files.writeString(folder.resolve("live.sql"), before.substring(0, before.indexOf("INSERT INTO devices")));
        assertThat(run("--until-caught-up", "--receipts", receipts))
                .as(baro.err())
                .isZero();
        append("2024-01-01 10:03:00,1,2\n");
        Files.writeString(folder.resolve("live.sql"), before);
        assertThat(run("--until-caught-up", "--receipts", receipts))
                .as(baro.err())
                .isZero();
        for (String table : new String[] {"minutes", "devices"}) {
            assertThat(verify(table)).as(baro.out() + baro.err()).isZero();
            assertThat(baro.out()).contains("read 6 = used 4 + late 1 + rejected 1");
        }
    }

    @Test
    void whatAnotherQueryHasShownIsNotProved() throws IOException {
        String receipts = folder.resolve("receipts").toString();
        assertThat(run("--until-caught-up", "--receipts", receipts))
                .as(baro.err())
                .isZero();
        Files.writeString(
                folder.resolve("live.sql"),
                Files.readString(folder.resolve("live.sql"))
                        .replace("count(*) AS n, window_start", "count(*) + 1 AS n, window_start"));
        assertThat(run("--until-caught-up", "--receipts", receipts)).isNotZero();
        assertThat(baro.err()).contains("into minutes: no receipt can be given").contains("of another query");
    }

    @Test
    void filesThatAreOneLaneAreProvedTogether() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.move(folder.resolve("s.csv"), folder.resolve("in/a.csv"));
        Files.writeString(
                folder.resolve("in/b.csv"),
                "ts,device_id,temperature\n2024-01-01 10:01:00,1,2\n2024-01-01 10:05:00,1,3\n");
        pipeline(", 'lanes' = 'directory'");
        Files.writeString(
                folder.resolve("live.sql"),
                Files.readString(folder.resolve("live.sql")).replace("s.csv'", "in'"));
        assertThat(run(
                        "--until-caught-up",
                        "--receipts",
                        folder.resolve("receipts").toString()))
                .as(baro.err())
                .isZero();
        Files.writeString(folder.resolve("in/b.csv"), "2024-01-01 10:06:00,1,3\n", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("in/c.csv"), "ts,device_id,temperature\n2024-01-01 10:07:00,1,3\n");
        for (String table : new String[] {"minutes", "devices"}) {
            assertThat(verify(table)).as(baro.out() + baro.err()).isZero();
            assertThat(baro.out()).contains("read 7 = used 4 + late 2 + rejected 1");
        }
    }
}
