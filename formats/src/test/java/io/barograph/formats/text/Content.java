package io.barograph.formats.text;

import java.util.List;

/**
 * All that a document holds.
 *
 * @param rows their values, boxed
 * @param rejects malformed records, in order
 * @param lines physical lines
 */
public record Content(List<List<Object>> rows, List<Reject> rejects, long lines) {
    /** Stands for NULL where null means malformed. */
    public static final Object NULL = new Object();

    /** Where a malformed record begins. */
    public record Reject(long offset, long line) {}
}
