package io.barograph.core.live;

/**
 * A lane that grows: a partition of a topic, a journal, a file that is appended to. Offsets count records or bytes, as the
 * lane's kind has it; they ascend along the lane.
 *
 * @param index position among the table's lanes; it never changes, and lanes that come later have greater ones
 * @param name what it is called outside, the same at every start: {@code readings/3}
 * @param startOffset where a run without a checkpoint begins
 * @param endOffset behind the last record that there was when the lane was asked for, but not behind {@code boundOffset};
 *     {@link Long#MAX_VALUE} of a lane that ends by itself, as {@link LiveReader#hasEnded} tells, and is read to its end
 * @param boundOffset where the table's declaration has the lane end: the first offset that is not read;
 *     {@link #UNBOUNDED} where it says nothing, or nobody can tell yet. It may lie before the start: then nothing is read
 */
public record LiveLane(int index, String name, long startOffset, long endOffset, long boundOffset) {
    /** The bound of a lane that has none. */
    public static final long UNBOUNDED = Long.MAX_VALUE;

    public LiveLane {
        endOffset = Math.min(endOffset, boundOffset);
    }

    /** A lane that goes on for as long as records come. */
    public LiveLane(int index, String name, long startOffset, long endOffset) {
        this(index, name, startOffset, endOffset, UNBOUNDED);
    }

    /** The same lane with another bound. */
    public LiveLane boundedAt(long offset) {
        return new LiveLane(index, name, startOffset, endOffset, offset);
    }
}
