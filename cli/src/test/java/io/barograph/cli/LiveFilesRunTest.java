package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live runs over files, in this process. */
@Timeout(60)
class LiveFilesRunTest {
    @TempDir
    Path folder;

    private final Session baro = new Session();
    private Path readings;
    private String pipeline;

    @BeforeEach
    void declare() throws IOException {
        readings = Files.writeString(folder.resolve("readings.csv"), "id,note\n1,fine\n2,\"begun\nand not\n");
        pipeline = Files.writeString(
                        folder.resolve("live.sql"),
                        "CREATE TABLE r (id BIGINT, note STRING) WITH ('path' = '" + readings
                                + "', 'follow' = 'true');\n"
                                + "CREATE TABLE c WITH ('connector' = 'console', 'view' = 'append');\n"
                                + "INSERT INTO c SELECT id, note FROM r;\n")
                .toString();
    }

    @Test
    void aTextThatIsNotClosedIsLeftToTheNextRun() throws IOException {
        assertThat(baro.run("run", pipeline, "--until-caught-up")).isZero();
        assertThat(baro.out()).isEqualTo("id,note\n1,fine\n");
        assertThat(baro.err())
                .contains("! '" + readings + "': the record at byte 15 begins a quoted text that is not closed yet");
        Files.writeString(readings, "closed\"\n3,last\n", StandardOpenOption.APPEND);
        assertThat(baro.run("run", pipeline, "--until-caught-up")).isZero();
        assertThat(baro.out()).contains("2,\"begun\nand not\nclosed\"\n3,last\n");
        assertThat(baro.err()).doesNotContain("!");
    }

    @Test
    void aStateThatIsNoFolderSaysWhereOneCanBe() {
        assertThat(baro.run("run", pipeline, "--bounded", "--state", "hdfs://namenode:8020/state"))
                .isPositive();
        assertThat(baro.err())
                .contains(
                        "--state is 'hdfs://namenode:8020/state', but checkpoints are kept in a folder that this machine can name",
                        "give such a folder");
        assertThat(Path.of("hdfs:")).doesNotExist();
    }

    @Test
    void aBoundedRunEndsBeforeIt() {
        assertThat(baro.run("run", pipeline, "--bounded")).isZero();
        assertThat(baro.out()).isEqualTo("id,note\n1,fine\n");
        assertThat(baro.err()).contains("read 1 = used 1 ").contains("not closed yet");
    }

    @Test
    void whatCannotRunLiveIsRefusedWithItsPlaceBeforeAnythingRuns() throws IOException {
        String before = "COPY (SELECT 1 AS one) TO '" + folder.resolve("before.csv") + "';\n";
        String declared = Files.readString(Path.of(pipeline)) + before;
        String refused = Files.writeString(
                        folder.resolve("refused.sql"),
                        declared + "INSERT INTO '" + folder.resolve("out.csv") + "'\n  SELECT id FROM r;\n")
                .toString();
        assertThat(baro.run("run", refused, "--bounded")).isEqualTo(2);
        assertThat(baro.err())
                .startsWith("error: " + refused + ":5:1: a live query writes many files")
                .contains("line 5: INSERT INTO '", "\n        ^\n");

        String ranked = Files.writeString(
                        folder.resolve("ranked.sql"), declared + "INSERT INTO c SELECT id FROM r ORDER BY id;\n")
                .toString();
        assertThat(baro.run("run", ranked, "--bounded")).isEqualTo(2);
        assertThat(baro.err()).startsWith("error: " + ranked + ":5:1: ").contains("line 5: INSERT INTO c");
        assertThat(folder.resolve("before.csv")).doesNotExist();
    }

    @Test
    void aFolderIsMadeForTheRowsOfBothKinds() throws IOException {
        String out = folder.resolve("made/live/") + "/";
        String rest = folder.resolve("made/rest/") + "/";
        String both = Files.writeString(
                        folder.resolve("both.sql"),
                        Files.readString(Path.of(pipeline))
                                + "CREATE TABLE live WITH ('path' = '" + out + "', 'format' = 'csv');\n"
                                + "CREATE TABLE rest WITH ('path' = '" + rest + "', 'format' = 'csv');\n"
                                + "INSERT INTO rest SELECT 1 AS one;\n"
                                + "INSERT INTO live SELECT id FROM r;\n")
                .toString();
        assertThat(baro.run("run", both, "--bounded")).as(baro.err()).isZero();
        assertThat(Path.of(rest, "part-0.csv")).hasContent("one\n1");
        assertThat(Path.of(out)).isDirectoryContaining("glob:**.csv");
    }
}
