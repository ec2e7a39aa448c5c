package io.barograph.core.live;

import io.barograph.core.column.Batch;
import io.barograph.core.source.RejectedRecord;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads lanes as they grow. Used by one thread.
 *
 * <p>Along a lane, every record is read once and in order. Whose turn it is among several lanes is the reader's matter, but
 * none waits for ever while it has records.
 */
public interface LiveReader extends Closeable {
    /**
     * The next records of one lane; null where none came within the wait. Valid until the next call.
     *
     * @param waitNanos at most; 0 does not wait
     * @throws io.barograph.core.error.BarographException of a category of resources where the place is lost; whoever calls
     *     may close this reader, wait, and read on with another one from the last {@link LaneRows#nextOffset}
     */
    @Nullable
    LaneRows next(long waitNanos) throws IOException;

    /** A row of those last given as the record that it was read from, as {@link io.barograph.core.source.SplitReader#refuse}. */
    RejectedRecord refuse(int row, String reason) throws IOException;

    /** The end of a lane as far as is known without asking: for the lag. Not less than what was read, and not behind a bound. Any thread may ask. */
    long endOffset(int lane);

    /**
     * The W3C trace context ({@code traceparent}) that came with the last of the records last given; null where it had none. It
     * says where rows came from to who watches the run, and decides nothing.
     */
    default @Nullable String traceparent() {
        return null;
    }

    /** As {@link LiveSink#health}. */
    default String health() {
        return "";
    }

    /** As {@link LiveSink#breakers}. */
    default List<Breaker> breakers() {
        return List.of();
    }

    /**
     * Whether nothing will ever come behind what was read: of a lane at rest, or one whose declared end has been reached. Of a
     * lane with a {@link LiveLane#boundOffset bound}, nothing at or behind it is given, but need not be told of here.
     */
    default boolean hasEnded(int lane) {
        return false;
    }

    /** Whether what lies behind the last record read, as far as it is known, is a part of one: its rest has yet to come. */
    default boolean waitsForRest(int lane) {
        return false;
    }

    /**
     * Some records of one lane.
     *
     * @param lane its index
     * @param rows the well-formed ones, in order; may be empty where all were malformed. Columns are those asked for
     * @param records how many records were read, malformed ones among them; 0 where the lane only holds something that is
     *     none, such as the mark of a transaction's end
     * @param nextOffset where the next record begins
     */
    record LaneRows(int lane, Batch rows, long records, long nextOffset) {}
}
