package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live run keeps late rows and rejected records beside its checkpoints, each once, whatever happens. */
class LeftOutFoldersTest {
    private static final String LATE = "ts,device_id,temperature,lane,lane_offset,lane_time,lateness,reason\n"
            + "2024-01-01 10:00:30,2,19.0,FILE,75,2024-01-01 10:01:00,00:00:30,late\n";

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
                """);
        pipeline("");
    }

    private String declaration() {
        return "CREATE TABLE sensors (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,"
                + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
                + " WITH ('path' = '" + file() + "', 'format' = 'csv', 'follow' = 'true');\n";
    }

    private void pipeline(String settings) throws IOException {
        Files.writeString(
                folder.resolve("live.sql"),
                settings + declaration() + "CREATE TABLE minutes (n BIGINT, window_start TIMESTAMP) WITH ('path' = '"
                        + folder.resolve("minutes") + "/', 'format' = 'csv');\n"
                        + "INSERT INTO minutes SELECT count(*), window_start FROM"
                        + " TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                        + " GROUP BY window_start, window_end;\n");
    }

    private String file() {
        return folder.resolve("s.csv").toString();
    }

    private void append(String lines) throws IOException {
        Files.writeString(folder.resolve("s.csv"), lines, StandardOpenOption.APPEND);
    }

    private void run(String... more) {
        String[] line = new String[2 + more.length];
        line[0] = "run";
        line[1] = folder.resolve("live.sql").toString();
        System.arraycopy(more, 0, line, 2, more.length);
        assertThat(baro.run(line)).as(baro.err()).isZero();
    }

    private String answer(String query) {
        assertThat(baro.run(query)).as(baro.err()).isZero();
        return baro.out().replace(file(), "FILE");
    }

    private String kept(String kind) {
        return "'" + folder.resolve("live.state").resolve(kind).resolve("sensors") + "'";
    }

    @Test
    void foldersHoldWhatIsLeftOutAndTheSummaryNamesThem() throws IOException {
        run("--until-caught-up");
        assertThat(baro.err())
                .contains("read 4 = used 2 + late 1 + rejected 1 + duplicate 0")
                .contains("1 row of sensors$late: baro \"SELECT * FROM '" + folder.resolve("live.state/late/sensors")
                        + "'\"")
                .doesNotContain("into sensors$late");
        assertThat(answer("SELECT * FROM " + kept("late"))).isEqualTo(LATE);
        assertThat(answer("SELECT * FROM " + kept("rejected")))
                .isEqualTo("lane,lane_offset,reason,text\nFILE,100,1 field where 3 are expected,oops\n");
        append("2024-01-01 10:02:00,1,1\n2024-01-01 10:00:59,1,2\n");
        run("--until-caught-up");
        assertThat(answer("SELECT count(*), max(lateness) FROM " + kept("late")))
                .endsWith("\n2,00:01:01\n");
        assertThat(answer("SELECT lane_offset, reason FROM " + kept("late")))
                .as("what a query over the table itself answers")
                .isEqualTo(answer(declaration() + "SELECT lane_offset, reason FROM sensors$late"));
    }

    @Test
    void aRunFromTheStartReplacesThem() throws IOException {
        run("--bounded");
        run("--bounded");
        assertThat(baro.err()).as("nothing has come, so nothing is done").contains("read 4 = used 2 + late 1");
        append("2024-01-01 10:02:00,1,1\n");
        Path minutes = folder.resolve("minutes");
        assertThat(baro.run("run", folder.resolve("live.sql").toString(), "--bounded"))
                .isNotZero();
        assertThat(baro.err()).contains("holds rows of this pipeline, but the run begins from the start");
        assertThat(answer("SELECT count(*) FROM '" + minutes + "'")).isEqualTo("count(*)\n2\n");
        assertThat(answer("SELECT * FROM " + kept("late"))).isEqualTo(LATE);
    }

    @Test
    void howMuchIsKeptIsNoPartOfThePipeline() throws IOException {
        run("--until-caught-up");
        pipeline("SET 'left-out.keep' = '2m';\n");
        append("2024-01-01 10:02:00,1,1\n2024-01-01 10:00:59,1,2\n");
        run("--until-caught-up");
        assertThat(answer("SELECT count(*) FROM " + kept("late"))).endsWith("\n2\n");
    }

    @Test
    void nothingIsKeptWhereNothingIsWanted() throws IOException {
        pipeline("SET 'left-out.keep' = 'none';\n");
        run("--until-caught-up");
        assertThat(folder.resolve("live.state/late")).doesNotExist();
        assertThat(baro.err()).contains("late 1 + rejected 1");
    }

    @Test
    void leftOutRowsCanBeWrittenToATable() throws IOException {
        Files.writeString(
                folder.resolve("live.sql"),
                declaration() + "CREATE TABLE feed (device_id BIGINT, lateness INTERVAL) WITH ('path' = '"
                        + folder.resolve("feed") + "/', 'format' = 'csv');\n"
                        + "INSERT INTO feed SELECT device_id, lateness FROM sensors$late;\n");
        run("--until-caught-up");
        assertThat(answer("SELECT * FROM '" + folder.resolve("feed") + "'"))
                .isEqualTo("device_id,lateness\n2,00:00:30\n");
    }
}
