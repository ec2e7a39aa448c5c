package io.barograph.formats.csv;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long lane is {@code -Dbarograph.cases=10000000}, another one {@code -Dbarograph.seed=…}. */
@Tag("thorough")
class CsvFuzzTest {
    private static final long SEED = Long.getLong("barograph.seed", 1);
    private static final long CASES = Long.getLong("barograph.cases", 4000);

    @Test
    void randomDocumentsReadTheSameWholeAndCutAndByTheReference(@TempDir Path directory) {
        Path file = directory.resolve("document.csv");
        for (long i = 0; i < CASES; i++) {
            long seed = SEED * 1_000_000_007L + i;
            assertThatCode(() -> new CsvFuzz(seed).check(file))
                    .as("-Dbarograph.seed=%d, case %d", SEED, i)
                    .doesNotThrowAnyException();
        }
    }
}
