package io.barograph.local.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class SpillSpaceTest {
    @TempDir
    Path folder;

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void bytesAreReadAgainAtTheirOffsets() {
        try (SpillSpace space = new SpillSpace(folder)) {
            SpillFile file = space.newFile("rows");
            byte[] large = new byte[1_000_000];
            for (int i = 0; i < large.length; i++) {
                large[i] = (byte) (i * 31 + (i >> 8));
            }
            long first = file.append(new byte[] {1, 2, 3}, 2);
            long second = file.append(large, large.length);
            byte[] read = new byte[large.length];
            file.read(second, read, read.length);
            assertThat(read).isEqualTo(large);
            file.read(first, read, 2);
            assertThat(read).startsWith(1, 2);
            assertThat(space.bytesWritten()).isEqualTo(1_000_002);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void noNameIsInTheFolderEvenWhileAFileIsInUse() throws IOException {
        try (SpillSpace space = new SpillSpace(folder)) {
            SpillFile file = space.newFile("rows");
            file.append(new byte[1 << 16], 1 << 16);
            assertThat(files()).isZero();
        }
        assertThat(files()).isZero();
    }

    @Test
    void nothingIsMadeBeforeAFileIsAskedFor() {
        Path missing = folder.resolve("missing");
        try (SpillSpace space = new SpillSpace(missing)) {
            assertThatThrownBy(() -> space.newFile("groups"))
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.IO_ERROR))
                    .hasMessageContainingAll(missing.toString(), "does not exist", "--temp");
        }
    }

    @Test
    void aFullDiskIsAnErrorThatNamesFolderBytesAndTheWayOut() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full");
        try (SpillSpace space = new SpillSpace(folder, file -> FileChannel.open(full, StandardOpenOption.WRITE))) {
            SpillFile file = space.newFile("groups");
            assertThatThrownBy(() -> file.append(new byte[3 << 20], 3 << 20))
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL))
                    .hasMessageContainingAll(folder.toString(), "groups", "3.0 MiB", "--temp", "--memory");
            assertThatThrownBy(() -> file.append(new byte[3 << 9], 3 << 9)).hasMessageContaining("1.5 KiB more");
        }
    }

    @Test
    void whatADeadProcessLeftIsDeletedAndWhatLivesIsNot() throws IOException {
        Path dead = Files.createFile(folder.resolve("barograph-" + Integer.MAX_VALUE + "-1.spill"));
        Path living = Files.createFile(
                folder.resolve("barograph-" + ProcessHandle.current().pid() + "-1.spill"));
        Path foreign = Files.createFile(folder.resolve("barograph-notes.spill"));
        try (SpillSpace space = new SpillSpace(folder)) {
            space.newFile("rows");
            assertThat(dead).doesNotExist();
            assertThat(living).exists();
            assertThat(foreign).exists();
        }
    }
}
