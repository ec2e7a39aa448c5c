package io.barograph.core.source;

import io.barograph.core.column.Batch;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the records of one split as batches. Used by one thread. */
public interface SplitReader extends Closeable {
    /**
     * The next rows, valid until the following call, or null at the end. Never an empty batch. Columns are those of
     * {@link ReadRequest#columns()}, in that order.
     */
    @Nullable
    Batch next() throws IOException;

    /**
     * A row of the batch last given as the record that it was read from, refused for a reason that the reader does not know
     * of: lateness. Its text is empty where the format has none, or cannot go back to it.
     *
     * @param row its position in the batch
     */
    RejectedRecord refuse(int row, String reason) throws IOException;

    /** Offset of the first record of this split (of its end, where no record begins in it). Known after the first {@link #next()}. */
    long startOffset();

    /** Offset just behind the last record of this split: where the next split's first record begins. Known after the end. */
    long endOffset();

    /** Bytes consumed so far, as stored: for progress. */
    long bytesRead();

    /** Records read so far, rejected ones among them; headers, comments and blank lines are none. */
    long recordsRead();

    /** Well-formed records among {@link #recordsRead()} that were left out because no condition of the reader holds for them. */
    default long recordsPruned() {
        return 0;
    }

    /**
     * Physical lines consumed so far: the sum over earlier splits places a rejected record's line. Where what is read has no
     * lines, a record counts as one.
     */
    default long linesRead() {
        return recordsRead();
    }
}
