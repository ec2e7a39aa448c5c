package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import java.util.List;

/** Several sorted runs as one sorted sequence, or a slice of it. */
final class SortedRows implements HeldRows {
    private final Schema schema;
    private final List<SortedRun> runs;
    /** By rank: the run's number in the high half, its row's in the low. */
    private final long[] sequence;

    private final int offset;
    private final int size;

    /**
     * Merges runs.
     *
     * @param skip rows left out at the front
     * @param count rows kept behind them, or {@link Long#MAX_VALUE} for all
     */
    SortedRows(Schema schema, List<SortedRun> runs, long skip, long count) {
        this.schema = schema;
        this.runs = runs;
        this.sequence = merge(0, runs.size());
        this.offset = (int) Math.min(skip, sequence.length);
        this.size = (int) Math.min(count, sequence.length - offset);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long memoryBytes() {
        long bytes = 8L * sequence.length;
        for (SortedRun run : runs) {
            bytes += run.rows().memoryBytes() + SortedRun.extraBytes(run.size());
        }
        return bytes;
    }

    @Override
    public RangeReader newRangeReader() {
        RowGather gather =
                new RowGather(schema, runs.stream().map(SortedRun::rows).toList());
        return (from, count) -> gather.read(
                sequence, offset + (int) from, (int) Math.min(Math.min(count, Batch.CAPACITY), size - from));
    }

    private long[] merge(int from, int to) {
        if (to - from == 0) {
            return new long[0];
        }
        if (to - from == 1) {
            SortedRun run = runs.get(from);
            long[] own = new long[run.size()];
            for (int rank = 0; rank < own.length; rank++) {
                own[rank] = (long) from << 32 | run.row(rank);
            }
            return own;
        }
        int middle = from + to >>> 1;
        long[] left = merge(from, middle);
        long[] right = merge(middle, to);
        long[] both = new long[Math.addExact(left.length, right.length)];
        int i = 0;
        int j = 0;
        for (int at = 0; at < both.length; at++) {
            both[at] = j >= right.length || i < left.length && compare(left[i], right[j]) <= 0 ? left[i++] : right[j++];
        }
        return both;
    }

    private int compare(long left, long right) {
        return runs.get((int) (left >>> 32)).compare((int) left, runs.get((int) (right >>> 32)), (int) right);
    }
}
