package io.barograph.local.live;

import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.live.LiveSink;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a checkpoint keeps of a query, as it was when it was taken. Its states are written one after the other, by any one thread. */
final class QuerySnapshot {
    private final Checkpoint.Insert insert;
    /** By fingerprint, as are those that are written. */
    private final Map<String, Store.Snapshot> unwritten;

    private final Map<String, byte[]> states = new LinkedHashMap<>();
    private LiveSink.@Nullable Shown unwrittenShown;
    private byte[] shown = {};

    /**
     * @param insert without its states
     * @param unwritten these; they are this object's
     * @param shown by its sink; null for nothing to keep
     */
    QuerySnapshot(Checkpoint.Insert insert, Map<String, Store.Snapshot> unwritten, LiveSink.@Nullable Shown shown) {
        this.insert = insert;
        this.unwritten = unwritten;
        this.unwrittenShown = shown;
    }

    /**
     * Writes a state, or what was shown.
     *
     * @return whether there was one left
     */
    boolean writeNext() {
        Iterator<Map.Entry<String, Store.Snapshot>> left = unwritten.entrySet().iterator();
        if (!left.hasNext()) {
            return writeShown();
        }
        Map.Entry<String, Store.Snapshot> next = left.next();
        StateOutput output = new StateOutput();
        next.getValue().write(output);
        states.put(next.getKey(), output.toByteArray());
        left.remove();
        return true;
    }

    private boolean writeShown() {
        LiveSink.Shown unwritten = unwrittenShown;
        if (unwritten == null) {
            return false;
        }
        StateOutput output = new StateOutput();
        unwritten.write(output);
        shown = output.toByteArray();
        unwrittenShown = null;
        return true;
    }

    /** What the checkpoint has of the query, when all is written. */
    Checkpoint.Insert written() {
        return insert.with(states, shown);
    }
}
