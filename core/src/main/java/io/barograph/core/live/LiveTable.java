package io.barograph.core.live;

import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import java.util.List;
import java.util.Set;

/** A table whose rows keep coming. Thread-safe. */
public interface LiveTable extends AutoCloseable {
    TableDescription description();

    /**
     * The lanes as they are now, by their index.
     *
     * @throws io.barograph.core.error.BarographException of a category of resources where the place cannot be reached
     */
    List<LiveLane> lanes();

    /**
     * The lanes as they are now, for a run that goes on: one that it does not know came later, and begins at its first record,
     * wherever the declaration has a run begin.
     *
     * @param known names of lanes
     */
    default List<LiveLane> lanes(Set<String> known) {
        return lanes();
    }

    /**
     * Makes a reader of some lanes, for one worker.
     *
     * @param columns indexes into the table's schema, ascending; as {@link io.barograph.core.source.ReadRequest#columns()}
     * @param starts the lanes to read and where from; at least one
     * @param rejects is told, within {@link LiveReader#next}, of every malformed record among those that the call read, in
     *     their order
     */
    LiveReader newReader(int[] columns, List<LaneStart> starts, RejectHandler rejects);

    /**
     * Where reading begins.
     *
     * @param offset of the first record read
     */
    record LaneStart(LiveLane lane, long offset) {}

    @Override
    void close();
}
