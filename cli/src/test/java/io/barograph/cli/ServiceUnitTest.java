package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code packaging/barograph.service} starts, as systemd would start it. */
@Tag("slow")
class ServiceUnitTest {
    private static final Path ROOT =
            Path.of(System.getProperty("barograph.root", "..")).toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private boolean works(String command) throws IOException, InterruptedException {
        return run("sh", "-c", command) == 0;
    }

    @Test
    void anUnprivilegedUserStartsItsCommandWithItsFolders() throws Exception {
        assumeThat(ROOT.resolve("cli/target/dist/built"))
                .as("./baro has been started once")
                .exists();
        assumeThat(works("[ $(id -u) = 0 ] && command -v curl setpriv unshare && unshare --mount true"))
                .as("root, who may make a mount namespace")
                .isTrue();
        // It cannot build where it is to run.
        assertThat(run(ROOT.resolve("baro").toString(), "--version")).isZero();
        int status = run(ROOT.resolve("packaging/try-unit.sh").toString());
        assertThat(status).as(Files.readString(folder.resolve("said"))).isZero();
    }
}
