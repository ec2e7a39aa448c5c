package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.barograph.formats.text.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard input and pipes as tables. */
class PipedTablesTest {
    private static final String READINGS = "id,x\n1,1.5\n2,2.5\nbad\n";

    @TempDir
    Path folder;

    private final Session baro = new Session();

    private void answers(String sql, String answer) {
        assertThat(baro.run(sql)).as("%s%n%s", sql, baro.err()).isZero();
        assertThat(baro.out()).as(sql).isEqualTo(answer);
    }

    private void refused(int status, String message, String... line) {
        assertThat(baro.run(line)).as(baro.out()).isEqualTo(status);
        assertThat(baro.err()).startsWith("error: ").contains(message).doesNotContain("Exception", ".spill");
    }

    private static byte[] compressed(Compression compression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compression.compress(bytes)) {
            out.write(READINGS.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "/dev/stdin", "/dev/fd/0"})
    void standardInputIsATableHoweverItIsCalled(String name) {
        baro.withInput(READINGS);
        answers("SELECT sum(x) AS s FROM '" + name + "'", "s\n4.0\n");
    }

    @Test
    void oneCopyIsReadBySeveralUses() throws IOException {
        baro.withInput(READINGS);
        answers(
                "SELECT a.x, b.x AS y FROM '-' a JOIN '/dev/stdin' b ON a.id = b.id ORDER BY y",
                "x,y\n1.5,1.5\n2.5,2.5\n");
        Path script = Files.writeString(
                folder.resolve("run.sql"),
                "CREATE TABLE r WITH ('path' = '-'); INSERT INTO '" + folder.resolve("out.csv")
                        + "' SELECT x FROM r; SELECT count(*) AS n FROM '-';");
        assertThat(baro.run("run", script.toString())).as(baro.err()).isZero();
        assertThat(baro.out()).isEqualTo("n\n2\n");
        assertThat(folder.resolve("out.csv")).hasContent("x\n1.5\n2.5\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {".csv", ".jsonl", ".json", ".parquet", ".arrow", ".arrows"})
    void theFirstBytesTellTheFormat(String ending) throws IOException {
        Path file = folder.resolve("x" + ending);
        assertThat(baro.run("SELECT 1 AS id, 2.5 AS x", "-o", file.toString()))
                .as(baro.err())
                .isZero();
        baro.withInput(Files.readAllBytes(file));
        answers("SELECT id + x AS s FROM '-'", "s\n3.5\n");
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void whatIsCompressedIsRead(Compression compression) throws IOException {
        byte[] bytes = compressed(compression);
        baro.withInput(bytes);
        answers("SELECT sum(x) AS s FROM '-'", "s\n4.0\n");
        baro.withInput(Arrays.copyOf(bytes, bytes.length - 9));
        refused(3, "cannot read '-': its ", "SELECT * FROM '-'");
    }

    @Test
    void optionsAreGivenAsForFiles() {
        baro.withInput("1;2\n3;4\n");
        answers("SELECT * FROM read_csv('-', delimiter => ';', header => false)", "column0,column1\n1,2\n3,4\n");
        answers(
                "CREATE TABLE t (a BIGINT, b DOUBLE) WITH ('path' = '-', 'format' = 'csv', 'header' = 'false');"
                        + " SELECT b FROM t",
                "b\n2.0\n4.0\n");
    }

    @Test
    void rejectedRecordsNameIt() throws IOException {
        baro.withInput(READINGS);
        Path rejects = folder.resolve("rejects.csv");
        assertThat(baro.run("SELECT x FROM '-'", "--rejects", rejects.toString()))
                .isZero();
        assertThat(rejects)
                .hasContent("file,line,offset,reason,text\n\"-\",4,17,\"1 field where 2 are expected\",\"bad\"\n");
    }

    @Test
    void inputThatHoldsTheQueryIsNoTable() {
        baro.withInput("SELECT * FROM '-';");
        refused(2, "the query itself came by it", "-");
        refused(2, "the statements come by it");
    }

    @Test
    void whatCannotReadAPipeSaysWhy() throws IOException {
        baro.withInput(READINGS);
        refused(2, "by several engines", "verify", "SELECT * FROM '-'");
        Files.createDirectory(folder.resolve("in"));
        Files.writeString(folder.resolve("in/a.csv"), "id,ts\n1,2024-01-01 00:00:00\n");
        String live = "CREATE TABLE k (id BIGINT, ts TIMESTAMP, WATERMARK FOR ts AS ts) WITH ('path' = '" + folder
                + "/in', 'format' = 'csv', 'follow' = 'true'); SELECT k.id, x FROM k JOIN '-' r ON k.id = r.id;";
        String script = Files.writeString(folder.resolve("live.sql"), live).toString();
        refused(2, "cannot read again when it goes on from a checkpoint", "run", script, "--bounded");
        Files.writeString(folder.resolve("live.sql"), live.replace(folder + "/in", "-"));
        refused(2, "WITH ('connector' = 'stdin')", "run", script, "--bounded");
        refused(2, "is a terminal here", new String[] {"SELECT * FROM '-'"}, baro.typed());
    }

    private void refused(int status, String message, String[] line, Session session) {
        assertThat(session.run(line)).isEqualTo(status);
        assertThat(session.err()).contains(message);
    }

    private String namedPipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assumeThat(Path.of("/usr/bin/mkfifo")).exists();
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe.toString();
    }

    @Test
    void aPipeWithANameIsReadOnce() throws Exception {
        String pipe = namedPipe();
        Thread writer = new Thread(() -> {
            try {
                Files.write(Path.of(pipe), compressed(Compression.GZIP));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        writer.start();
        answers("SELECT sum(x) AS s FROM (TABLE '" + pipe + "' UNION ALL TABLE '" + pipe + "')", "s\n8.0\n");
        writer.join();
    }

    @Test
    void waitingForAPipeIsCancelled() throws Exception {
        refused(130, "cancelled", new String[] {"SELECT * FROM '" + namedPipe() + "'"}, baro.cancelled());
    }

    /** The copy has no name in the folder, so that nobody has to remove it. */
    @Test
    @Tag("slow")
    void nothingIsLeftByAKilledProcess() throws Exception {
        assumeThat(Path.of("/proc/self/fd")).exists();
        Path temp = Files.createDirectory(folder.resolve("temp"));
        RealProcess real = new RealProcess(folder);
        Process process = real.start("SELECT * FROM '-'", "--temp", temp.toString());
        OutputStream in = process.getOutputStream();
        in.write(READINGS.repeat(10_000).getBytes(StandardCharsets.UTF_8));
        in.flush();
        Path handles = Path.of("/proc/" + process.pid() + "/fd");
        for (int i = 0; !holds(handles, temp); i++) {
            assertThat(i).as(real.said()).isLessThan(1_000);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        process.destroyForcibly().waitFor();
        assertThat(temp).isEmptyDirectory();
    }

    private static boolean holds(Path handles, Path temp) throws IOException {
        try (var links = Files.list(handles)) {
            return links.anyMatch(link -> {
                try {
                    return Files.readSymbolicLink(link).startsWith(temp);
                } catch (IOException gone) {
                    return false;
                }
            });
        }
    }
}
