package io.barograph.core.source;

import java.io.IOException;

/**
 * Reads splits of one table, one after the other, for one worker. What is dear to make anew — buffers, columns, dictionaries
 * that stages have learnt the codes of — it keeps from split to split. Used by one thread.
 */
public interface TableReader {
    /**
     * Opens a reader over a split, as {@link Table#read} does. The reader before it must have been closed; its batches are
     * overwritten, and texts may go on in their dictionaries.
     *
     * @param recordStart offset of the first record, where known; or -1 to guess
     * @param rejects told of every malformed record
     */
    SplitReader read(Split split, long recordStart, RejectHandler rejects) throws IOException;

    /**
     * As {@link #read(Split, long, RejectHandler)}, for whoever knows that some rows need not be read by the times of the table's
     * {@link EventTime#column}, which must be among the columns that are read. The reader may ask before it reads what it has read
     * before; most readers never do.
     */
    default SplitReader read(Split split, long recordStart, RejectHandler rejects, StretchJudge judge)
            throws IOException {
        return read(split, recordStart, rejects);
    }
}
