package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.KeyNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The first few rows of each key: rows are copied as they come, and when there are twice as many as were left the last time, those that
 * as many others of their key come before are left behind.
 */
final class TopRows implements LeadingRows {
    /** So many rows are copied before it is worth looking which are left. */
    private static final int FEWEST_ROWS = 1 << 15;

    private final Schema schema;
    private final RowOrder order;
    private final int most;
    private final KeyNumbers keys;
    private RowBuffer rows;
    /** By row: the number of its key. */
    private int[] keyOf = new int[Batch.CAPACITY];
    /** How many rows there may be before it is looked which are left. */
    private int limit = FEWEST_ROWS;
    /** The first rows of one key, the last of them at the root. */
    private final int[] heap;

    private int held;

    /**
     * @param order of the rows of a key
     * @param most how many rows of a key are kept
     */
    TopRows(Schema schema, List<Integer> keyColumns, RowOrder order, int most) {
        this.schema = schema;
        this.order = order;
        this.most = most;
        this.keys = new KeyNumbers(schema, keyColumns);
        this.rows = new RowBuffer(schema);
        this.heap = new int[most];
    }

    @Override
    public void add(Batch batch) {
        int[] numbers = keys.add(batch);
        int from = rows.size();
        rows.append(batch);
        if (keyOf.length < rows.size()) {
            keyOf = Arrays.copyOf(keyOf, Math.max(rows.size(), keyOf.length * 2));
        }
        System.arraycopy(numbers, 0, keyOf, from, batch.size());
        if (rows.size() >= limit) {
            leave();
        }
    }

    private void leave() {
        int[] kept = first();
        RowBuffer left = new RowBuffer(schema);
        int[] leftKeys = new int[Math.max(Batch.CAPACITY, kept.length)];
        for (int i = 0; i < kept.length; i++) {
            leftKeys[i] = keyOf[kept[i]];
        }
        give(kept, left::append);
        rows = left;
        keyOf = leftKeys;
        limit = Math.max(FEWEST_ROWS, 2 * kept.length);
    }

    /** The first rows of all keys, those of one side by side. */
    private int[] first() {
        int[] starts = new int[keys.keys() + 1];
        for (int row = 0; row < rows.size(); row++) {
            starts[keyOf[row] + 1]++;
        }
        for (int key = 0; key < keys.keys(); key++) {
            starts[key + 1] += starts[key];
        }
        int[] byKey = new int[rows.size()];
        int[] next = starts.clone();
        for (int row = 0; row < rows.size(); row++) {
            byKey[next[keyOf[row]]++] = row;
        }
        int count = 0;
        for (int key = 0; key < keys.keys(); key++) {
            held = 0;
            for (int i = starts[key]; i < starts[key + 1]; i++) {
                offer(byKey[i]);
            }
            // No further than where this key's rows began.
            System.arraycopy(heap, 0, byKey, count, held);
            count += held;
        }
        return Arrays.copyOf(byKey, count);
    }

    private void offer(int row) {
        if (held < most) {
            int at = held++;
            while (at > 0 && comesBefore(heap[at - 1 >> 1], row)) {
                heap[at] = heap[at - 1 >> 1];
                at = at - 1 >> 1;
            }
            heap[at] = row;
        } else if (comesBefore(row, heap[0])) {
            sink(row);
        }
    }

    /** Puts a row in the root's place, and lower where later ones are. */
    private void sink(int row) {
        int at = 0;
        for (int child = 1; child < held; child = 2 * at + 1) {
            if (child + 1 < held && comesBefore(heap[child], heap[child + 1])) {
                child++;
            }
            if (!comesBefore(row, heap[child])) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = row;
    }

    private boolean comesBefore(int row, int other) {
        long prefix = order.prefix(rows, row);
        long otherPrefix = order.prefix(rows, other);
        return prefix != otherPrefix ? prefix < otherPrefix : order.compare(rows, row, rows, other) < 0;
    }

    @Override
    public void give(Consumer<Batch> target) {
        give(first(), target);
    }

    private void give(int[] kept, Consumer<Batch> target) {
        RowGather gather = new RowGather(schema, List.of(rows));
        long[] places = new long[Batch.CAPACITY];
        for (int from = 0; from < kept.length; from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, kept.length - from);
            for (int i = 0; i < count; i++) {
                places[i] = RowGather.place(0, kept[from + i]);
            }
            target.accept(gather.read(places, 0, count));
        }
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public long memoryBytes() {
        return rows.memoryBytes() + keys.memoryBytes() + 4L * (keyOf.length + heap.length);
    }
}
