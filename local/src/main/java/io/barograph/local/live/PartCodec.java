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
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.ByteBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
    private final StateOutput block = new StateOutput();

    private PartCodec(LiveNode node, List<Integer> columns) {
        this.node = node;
        MergeTable groups = node.empty;
        Schema schema = groups == null ? node.inputSchema() : groups.keySchema();
        this.codec = new BatchCodec(schema);
        this.rows = BatchCompactor.of(schema);
        List<Integer> keys = Dealing.keys(node.stage.terminal());
        this.dealtBy = columns.stream()
                .mapToInt(column -> groups == null ? column : keys.indexOf(column))
                .toArray();
    }

    /** Those of a query's stages, in their order. Parts are dealt out where rows of tables meet: in the first one. */
    static List<PartCodec> of(LiveQuery network) {
        List<Integer> columns = Dealing.by(network.nodes());
        return network.nodes().stream()
                .map(node -> new PartCodec(node, node == network.nodes().get(0) ? columns : List.of()))
                .toList();
    }

    /** Takes what a partition is sent. */
    interface Target {
        /** @param block the caller's again on return */
        void send(int partition, StateOutput block);
    }

    /** Deals a part out, to each partition its own; without a key all goes to the first one. */
    void write(Partial.Part part, int partitions, Target target) {
        if (part instanceof Partial.Part.Groups groups) {
            groups.windows().forEach((end, table) -> write(end, table, partitions, target));
        } else if (part instanceof Partial.Part.Rows some) {
            some.batches().forEach(batch -> write(batch, partitions, target));
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

    private void write(long end, MergeTable table, int partitions, Target target) {
        MergedGroups groups = MergedGroups.of(List.of(table));
        MergedGroups.Reader reader = groups.reader();
        int[] targets = new int[groups.groups()];
        for (int from = 0; from < targets.length; from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, targets.length - from);
            System.arraycopy(deal(reader.readKeys(from, count), partitions), 0, targets, from, count);
        }
        StateOutput states = new StateOutput();
        for (int partition = 0; partition < partitions; partition++) {
            int count = 0;
            for (int rank = 0; rank < targets.length; rank++) {
                if (targets[rank] == partition) {
                    picked[count++] = rank;
                    reader.writeStates(rank, states);
                    if (count == picked.length || states.length() >= MOST_STATE_BYTES) {
                        count = send(end, states, reader.readKeys(Arrays.copyOf(picked, count)), partition, target);
                    }
                }
            }
            if (count > 0) {
                send(end, states, reader.readKeys(Arrays.copyOf(picked, count)), partition, target);
            }
        }
    }

    private void write(Batch batch, int partitions, Target target) {
        int[] targets = deal(batch, partitions);
        StateOutput none = new StateOutput();
        for (int partition = 0; partition < partitions; partition++) {
            int count = 0;
            for (int row = 0; row < batch.size(); row++) {
                if (targets[row] == partition) {
                    picked[count++] = row;
                }
            }
            if (count > 0) {
                Batch own = count == batch.size() ? batch : rows.compact(batch, picked, count);
                send(Partial.NOTHING, none, own, partition, target);
            }
        }
    }

    /** Returns 0, the number of groups that wait now. */
    private int send(long end, StateOutput states, Batch batch, int partition, Target target) {
        block.reset();
        block.writeLong(end);
        block.writeVarint(states.length());
        block.writeBytes(states.bytes(), 0, states.length());
        ByteBlock encoded = codec.encode(batch);
        block.writeVarint(encoded.length());
        block.writeBytes(encoded.bytes(), 0, encoded.length());
        target.send(partition, block);
        states.reset();
        return 0;
    }

    /** Reads blocks to the end of what a partition was sent. */
    Partial.Part read(StateInput input) {
        Partial.Part part = node.empty == null
                ? new Partial.Part.Rows(new ArrayList<>())
                : new Partial.Part.Groups(new TreeMap<>());
        read(input, part);
        return part;
    }

    /**
     * As {@link #read(StateInput)}, into a part of this stage that is there already.
     *
     * @param part its collections take more
     */
    void read(StateInput input, Partial.Part part) {
        while (!input.isAtEnd()) {
            long end = input.readLong();
            StateInput states = new StateInput(input.readBytes((int) input.readVarint()));
            Batch batch = codec.decode(input.readBytes((int) input.readVarint()));
            if (part instanceof Partial.Part.Groups groups) {
                MergeTable empty = Objects.requireNonNull(node.empty);
                groups.windows().computeIfAbsent(end, key -> empty.empty()).mergeSaved(batch, states);
            } else if (part instanceof Partial.Part.Rows rows) {
                rows.batches().add(batch);
            }
        }
    }
}
