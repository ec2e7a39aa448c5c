package io.barograph.formats.record;

/** Cuts a text that holds any number of records, as a stream or the body of a request does, into them. Used by one thread. */
public interface RecordSplitter {
    /**
     * Gives the records that are complete, in order.
     *
     * @param bytes has a byte behind {@code to}, which may be written to
     * @param to end of what is at hand
     * @param atEnd whether nothing comes behind it
     * @return where the first record begins that is not complete; {@code to} where all are
     * @throws io.barograph.core.error.BarographException {@code BAD_DATA} where it cannot be told what the records are
     */
    int split(byte[] bytes, int from, int to, boolean atEnd, Target target);

    /** Takes records. */
    @FunctionalInterface
    interface Target {
        /** The bytes are the splitter's again on return. */
        void record(byte[] bytes, int offset, int length);
    }
}
