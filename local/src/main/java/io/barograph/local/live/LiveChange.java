package io.barograph.local.live;

/**
 * What becomes of one INSERT at the start of a run that goes on from a checkpoint.
 *
 * @param name of what it writes
 * @param why in words
 */
public record LiveChange(String name, Kind kind, String why) {
    /** From what is as it was, to what is gone. */
    public enum Kind {
        /** The same query to the same place: it goes on. */
        KEPT,
        /** What changed lies behind its states, which stay. */
        STATES_KEPT,
        /** It was not there before: it reads its tables from their start. */
        NEW,
        /** Its states cannot be kept: it reads its tables from their start. */
        ANEW,
        /** It is there no more. */
        DROPPED;

        /** Whether states of the checkpoint are lost by it. */
        public boolean loses() {
            return this == ANEW || this == DROPPED;
        }
    }
}
