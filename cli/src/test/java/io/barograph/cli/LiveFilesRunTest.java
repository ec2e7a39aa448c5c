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
}
