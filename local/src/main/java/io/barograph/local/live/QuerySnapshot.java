package io.barograph.local.live;

import io.barograph.core.aggregate.StateOutput;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a checkpoint keeps of a query, as it was when it was taken. Its states are written one after the other, by any one thread. */
final class QuerySnapshot {
    private final Checkpoint.Insert insert;
    /** By fingerprint, as are those that are written. */
    private final Map<String, Store.Snapshot> unwritten;

    private final Map<String, byte[]> states = new LinkedHashMap<>();

    /**
     * @param insert without its states
     * @param unwritten these; they are this object's
     */
    QuerySnapshot(Checkpoint.Insert insert, Map<String, Store.Snapshot> unwritten) {
        this.insert = insert;
        this.unwritten = unwritten;
    }

    /**
     * Writes a state.
     *
     * @return whether there was one left
     */
    boolean writeNext() {
        Iterator<Map.Entry<String, Store.Snapshot>> left = unwritten.entrySet().iterator();
        if (!left.hasNext()) {
            return false;
        }
        Map.Entry<String, Store.Snapshot> next = left.next();
        StateOutput output = new StateOutput();
        next.getValue().write(output);
        states.put(next.getKey(), output.toByteArray());
        left.remove();
        return true;
    }

    /** What the checkpoint has of the query, when all is written. */
    Checkpoint.Insert written() {
        return insert.withStages(states);
    }
}
