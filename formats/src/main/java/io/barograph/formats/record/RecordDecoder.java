package io.barograph.formats.record;

import io.barograph.core.column.Batch;

/**
 * Turns records that lie in memory, each of them one row, into batches: any number of {@link #add}, then one
 * {@link #decode}, over and over. Used by one thread.
 */
public interface RecordDecoder {
    /** The most bytes that the records of one {@link #decode} may take, with some more for each of them. */
    int MAX_BYTES = 1 << 30;

    /**
     * Takes a record; its bytes are the caller's again on return. At most {@link Batch#CAPACITY} records and
     * {@link #MAX_BYTES} before {@link #decode}.
     *
     * @param length may be 0: an empty record is malformed; so is one over 16 MiB
     * @throws IllegalStateException where there were more
     */
    void add(byte[] bytes, int offset, int length);

    /** How many records were added since the last {@link #decode}. */
    int size();

    /**
     * The rows of the well-formed records, in order; may be empty. Valid until the next {@link #add}.
     *
     * @param rejects is told of the others, in order
     */
    Batch decode(Rejects rejects);

    /** The record, counted from 0 in the order of {@link #add}, that a row of the batch last decoded was read from. */
    int recordOf(int row);

    /**
     * A record among those last decoded, as text for people, until the next {@link #add}: UTF-8 or what the options say;
     * bytes that are no text, and control characters that move no line, as {@code \xNN}; cut at 64 KiB.
     */
    String text(int record);

    /** Is told of malformed records. */
    @FunctionalInterface
    interface Rejects {
        /**
         * @param record counted from 0 in the order of {@link #add}
         * @param reason in words, naming column and text: {@code column 'temperature': 'abc' is no DOUBLE}
         * @param text as {@link RecordDecoder#text}
         */
        void reject(int record, String reason, String text);
    }
}
