package io.barograph.connectors.journal;

/**
 * What became of an entry.
 *
 * @param outcome whether its records are in the journal
 * @param records that are there under its key, or were added
 */
public record Appended(Outcome outcome, int records) {
    /** Whether an entry's records are in the journal. */
    public enum Outcome {
        /** They are on the disk. */
        ADDED,
        /** The same entry was there before: nothing was added. */
        DUPLICATE,
        /** Other records were there before under the same key: nothing was added. */
        CONFLICT
    }
}
