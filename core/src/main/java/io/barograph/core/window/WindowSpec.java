package io.barograph.core.window;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Which half-open windows {@code [start, end)} an event time falls into.
 *
 * <p>With size 5 s and origin at the epoch: an event at 00:00:04.999999999 falls into [00:00:00, 00:00:05), one at
 * exactly 00:00:05 into [00:00:05, 00:00:10).
 */
public sealed interface WindowSpec {
    /**
     * Every time falls into exactly one window.
     *
     * @param sizeNanos length, above 0
     * @param originNanos a time at which some window starts, nanoseconds since the epoch
     */
    record Tumble(long sizeNanos, long originNanos) implements WindowSpec {}

    /**
     * A window starts every slide; a time falls into size/slide of them (into none, where slide exceeds size and it
     * stands in a gap).
     */
    record Hop(long sizeNanos, long slideNanos, long originNanos) implements WindowSpec {}

    /** The schema with {@code window_start} and {@code window_end} behind it. */
    static Schema append(Schema input) {
        List<Field> fields = new ArrayList<>(input.fields());
        fields.add(new Field("window_start", Type.TIMESTAMP));
        fields.add(new Field("window_end", Type.TIMESTAMP));
        return new Schema(fields);
    }
}
