package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Writes what all partitions show. Rows go at once into a sink for which rows that come again make no difference. Into one that
 * records which checkpoint it shows, they go when their checkpoint is complete; until then they are part of the state: a cluster's
 * checkpoint is complete when all have saved theirs, and what is prepared in most places does not outlive its writer. Used by one
 * thread.
 */
public final class HostedSink {
    private final LiveSink sink;
    private final RevisionCodec codec;
    private final boolean isDirect;
    private List<byte[]> accepted = new ArrayList<>();
    /** By the checkpoint that they belong to. */
    private final NavigableMap<Long, List<byte[]>> waiting = new TreeMap<>();

    HostedSink(String name, LiveSink sink, Schema schema, OptionalLong checkpoint, Iterable<byte[]> pending) {
        this.sink = sink;
        this.codec = new RevisionCodec(schema);
        long shown = sink.begin();
        this.isDirect = shown == LiveSink.ANY;
        long from = checkpoint.orElse(LiveSink.NONE);
        if (isDirect) {
            sink.resume(from);
            return;
        }
        if (checkpoint.isPresent() && shown > from) {
            throw new BarographException(
                    ErrorCode.DATA_LOST,
                    "into " + name + ": the sink shows checkpoint " + shown
                            + ", but the job would go on behind checkpoint "
                            + from
                            + ", so rows would be doubled; go on with a later checkpoint or savepoint, or start anew"
                            + " into an empty place");
        }
        sink.resume(checkpoint.isPresent() ? shown : LiveSink.NONE);
        pending.forEach(this::restore);
        waiting.headMap(shown, true).clear();
        if (checkpoint.isPresent() && shown < from) {
            commit(from);
        }
    }

    private void restore(byte[] state) {
        StateInput input = new StateInput(state);
        List<byte[]> rows = waiting.computeIfAbsent(input.readLong(), key -> new ArrayList<>());
        while (!input.isAtEnd()) {
            rows.add(input.readBytes((int) input.readVarint()));
        }
    }

    /** Takes changes of a {@link HostedPartition}; the bytes are the sink's. */
    public void accept(byte[] changes) {
        if (isDirect) {
            sink.accept(codec.read(changes));
            sink.flush();
        } else {
            accepted.add(changes);
        }
    }

    /** What was accepted so far belongs to this checkpoint. */
    public void prepare(long checkpoint) {
        if (isDirect) {
            sink.prepare(checkpoint);
        } else {
            waiting.put(checkpoint, accepted);
            accepted = new ArrayList<>();
        }
    }

    /**
     * The state behind {@link #prepare}: by checkpoint the changes that wait.
     *
     * <p><b>Layout</b> of each: the checkpoint (long), per change its length (varint) and its bytes.
     */
    public List<byte[]> pending() {
        List<byte[]> states = new ArrayList<>();
        for (Map.Entry<Long, List<byte[]>> each : waiting.entrySet()) {
            StateOutput output = new StateOutput();
            output.writeLong(each.getKey());
            for (byte[] changes : each.getValue()) {
                output.writeVarint(changes.length);
                output.writeBytes(changes, 0, changes.length);
            }
            states.add(output.toByteArray());
        }
        return states;
    }

    /** A checkpoint is complete, and so are those before it: what waits for them becomes visible. */
    public void commit(long checkpoint) {
        if (isDirect) {
            sink.commit(checkpoint);
            return;
        }
        NavigableMap<Long, List<byte[]>> due = waiting.headMap(checkpoint, true);
        due.values().forEach(rows -> rows.forEach(changes -> sink.accept(codec.read(changes))));
        sink.prepare(checkpoint);
        sink.commit(checkpoint);
        due.clear();
    }
}
