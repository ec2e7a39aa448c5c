package io.barograph.formats.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class AtomicFileTest {
    @TempDir
    Path folder;

    private static void write(Path file, String text) {
        try (AtomicFile target = AtomicFile.create(file.toString())) {
            target.write(text);
            target.commit();
        }
    }

    private Path pipe() throws Exception {
        Path pipe = folder.resolve("pipe.csv");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private static CompletableFuture<String> read(Path pipe) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Files.readString(pipe);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                task -> {
                    Thread reader = new Thread(task);
                    reader.setDaemon(true);
                    reader.start();
                });
    }

    private static boolean isPipe(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther();
    }

    @Test
    void aPipeIsWrittenIntoAndStays() throws Exception {
        Path pipe = pipe();
        CompletableFuture<String> reader = read(pipe);
        write(pipe, "a\n1\n");
        assertThat(isPipe(pipe)).isTrue();
        assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo("a\n1\n");
    }

    @Test
    void whatIsNotCompletedLeavesThePipe() throws Exception {
        Path pipe = pipe();
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), pipe.getFileName());
        CompletableFuture<String> reader = read(pipe);
        try (AtomicFile target = AtomicFile.create(link.toString())) {
            target.write("begun");
        }
        assertThat(isPipe(pipe)).isTrue();
        assertThat(link).isSymbolicLink();
        assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo("begun");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    /** What stands for an open file, as a shell's {@code 3>&1} has it, even where that is a file with a name. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void anOpenFileIsAppendedTo() throws IOException {
        Path file = folder.toRealPath().resolve("open.csv");
        try (OutputStream open = Files.newOutputStream(file)) {
            open.write("first\n".getBytes(StandardCharsets.UTF_8));
            write(openFile(file), "second\n");
        }
        assertThat(file).hasContent("first\nsecond\n");
    }

    private static Path openFile(Path file) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/dev/fd"))) {
            return all.filter(one -> Files.isSymbolicLink(one) && leadsTo(one, file))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file);
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void aLinkToNothingYetMakesTheFile() throws IOException {
        Path real = folder.resolve("real.csv");
        Path near = Files.createSymbolicLink(folder.resolve("near.csv"), Path.of("real.csv"));
        Path far = Files.createSymbolicLink(folder.resolve("far.csv"), near);
        write(far, "a\n");
        assertThat(real).hasContent("a\n");
        write(far, "b\n");
        assertThat(real).hasContent("b\n").isRegularFile();
        assertThat(near).isSymbolicLink();
        assertThat(far).isSymbolicLink();
    }

    @Test
    void whatIsMissingIsSaidTruly() throws IOException {
        assertFails(folder.resolve("absent/a.csv"), "its folder does not exist");
        Path far = folder.resolve("absent/real.csv");
        Path lost = Files.createSymbolicLink(folder.resolve("lost.csv"), far);
        assertFails(lost, "it is a link to '" + far + "', and the folder of that does not exist");
        Path circle = folder.resolve("circle.csv");
        Files.createSymbolicLink(circle, circle);
        assertThatThrownBy(() -> AtomicFile.create(circle.toString()))
                .hasMessage("cannot write '" + circle + "': its links lead around in a circle");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatTakesNoFilesIsNamed() {
        assertFails(Path.of("/proc/x.csv"), "no file can be made in '/proc'");
        assertFails(Path.of("/proc/self/fd/987654"), "no file can be made in ");
    }

    private static void assertFails(Path file, String reason) {
        assertThatThrownBy(() -> AtomicFile.create(file.toString()))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
                .hasMessageStartingWith("cannot write '" + file + "': " + reason);
    }
}
