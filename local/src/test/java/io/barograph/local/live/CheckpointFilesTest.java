package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFilesTest {
    @TempDir
    Path folder;

    private static byte[] payload(int number) {
        byte[] bytes = new byte[100];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private static List<Long> ids(CheckpointFiles files, List<CheckpointFiles.Damaged> damaged) {
        return files.whole(damaged).stream().map(CheckpointFiles.Found::id).toList();
    }

    @Test
    void theLastFewAreKept() {
        try (CheckpointFiles files = CheckpointFiles.open(folder)) {
            for (int id = 0; id < 10; id++) {
                files.save(id, payload(id));
            }
            List<CheckpointFiles.Found> found = files.whole(new ArrayList<>());
            assertThat(found).extracting(CheckpointFiles.Found::id).containsExactly(9L, 8L, 7L);
            assertThat(found.get(1).payload()).isEqualTo(payload(8));
        }
    }

    @Test
    void aTornOneIsPassedOverWhereverItEnds() throws IOException {
        try (CheckpointFiles files = CheckpointFiles.open(folder)) {
            files.save(1, payload(1));
            files.save(2, payload(2));
            Path newest = folder.resolve("checkpoint-000000000002");
            byte[] whole = Files.readAllBytes(newest);
            for (int length = 0; length < whole.length; length++) {
                Files.write(newest, Arrays.copyOf(whole, length));
                List<CheckpointFiles.Damaged> damaged = new ArrayList<>();
                assertThat(ids(files, damaged)).as("cut at " + length).containsExactly(1L);
                assertThat(damaged).containsExactly(new CheckpointFiles.Damaged(2, newest));
            }
        }
    }

    @Test
    void aFlippedBitIsNoticed() throws IOException {
        try (CheckpointFiles files = CheckpointFiles.open(folder)) {
            files.save(1, payload(1));
            Path file = folder.resolve("checkpoint-000000000001");
            byte[] bytes = Files.readAllBytes(file);
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] ^= 4;
                Files.write(file, bytes);
                assertThat(ids(files, new ArrayList<>())).as("byte " + at).isEmpty();
                bytes[at] ^= 4;
            }
        }
    }

    @Test
    void twoRunsCannotHaveOneFolder() {
        try (CheckpointFiles first = CheckpointFiles.open(folder)) {
            assertThatThrownBy(() -> CheckpointFiles.open(folder))
                    .isInstanceOfSatisfying(
                            BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED))
                    .hasMessageContaining("another process runs this pipeline");
            first.save(0, payload(0));
        }
        try (CheckpointFiles again = CheckpointFiles.open(folder)) {
            assertThat(ids(again, new ArrayList<>())).containsExactly(0L);
            again.clear();
            assertThat(ids(again, new ArrayList<>())).isEmpty();
        }
    }
}
