package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.local.spill.SpillFile;
import io.barograph.local.spill.SpillSpace;
import org.jspecify.annotations.Nullable;

/** The temporary file of one stage's sorted runs, opened with the first of them. Thread-safe. */
final class RunFile {
    /** Fewer rows or groups are not worth a run. */
    static final int FEWEST_ROWS = 1 << 10;

    /** Blocks of a run, where it is long enough: so finely do their first rows say how the run's rows lie. */
    private static final int BLOCKS_PER_RUN = 64;

    private static final int FEWEST_ROWS_PER_BLOCK = 64;
    private static final int MOST_ROWS_PER_BLOCK = Batch.CAPACITY / 2;

    private final SpillSpace space;
    private final String content;
    private @Nullable SpillFile file;

    /** @param content what the runs hold, for messages */
    RunFile(SpillSpace space, String content) {
        this.space = space;
        this.content = content;
    }

    /** Rows of a block in a run of so many. */
    static int rowsPerBlock(long rows) {
        return (int) Math.max(FEWEST_ROWS_PER_BLOCK, Math.min(MOST_ROWS_PER_BLOCK, rows / BLOCKS_PER_RUN));
    }

    synchronized SpillFile file() {
        if (file == null) {
            file = space.newFile(content);
        }
        return file;
    }

    /** Deletes the file, where there is one. */
    synchronized void close() {
        if (file != null) {
            file.close();
        }
    }
}
