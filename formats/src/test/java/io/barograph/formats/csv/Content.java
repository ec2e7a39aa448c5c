package io.barograph.formats.csv;

import java.util.List;

/**
 * All that a document holds.
 *
 * @param rows their values, boxed
 * @param rejects malformed records, in order
 * @param lines physical lines
 */
record Content(List<List<Object>> rows, List<Reject> rejects, long lines) {
    /** Stands for NULL where null means malformed. */
    static final Object NULL = new Object();

    /** Where a malformed record begins. */
    record Reject(long offset, long line) {}
}
