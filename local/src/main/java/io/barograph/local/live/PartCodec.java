package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.join.AlongJoin;
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
import org.jspecify.annotations.Nullable;

/**
 * Parts of one live stage as bytes, dealt out to partitions by the hash of their key, and back. For one thread.
 *
 * <p><b>Layout</b> of what a partition is sent: any number of blocks, each of the end of the window (long; of rows
 * {@link Partial#NOTHING}, of a join's rows that nothing can match {@link #ALONE}), the length of the states and these, the length
 * of the keys or rows and these as {@link BatchCodec} writes them. Lengths are varints.
 */
final class PartCodec {
    /** A block ends with the group that reaches so many bytes of states. */
    private static final int MOST_STATE_BYTES = 1 << 18;

    private static final long ALONE = Long.MIN_VALUE;

    private final @Nullable MergeTable empty;
    /** Of groups their keys; of a join the rows that go along each other. */
    private final Dealt dealt;
    /** Of a join the rows that nothing can match, else null. */
    private final @Nullable Dealt alone;

    private final KeyHashes hashes = new KeyHashes();
    private final int[] targets = new int[Batch.CAPACITY];
    private final int[] picked = new int[Batch.CAPACITY];
    private final StateOutput block = new StateOutput();

    /** Rows of one kind, and by which of their columns they are dealt out. */
    private static final class Dealt {
        final BatchCodec codec;
        final BatchCompactor rows;
        final int[] by;

        Dealt(Schema schema, List<Integer> by) {
            this.codec = new BatchCodec(schema);
            this.rows = BatchCompactor.of(schema);
            this.by = by.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** @param columns that the stage's parts are dealt out by, as {@link Dealing} has them */
    private PartCodec(LiveNode node, List<Integer> columns) {
        this.empty = node.empty;
        LiveJoin join = node.join;
        if (join != null) {
            AlongJoin along = join.along();
            this.dealt =
                    new Dealt(along.rows(), columns.stream().map(along::key).toList());
            this.alone = new Dealt(along.spec().result(), alone(along, columns));
        } else if (empty != null) {
            List<Integer> keys = KeySources.keys(node.stage.terminal());
            this.dealt = new Dealt(
                    empty.keySchema(), columns.stream().map(keys::indexOf).toList());
            this.alone = null;
        } else {
            this.dealt = new Dealt(node.inputSchema(), columns);
            this.alone = null;
        }
    }

    /** To where rows of the same keys go that have met some; where later stages see no key, it makes no difference. */
    private static List<Integer> alone(AlongJoin along, List<Integer> keys) {
        return keys.stream()
                .flatMap(key -> KeySources.outputs(along.spec(), key).stream().limit(1))
                .toList();
    }

    /** Those of a query's stages, in their order. */
    static List<PartCodec> of(LiveQuery network) {
        List<LiveNode> nodes = network.nodes();
        List<List<Integer>> columns = Dealing.by(nodes);
        List<PartCodec> codecs = new ArrayList<>();
        for (int stage = 0; stage < nodes.size(); stage++) {
            codecs.add(new PartCodec(nodes.get(stage), columns.get(stage)));
        }
        return codecs;
    }

    /** Takes what a partition is sent. */
    interface Target {
        /** @param block the caller's again on return */
        void send(int partition, StateOutput block);
    }

    /** Deals a part out, to each partition its own; without a key all goes to the first one. */
    void write(Partial.Part part, int partitions, Target target) {
        write(part, partitions, 0, partitions, target);
    }

    /** As {@link #write(Partial.Part, int, Target)}, of all partitions only for those from one on and below another. */
    private void write(Partial.Part part, int partitions, int from, int below, Target target) {
        if (part instanceof Partial.Part.Groups groups) {
            groups.windows().forEach((end, table) -> write(end, table, partitions, from, below, target));
        } else if (part instanceof Partial.Part.Rows rows) {
            rows.batches().forEach(batch -> write(Partial.NOTHING, dealt, batch, partitions, from, below, target));
        } else if (part instanceof Partial.Part.Sides sides) {
            sides.meeting()
                    .batches()
                    .forEach(batch -> write(Partial.NOTHING, dealt, batch, partitions, from, below, target));
            Dealt other = Objects.requireNonNull(alone);
            sides.alone().batches().forEach(batch -> write(ALONE, other, batch, partitions, from, below, target));
        }
    }

    private int[] deal(Dealt rows, Batch batch, int partitions) {
        Column[] keys = new Column[rows.by.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = batch.column(rows.by[i]);
        }
        hashes.partitions(keys, batch.size(), partitions, targets);
        return targets;
    }

    private void write(long end, MergeTable table, int partitions, int first, int below, Target target) {
        MergedGroups groups = MergedGroups.of(List.of(table));
        MergedGroups.Reader reader = groups.reader();
        int[] all = new int[groups.groups()];
        for (int from = 0; from < all.length; from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, all.length - from);
            System.arraycopy(deal(dealt, reader.readKeys(from, count), partitions), 0, all, from, count);
        }
        StateOutput states = new StateOutput();
        for (int partition = first; partition < below; partition++) {
            int count = 0;
            for (int rank = 0; rank < all.length; rank++) {
                if (all[rank] == partition) {
                    picked[count++] = rank;
                    reader.writeStates(rank, states);
                    if (count == picked.length || states.length() >= MOST_STATE_BYTES) {
                        send(end, states, dealt, reader.readKeys(Arrays.copyOf(picked, count)), partition, target);
                        count = 0;
                    }
                }
            }
            if (count > 0) {
                send(end, states, dealt, reader.readKeys(Arrays.copyOf(picked, count)), partition, target);
            }
        }
    }

    private void write(long end, Dealt rows, Batch batch, int partitions, int first, int below, Target target) {
        int[] all = deal(rows, batch, partitions);
        StateOutput none = new StateOutput();
        for (int partition = first; partition < below; partition++) {
            int count = 0;
            for (int row = 0; row < batch.size(); row++) {
                if (all[row] == partition) {
                    picked[count++] = row;
                }
            }
            if (count > 0) {
                Batch own = count == batch.size() ? batch : rows.rows.compact(batch, picked, count);
                send(end, none, rows, own, partition, target);
            }
        }
    }

    private void send(long end, StateOutput states, Dealt rows, Batch batch, int partition, Target target) {
        block.reset();
        block.writeLong(end);
        block.writeVarint(states.length());
        block.writeBytes(states.bytes(), 0, states.length());
        ByteBlock encoded = rows.codec.encode(batch);
        block.writeVarint(encoded.length());
        block.writeBytes(encoded.bytes(), 0, encoded.length());
        target.send(partition, block);
        states.reset();
    }

    /**
     * Of a query's rows at rest, has one partition of all take its own. It reads all of them: so that undefined results count once,
     * the first one alone counts them.
     */
    static void deliverRest(LiveQuery network, List<PartCodec> codecs, int partition, int partitions) {
        network.deliverRest(partition == 0, (stage, part) -> {
            PartCodec codec = codecs.get(stage);
            codec.write(
                    part,
                    partitions,
                    partition,
                    partition + 1,
                    (to, block) -> network.absorb(stage, codec.read(new StateInput(block.toByteArray()))));
        });
    }

    /** A part of the stage in which nothing is yet. */
    Partial.Part newPart() {
        Partial.Part.Rows rows = new Partial.Part.Rows(new ArrayList<>());
        if (alone != null) {
            return new Partial.Part.Sides(rows, new Partial.Part.Rows(new ArrayList<>()));
        }
        return empty == null ? rows : new Partial.Part.Groups(new TreeMap<>());
    }

    /** Reads blocks to the end of what a partition was sent. */
    Partial.Part read(StateInput input) {
        Partial.Part part = newPart();
        read(input, part);
        return part;
    }

    /**
     * As {@link #read(StateInput)}, into a part of this stage that is there already.
     *
     * @param part of {@link #newPart}, which takes more
     */
    void read(StateInput input, Partial.Part part) {
        while (!input.isAtEnd()) {
            long end = input.readLong();
            StateInput states = new StateInput(input.readBytes((int) input.readVarint()));
            byte[] encoded = input.readBytes((int) input.readVarint());
            if (part instanceof Partial.Part.Groups groups) {
                MergeTable none = Objects.requireNonNull(empty);
                groups.windows()
                        .computeIfAbsent(end, key -> none.empty())
                        .mergeSaved(dealt.codec.decode(encoded), states);
            } else if (part instanceof Partial.Part.Rows rows) {
                rows.batches().add(dealt.codec.decode(encoded));
            } else if (part instanceof Partial.Part.Sides sides && end == ALONE) {
                sides.alone().batches().add(Objects.requireNonNull(alone).codec.decode(encoded));
            } else if (part instanceof Partial.Part.Sides sides) {
                sides.meeting().batches().add(dealt.codec.decode(encoded));
            }
        }
    }
}
