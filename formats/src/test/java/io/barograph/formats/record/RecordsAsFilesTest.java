package io.barograph.formats.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A record means what the same line of a file means, alone and among others, whatever batches records come in. A long lane
 * is {@code -Dbarograph.cases=1000000}, another one {@code -Dbarograph.seed=…}.
 */
@Tag("thorough")
class RecordsAsFilesTest {
    private static final long SEED = Long.getLong("barograph.seed", 1);
    private static final long CASES = Long.getLong("barograph.cases", 300);

    @Test
    void recordsAreReadAsTheSameLinesOfFiles(@TempDir Path folder) throws IOException {
        int rows = 0;
        int rejects = 0;
        for (long i = 0; i < CASES; i++) {
            long seed = SEED * 1_000_000_007L + i;
            try {
                Decoded found = new RecordFuzz(seed).check(folder.resolve("lines"));
                rejects +=
                        (int) found.reasons().stream().filter(Objects::nonNull).count();
                rows += (int) found.rows().stream().filter(Objects::nonNull).count();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dbarograph.seed=" + SEED + ", case " + i + ": " + e.getMessage(), e);
            }
        }
        assertThat(rows).isGreaterThan((int) CASES);
        assertThat(rejects).isGreaterThan((int) CASES);
    }
}
