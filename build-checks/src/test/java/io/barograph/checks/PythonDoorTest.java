package io.barograph.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code python/barograph.py} with Debian's Python and pandas, through the real command. */
@Tag("slow")
class PythonDoorTest {
    private static final Path ROOT = Tree.root();
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    Path scratch;

    @Test
    void everyPairOfThePageForUsersOfPandasGivesTheSameTable() throws IOException, InterruptedException {
        run("python/tests/check_page.py", "docs/how-to/from-pandas.md");
    }

    @Test
    void theKoreanTutorialGivesTheNumbersOfPandas() throws IOException, InterruptedException {
        run("python/tests/check_page.py", "docs/ko/tutorial.md");
    }

    @Test
    void valuesOfEveryKindPassBothWays() throws IOException, InterruptedException {
        run("python/tests/check_door.py");
    }

    private void run(String... command) throws IOException, InterruptedException {
        assumeTrue(
                Files.exists(ROOT.resolve("cli/target/dist/built")), "the command is not built yet: run ./baro once");
        assumeTrue(
                Files.isExecutable(Path.of(PYTHON)) && status(List.of(PYTHON, "-c", "import pandas")) == 0,
                "Debian's python3-pandas is not installed");
        List<String> line = new ArrayList<>(List.of(PYTHON));
        for (String file : command) {
            line.add(ROOT.resolve(file).toString());
        }
        int status = status(line);
        assertThat(status)
                .as("%s%n%s", line, Files.readString(scratch.resolve("output.txt"), StandardCharsets.UTF_8))
                .isZero();
    }

    private int status(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("output.txt").toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("still running after 5 minutes: " + command);
        }
        return process.exitValue();
    }
}
