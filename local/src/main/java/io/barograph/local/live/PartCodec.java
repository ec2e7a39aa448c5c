package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.KeyHashes;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.stage.Terminal;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.ByteBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parts of one live stage as bytes, dealt out to partitions by the hash of their key, and back. For one thread.
 *
 * <p><b>Layout</b> of what a partition is sent: any number of blocks, each of the end of the window (long; of rows
 * {@link Partial#NOTHING}), the length of the states and these, the length of the keys or rows and these as {@link BatchCodec}
 * writes them. Lengths are varints.
 */
final class PartCodec {
    /** A block ends with the group that reaches so many bytes of states. */
    private static final int MOST_STATE_BYTES = 1 << 18;

    private final LiveNode node;
    /** Of groups: positions among the keys; of rows: among their columns. */
    private final int[] dealtBy;

    private final BatchCodec codec;
    private final BatchCompactor rows;
    private final KeyHashes hashes = new KeyHashes();
    private final int[] dealt = new int[Batch.CAPACITY];
    private final int[] picked = new int[Batch.CAPACITY];

    PartCodec(LiveNode node) {
        this.node = node;
        MergeTable groups = node.empty;
        Schema schema = groups == null ? node.inputSchema() : groups.keySchema();
        this.codec = new BatchCodec(schema);
        this.rows = BatchCompactor.of(schema);
        Terminal terminal = node.stage.terminal();
        if (terminal instanceof Terminal.Fold fold) {
            dealtBy = fold.keys().stream().mapToInt(Integer::intValue).toArray();
        } else {
            // The last key of sessions is their cell: those of one key must meet.
            int keys = groups == null ? 0 : schema.size() - (terminal instanceof Terminal.MergeSessions ? 1 : 0);
            dealtBy = new int[keys];
            Arrays.setAll(dealtBy, key -> key);
        }
    }

    /** Adds a part to what partitions are sent, each its own; without a key all goes to the first one. */
    void write(Partial.Part part, StateOutput[] partitions) {
        if (part instanceof Partial.Part.Groups groups) {
            groups.windows().forEach((end, table) -> write(end, table, partitions));
        } else if (part instanceof Partial.Part.Rows some) {
            some.batches().forEach(batch -> write(batch, partitions));
        } else {
            throw new IllegalStateException("joins of two live tables are not dealt out");
        }
    }

    private int[] deal(Batch batch, int partitions) {
        Column[] keys = new Column[dealtBy.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = batch.column(dealtBy[i]);
        }
        hashes.partitions(keys, batch.size(), partitions, dealt);
        return dealt;
    }

    private void write(long end, MergeTable table, StateOutput[] partitions) {
        MergedGroups groups = MergedGroups.of(List.of(table));
        MergedGroups.Reader reader = groups.reader();
        int[] targets = new int[groups.groups()];
        for (int from = 0; from < targets.length; from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, targets.length - from);
            System.arraycopy(deal(reader.readKeys(from, count), partitions.length), 0, targets, from, count);
        }
        StateOutput states = new StateOutput();
        for (int partition = 0; partition < partitions.length; partition++) {
            int count = 0;
            for (int rank = 0; rank < targets.length; rank++) {
                if (targets[rank] == partition) {
                    picked[count++] = rank;
                    reader.writeStates(rank, states);
                    if (count == picked.length || states.length() >= MOST_STATE_BYTES) {
                        count = writeBlock(
                                end, states, reader.readKeys(Arrays.copyOf(picked, count)), partitions[partition]);
                    }
                }
            }
            if (count > 0) {
                writeBlock(end, states, reader.readKeys(Arrays.copyOf(picked, count)), partitions[partition]);
            }
        }
    }

    private void write(Batch batch, StateOutput[] partitions) {
        int[] targets = deal(batch, partitions.length);
        StateOutput none = new StateOutput();
        for (int partition = 0; partition < partitions.length; partition++) {
            int count = 0;
            for (int row = 0; row < batch.size(); row++) {
                if (targets[row] == partition) {
                    picked[count++] = row;
                }
            }
            if (count > 0) {
                Batch own = count == batch.size() ? batch : rows.compact(batch, picked, count);
                writeBlock(Partial.NOTHING, none, own, partitions[partition]);
            }
        }
    }

    /** Returns 0, the number of groups that wait now. */
    private int writeBlock(long end, StateOutput states, Batch batch, StateOutput target) {
        target.writeLong(end);
        target.writeVarint(states.length());
        target.writeBytes(states.bytes(), 0, states.length());
        ByteBlock block = codec.encode(batch);
        target.writeVarint(block.length());
        target.writeBytes(block.bytes(), 0, block.length());
        states.reset();
        return 0;
    }

    /** Reads what {@link #write} wrote for a partition, to its end. */
    Partial.Part read(StateInput input) {
        Map<Long, MergeTable> windows = new TreeMap<>();
        Partial.Part.Rows batches = new Partial.Part.Rows(new ArrayList<>());
        MergeTable empty = node.empty;
        while (!input.isAtEnd()) {
            long end = input.readLong();
            StateInput states = new StateInput(input.readBytes((int) input.readVarint()));
            Batch batch = codec.decode(input.readBytes((int) input.readVarint()));
            if (empty == null) {
                batches.batches().add(batch);
            } else {
                windows.computeIfAbsent(end, key -> empty.empty()).mergeSaved(batch, states);
            }
        }
        return empty == null ? batches : new Partial.Part.Groups(windows);
    }
}
