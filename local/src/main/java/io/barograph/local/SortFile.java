package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.RowSpill;
import io.barograph.local.spill.SpillFile;
import io.barograph.local.spill.SpillSpace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The temporary file of one sort, opened with its first run. Thread-safe. */
final class SortFile {
    /** Fewer rows are not worth a run. */
    static final int FEWEST_ROWS = 1 << 10;
    /** Blocks of a run, where it is long enough: so finely do their first rows say how the run's rows lie. */
    private static final int BLOCKS_PER_RUN = 64;

    private static final int FEWEST_ROWS_PER_BLOCK = 64;
    private static final int MOST_ROWS_PER_BLOCK = Batch.CAPACITY / 2;

    private final Schema schema;
    private final SpillSpace space;
    private final String content;
    private @Nullable SpillFile file;

    /** @param content what the rows are, for messages */
    SortFile(Schema schema, SpillSpace space, String content) {
        this.schema = schema;
        this.space = space;
        this.content = content;
    }

    /** Rows of a block in a run of so many. */
    static int rowsPerBlock(long rows) {
        return (int) Math.max(FEWEST_ROWS_PER_BLOCK, Math.min(MOST_ROWS_PER_BLOCK, rows / BLOCKS_PER_RUN));
    }

    private synchronized SpillFile file() {
        if (file == null) {
            file = space.newFile(content);
        }
        return file;
    }

    /** Writes the first rows of a run, at most {@code bound} of them. */
    SortedFileRun write(SortedRun run, long bound) {
        SortedRows rows = new SortedRows(schema, List.of(run), 0, bound);
        SortedRows.RangeReader reader = rows.newRangeReader();
        RowSpill spill = new RowSpill(schema, file(), new BatchCodec(schema));
        RowBuffer firsts = new RowBuffer(schema);
        int step = rowsPerBlock(rows.size());
        for (long at = 0; at < rows.size(); at += step) {
            Batch batch = reader.read(at, (int) Math.min(step, rows.size() - at));
            firsts.append(batch, 0, 1);
            spill.append(batch);
        }
        return new SortedFileRun(spill, firsts);
    }

    synchronized void close() {
        if (file != null) {
            file.close();
        }
    }
}
