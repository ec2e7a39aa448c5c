package io.barograph.local;

import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.ByteBlock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Combines a task's rows to partial groups, and sends these: all at the end, and earlier ones whenever memory is full. Of a group
 * several parts may be sent; they merge to the same, however they are cut.
 */
final class GroupSender implements Sender {
    /** A chunk ends with the group that reaches so many bytes of states. */
    private static final int MOST_STATE_BYTES = 1 << 19;

    private final ChunkSender chunks;
    private final int[] dealtBy;
    private final BatchCodec codec;
    private MergeTable table;

    /**
     * @param table without groups
     * @param dealtBy positions of the keys by which groups are dealt out
     */
    GroupSender(MergeTable table, List<Integer> dealtBy, ChunkSender chunks) {
        this.table = table;
        this.chunks = chunks;
        this.dealtBy = dealtBy.stream().mapToInt(Integer::intValue).toArray();
        this.codec = new BatchCodec(table.keySchema());
    }

    /** The table that gathers now; another one after each {@link #spill}. */
    MergeTable table() {
        return table;
    }

    @Override
    public void accept(Batch batch) {
        table.add(batch);
    }

    @Override
    public long memoryBytes() {
        return table.memoryBytes();
    }

    @Override
    public long items() {
        return table.groups();
    }

    @Override
    public void finish() {
        spill();
    }

    @Override
    public void spill() {
        MergedGroups groups = MergedGroups.of(List.of(table));
        MergedGroups.Reader reader = groups.reader();
        int[] dealt = deal(groups, reader);
        int[] ranks = new int[Batch.CAPACITY];
        StateOutput states = new StateOutput();
        for (int partition = 0; partition < chunks.partitions(); partition++) {
            int count = 0;
            for (int rank = 0; rank < dealt.length; rank++) {
                if (dealt[rank] == partition) {
                    reader.writeStates(rank, states);
                    ranks[count++] = rank;
                    if (count == ranks.length || states.length() >= MOST_STATE_BYTES) {
                        send(partition, reader, ranks, count, states);
                        count = 0;
                    }
                }
            }
            if (count > 0) {
                send(partition, reader, ranks, count, states);
            }
        }
        table = table.empty();
    }

    /** By rank the partition. */
    private int[] deal(MergedGroups groups, MergedGroups.Reader reader) {
        int[] dealt = new int[groups.groups()];
        if (chunks.partitions() == 1) {
            return dealt;
        }
        RowSender.Deal deal = RowSender.byKey(IntStream.of(dealtBy).boxed().toList(), chunks.partitions());
        for (int from = 0; from < dealt.length; from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, dealt.length - from);
            System.arraycopy(deal.partitions(reader.readKeys(from, count)), 0, dealt, from, count);
        }
        return dealt;
    }

    private void send(int partition, MergedGroups.Reader reader, int[] ranks, int count, StateOutput states) {
        ByteBlock keys = codec.encode(reader.readKeys(Arrays.copyOf(ranks, count)));
        chunks.sendGroups(partition, states, keys);
        states.reset();
    }
}
