package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real {@code ./baro} in a process of its own, where somebody has started it before: a first start takes minutes. */
@Tag("slow")
class LauncherTest {
    private static final Path ROOT = Path.of(System.getProperty("barograph.root", ".."));

    @TempDir
    Path folder;

    private Path script = ROOT.resolve("baro").toAbsolutePath().normalize();

    @BeforeEach
    void needsABuiltBaro() {
        assumeThat(ROOT.resolve("cli/target/dist/built"))
                .as("./baro has been started once")
                .exists();
    }

    /** What a process said, and how it ended. */
    private record Ended(int status, String out, String err) {}

    private Ended run(String... line) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(line));
        return end(new ProcessBuilder(command));
    }

    private Ended end(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        builder.directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void itRunsFromAnywhereThroughALinkAndInFoldersWithBlanks() throws Exception {
        Path blank = Files.createDirectory(folder.resolve("a folder"));
        script = Files.createSymbolicLink(blank.resolve("baro"), script);
        assertThat(run("generate", "a folder/r.csv", "--rows", "1000").status()).isZero();
        Ended ended = run("SELECT count(*) AS n FROM 'a folder/r.csv'");
        assertThat(ended.out()).isEqualTo("n\n1000\n");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX"})
    void whereNoLocaleIsSetTextIsUtf8(String locale) throws Exception {
        Files.writeString(folder.resolve("한글.csv"), "온도\n20\n");
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "SELECT 온도 AS é FROM '한글.csv'");
        builder.environment().put("LC_ALL", locale);
        Ended ended = end(builder);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo("é\n20\n");
    }

    @Test
    void memoryIsTheHeapsSize() throws Exception {
        assertThat(run("generate", "r.csv", "--rows", "10").status()).isZero();
        assertThat(run("SELECT count(*) AS n FROM 'r.csv'", "--memory", "100m").out())
                .isEqualTo("n\n10\n");
        assertThat(run("SELECT count(*) AS n FROM 'r.csv'", "--memory", "900t").out())
                .as("more than the machine has")
                .isEqualTo("n\n10\n");
        Ended ended = run("SELECT 1", "--memory", "1k");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).startsWith("error: option --memory expects").hasLineCount(1);
    }

    @Test
    void itEndsCleanlyWhenItIsInterrupted() throws Exception {
        Process process = new ProcessBuilder(script.toString(), "generate", "big.csv", "--rows", "1000000000")
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        while (!Files.exists(folder.resolve(".big.csv." + process.pid() + ".tmp"))) {
            assertThat(process.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(folder.resolve("stderr")).hasContent("cancelled");
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("stderr");
        }
    }

    @Test
    void aReaderThatLeavesIsNoFailure() throws Exception {
        Ended ended = end(new ProcessBuilder(
                "bash", "-c", "'" + script + "' generate - --rows 1000000 | head -n 1; echo ${PIPESTATUS[0]}"));
        assertThat(ended.out()).isEqualTo("timestamp,device_id,temperature,humidity,pressure\n0\n");
        assertThat(ended.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT timestamp, temperature, count(*) FROM 'r.csv' GROUP BY 1, 2",
                "SELECT a.timestamp, a.device_id, a.temperature, b.humidity FROM 'r.csv' a JOIN 'r.csv' b"
                        + " ON a.timestamp = b.timestamp AND a.device_id = b.device_id"
            })
    void moreThanMemoryHoldsGoesToTemporaryFilesThatAreGoneAfterwards(String sql) throws Exception {
        assertThat(run("generate", "r.csv", "--rows", "1000000").status()).isZero();
        Path temp = Files.createDirectory(folder.resolve("temp"));
        Ended ended = run("EXPLAIN ANALYZE " + sql, "--memory", "64m", "--temp", "temp");
        assertThat(ended.err() + ended.out()).contains("MiB written to temporary files");
        assertThat(temp).isEmptyDirectory();
        assertThat(run(sql, "--memory", "64m", "--temp", "temp", "-o", "little.csv")
                        .status())
                .isZero();
        assertThat(run(sql, "-o", "enough.csv").status()).isZero();
        assertThat(folder.resolve("little.csv")).hasSameBinaryContentAs(folder.resolve("enough.csv"));

        Ended nowhere = run(sql, "--memory", "64m", "--temp", "missing", "-o", "o.csv");
        assertThat(nowhere.status()).isEqualTo(2);
        assertThat(nowhere.err())
                .contains("missing", "does not exist", "--temp")
                .hasLineCount(1);
        assertThat(folder.resolve("o.csv")).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aKilledProcessLeavesNoTemporaryFile() throws Exception {
        assertThat(run("generate", "r.csv", "--rows", "1000000").status()).isZero();
        Path temp = Files.createDirectory(folder.resolve("temp"));
        Process process = new ProcessBuilder(
                        script.toString(),
                        "SELECT * FROM 'r.csv' ORDER BY temperature",
                        "--memory",
                        "64m",
                        "--temp",
                        temp.toString())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            // The first row of a sort comes out when all rows have been written to temporary files, and the pipe is
            // soon full.
            assertThat(process.getInputStream().read()).isGreaterThan(0);
            assertThat(process.descendants().findAny().isPresent() || process.isAlive())
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aFullDiskIsNamed() throws Exception {
        assumeThat(Path.of("/dev/full")).exists();
        assertThat(run("generate", "r.csv", "--rows", "1000").status()).isZero();
        Ended ended = end(new ProcessBuilder("bash", "-c", "'" + script + "' \"SELECT * FROM 'r.csv'\" >/dev/full"));
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.err()).startsWith("error: cannot write to standard output: No space left");
    }
}
