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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands that the READMEs show, in the order in which they are shown, in one scratch folder. A block marked
 * {@code ```sh} is run; one marked {@code ```console} or anything else is only read.
 */
class ReadmeCommandsTest {
    private static final Path ROOT = Tree.root();

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

    private Stream<DynamicTest> commands(String page) throws IOException {
        assumeTrue(
                Files.exists(ROOT.resolve("cli/target/dist/built")), "the command is not built yet: run ./baro once");
        List<String> commands = shellCommands(Files.readString(ROOT.resolve(page)));
        assertThat(commands).as("%s shows commands", page).isNotEmpty();
        return commands.stream().map(command -> dynamicTest(page + ": " + command, () -> run(command)));
    }

    private void run(String command) throws IOException, InterruptedException {
        Path link = scratch.resolve("baro");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, ROOT.resolve("baro"));
        }
        Path output = Files.createTempFile(scratch, "output", ".txt");
        Process process = new ProcessBuilder("bash", "-c", command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("still running after 5 minutes: " + command);
        }
        assertThat(process.exitValue())
                .as("%s%n%s", command, Files.readString(output, StandardCharsets.UTF_8))
                .isZero();
    }

    /** Lines of sh blocks; a line within quotes or with a backslash at its end goes on. The build itself is not run within the build. */
    private static List<String> shellCommands(String page) {
        List<String> commands = new ArrayList<>();
        boolean inside = false;
        StringBuilder command = new StringBuilder();
        for (String line : page.split("\n")) {
            if (line.startsWith("```")) {
                inside = line.equals("```sh");
            } else if (inside && !line.isBlank() && !line.startsWith("#")) {
                command.append(command.isEmpty() ? "" : "\n").append(line);
                boolean quoted = command.chars().filter(c -> c == '"').count() % 2 != 0;
                if (!quoted && !line.endsWith("\\")) {
                    commands.add(command.toString());
                    command.setLength(0);
                }
            }
        }
        commands.removeIf(text -> text.startsWith("./mvnw"));
        return commands;
    }
}
