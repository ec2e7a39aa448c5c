package io.barograph.core.source;

/** Decides which rows of a split nobody has to read. Used by the thread that reads the split. */
@FunctionalInterface
public interface StretchJudge {
    /**
     * Whether rows are passed over. A reader asks when all rows before them were given, and may ask of any: where the answer is yes,
     * it gives none of these and counts them as {@link SplitReader#recordsPruned()}.
     */
    boolean passesOver(TimeStretch rows);
}
