package io.barograph.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands that the READMEs and the tutorials show, in the order in which they are shown, in one scratch folder per
 * page. A block marked {@code ```sh} is run; one marked {@code ```console} or anything else is only read.
 */
@Tag("slow")
class ReadmeCommandsTest {
    private static final Path ROOT = Tree.root();
    private static final Pattern SHELL_BLOCK =
            Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    Path scratch;

    @TestFactory
    Stream<DynamicTest> readme() throws IOException {
        return commands("README.md");
    }

    @TestFactory
    Stream<DynamicTest> koreanReadme() throws IOException {
        return commands("README.ko.md");
    }

    @TestFactory
    Stream<DynamicTest> firstWindow() throws IOException {
        return commands("docs/tutorial/first-window.md");
    }

    @TestFactory
    Stream<DynamicTest> koreanTutorial() throws IOException {
        return commands("docs/ko/tutorial.md");
    }

    @TestFactory
    Stream<DynamicTest> plot() throws IOException {
        return commands("docs/how-to/plot.md");
    }

    @TestFactory
    Stream<DynamicTest> joinDevices() throws IOException {
        return commands("docs/how-to/join-devices.md");
    }

    @TestFactory
    Stream<DynamicTest> lateRows() throws IOException {
        return commands("docs/how-to/late-rows.md");
    }

    @TestFactory
    Stream<DynamicTest> historyThenLive() throws IOException {
        return commands("docs/how-to/history-then-live.md");
    }

    private Stream<DynamicTest> commands(String page) throws IOException {
        assumeTrue(
                Files.exists(ROOT.resolve("cli/target/dist/built")), "the command is not built yet: run ./baro once");
        List<String> blocks = shellBlocks(Files.readString(ROOT.resolve(page)));
        assertThat(blocks).as("%s shows commands", page).isNotEmpty();
        return blocks.stream()
                .map(block ->
                        dynamicTest(page + ": " + block.lines().findFirst().orElseThrow(), () -> run(block)));
    }

    private void run(String block) throws IOException, InterruptedException {
        Path link = scratch.resolve("baro");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, ROOT.resolve("baro"));
        }
        Path output = Files.createTempFile(scratch, "output", ".txt");
        Process process = new ProcessBuilder("bash", "-e", "-c", block)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("still running after 5 minutes: " + block);
        }
        assertThat(process.exitValue())
                .as("%s%n%s", block, Files.readString(output, StandardCharsets.UTF_8))
                .isZero();
    }

    /** The sh blocks. The build itself is not run within the build. */
    private static List<String> shellBlocks(String page) {
        List<String> blocks = new ArrayList<>();
        Matcher block = SHELL_BLOCK.matcher(page);
        while (block.find()) {
            String commands = block.group(1).replaceAll("(?m)^\\./mvnw.*\\n", "");
            if (!commands.isBlank()) {
                blocks.add(commands);
            }
        }
        return blocks;
    }
}
