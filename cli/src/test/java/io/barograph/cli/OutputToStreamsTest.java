package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is no file takes what a command writes, as a shell has it: standard output, pipes. */
@EnabledOnOs(OS.LINUX)
class OutputToStreamsTest {
    private static final long MOST_SECONDS = 120;

    @TempDir
    Path folder;

    /** Runs a script of the shell in which {@code "$@"} is our command, and gives what went into its standard output. */
    private String shell(String script, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(RealProcess.command(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(Files.readString(folder.resolve("err.txt")))
                .isTrue();
        return Files.readString(out);
    }

    @Test
    void standardOutputGoesOnBehindTheAnswer() throws Exception {
        assertThat(shell(
                        "echo first; \"$@\"; echo last",
                        "SELECT 1 AS a",
                        "-o",
                        "/dev/stdout",
                        "--format",
                        "csv",
                        "--receipt",
                        "/proc/self/fd/2"))
                .isEqualTo("first\na\n1\nlast\n");
        assertThat(folder.resolve("err.txt")).content().contains("\"query\"");
    }

    @Test
    void aReaderThatHasSeenEnoughEndsTheAnswer() throws Exception {
        // Far more than a pipe holds.
        Files.writeString(folder.resolve("long.csv"), "n\n" + "1234567\n".repeat(200_000));
        assertThat(shell(
                        "( \"$@\"; echo $? >&2 ) | head -n 1",
                        "SELECT * FROM 'long.csv'",
                        "-o",
                        "/dev/stdout",
                        "--format",
                        "csv"))
                .isEqualTo("n\n");
        assertThat(folder.resolve("err.txt")).hasContent("0\n");
    }

    @Test
    void pipesAreWrittenInto() throws Exception {
        Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n3\n4,5\n");
        assertThat(shell(
                        "mkfifo rejects answer; cat rejects > rejects.csv & cat answer > answer.csv & \"$@\" && wait",
                        "SELECT b FROM 't.csv'",
                        "-o",
                        "answer",
                        "--format",
                        "csv",
                        "--rejects",
                        "rejects"))
                .isEmpty();
        assertThat(folder.resolve("answer.csv")).hasContent("b\n2\n5\n");
        assertThat(folder.resolve("rejects.csv")).content().contains("file,line,offset,reason,text", "t.csv\",3,");
        for (String pipe : List.of("rejects", "answer")) {
            assertThat(Files.readAttributes(folder.resolve(pipe), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .isOther())
                    .as(pipe)
                    .isTrue();
        }
    }

    @Test
    void readingsAreGeneratedIntoAPipe() throws Exception {
        assertThat(shell("mkfifo p; cat p & \"$@\" && wait", "generate", "p", "--rows", "2"))
                .startsWith("timestamp,device_id,")
                .hasLineCount(3);
    }
}
