package io.barograph.local;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.ByteBlock;
import io.barograph.local.spill.RowSpill;
import io.barograph.local.spill.SpillFile;
import java.util.Arrays;
import java.util.List;

/**
 * Groups in key order in a temporary file, block by block: keys as columns, states in their canonical bytes.
 *
 * <p><b>Layout</b> of a block's states: by group the end of its bytes, as an int, counted from behind these ints; then the
 * bytes.
 */
final class GroupRun implements RunCuts.Blocks {
    /** A block ends with the group that reaches so many bytes of states. */
    private static final int MOST_STATE_BYTES = 1 << 19;

    private final SpillFile file;
    private final RowSpill keys;
    private final RowBuffer firsts;
    private final int firstsAt;
    private long[] offsets = new long[8];
    private int[] lengths = new int[8];

    GroupRun(SpillFile file, Schema keySchema, RowBuffer firsts) {
        this.file = file;
        this.keys = new RowSpill(keySchema, file, new BatchCodec(keySchema));
        this.firsts = firsts;
        this.firstsAt = firsts.size();
    }

    /**
     * Writes all groups of a table.
     *
     * @param firsts receives the first key of each block
     */
    static GroupRun write(MergeTable table, SpillFile file, RowBuffer firsts) {
        GroupRun run = new GroupRun(file, table.keySchema(), firsts);
        run.add(table, RunFile.rowsPerBlock(table.groups()));
        return run;
    }

    /**
     * Writes all groups of a table behind those that are there, which must be before them in the order of keys.
     *
     * @param step groups of a block, at most
     */
    void add(MergeTable table, int step) {
        MergedGroups groups = MergedGroups.of(List.of(table));
        MergedGroups.Reader reader = groups.reader();
        int[] ends = new int[step];
        StateOutput states = new StateOutput();
        ByteBlock block = new ByteBlock();
        for (int from = 0; from < groups.groups(); ) {
            int most = Math.min(step, groups.groups() - from);
            int count = 0;
            states.reset();
            while (count < most && states.length() < MOST_STATE_BYTES) {
                reader.writeStates(from + count, states);
                ends[count++] = states.length();
            }
            append(reader.readKeys(from, count), ends, states, block);
            from += count;
        }
        firsts.forgetSources();
    }

    private void append(Batch groupKeys, int[] ends, StateOutput states, ByteBlock block) {
        int number = keys.batches();
        if (number == offsets.length) {
            offsets = Arrays.copyOf(offsets, number * 2);
            lengths = Arrays.copyOf(lengths, number * 2);
        }
        firsts.append(groupKeys, 0, 1);
        keys.append(groupKeys);
        block.reset();
        for (int i = 0; i < groupKeys.size(); i++) {
            block.putInt(ends[i]);
        }
        block.putBytes(states.bytes(), 0, states.length());
        offsets[number] = file.append(block.bytes(), block.length());
        lengths[number] = block.length();
    }

    long groups() {
        return keys.rows();
    }

    @Override
    public int blocks() {
        return keys.batches();
    }

    @Override
    public int bytes(int block) {
        return keys.bytes(block) + lengths[block];
    }

    @Override
    public RowBuffer firsts() {
        return firsts;
    }

    @Override
    public int firstsAt() {
        return firstsAt;
    }

    /** Bytes of heap that finding the blocks again takes. */
    long memoryBytes() {
        return keys.memoryBytes() + 12L * offsets.length;
    }

    Reader newReader() {
        return new Reader();
    }

    /** Merges blocks into tables. Used by one thread. */
    final class Reader {
        private final RowSpill.Reader keyReader = keys.newReader();
        private byte[] bytes = new byte[0];

        /** Merges the groups of a block that lie in a piece. */
        void merge(int block, int piece, int run, RunCuts cuts, MergeTable table) {
            Batch groupKeys = keyReader.read(block);
            int size = groupKeys.size();
            int from = cuts.from(piece, run, block, groupKeys);
            int to = cuts.to(piece, run, block, groupKeys);
            if (from == to) {
                return;
            }
            if (bytes.length < lengths[block]) {
                bytes = new byte[lengths[block]];
            }
            file.read(offsets[block], bytes, lengths[block]);
            int base = size * Integer.BYTES;
            int start = from == 0 ? base : base + ByteBlock.intAt(bytes, (from - 1) * Integer.BYTES);
            int end = base + ByteBlock.intAt(bytes, (to - 1) * Integer.BYTES);
            table.mergeSaved(part(groupKeys, from, to - from), new StateInput(bytes, start, end));
        }

        private Batch part(Batch groupKeys, int from, int count) {
            if (count == groupKeys.size()) {
                return groupKeys;
            }
            RowBuffer part = new RowBuffer(firsts.schema());
            part.append(groupKeys, from, count);
            return part.batch(0);
        }
    }
}
