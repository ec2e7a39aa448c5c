package io.barograph.core.live;

/**
 * A lane that grows: a partition of a topic, a journal, a file that is appended to. Offsets count records or bytes, as the
 * lane's kind has it; they ascend along the lane.
 *
 * @param index position among the table's lanes; it never changes, and lanes that come later have greater ones
 * @param name what it is called outside, the same at every start: {@code readings/3}
 * @param startOffset where a run without a checkpoint begins
 * @param endOffset behind the last record that there was when the lane was asked for; {@link Long#MAX_VALUE} of a lane that ends
 *     by itself, as {@link LiveReader#hasEnded} tells, and is read to its end
 */
public record LiveLane(int index, String name, long startOffset, long endOffset) {}
