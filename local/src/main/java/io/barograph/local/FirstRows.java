package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.KeyNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The first row of each key among those of one worker: rows are copied as they come, and those that another one has come before
 * are left behind now and then. For one thread.
 */
final class FirstRows implements LeadingRows {
    /** So many rows are copied before it is worth looking which are left. */
    private static final int FEWEST_ROWS = 1 << 15;

    private final Schema schema;
    private final RowOrder order;
    private final KeyNumbers keys;
    private RowBuffer rows;
    /** By key: its first row so far, and the number that orders it. */
    private int[] first = new int[64];

    private long[] prefixes = new long[64];
    private int known;

    /** @param order of the rows of a key */
    FirstRows(Schema schema, List<Integer> keyColumns, RowOrder order) {
        this.schema = schema;
        this.order = order;
        this.keys = new KeyNumbers(schema, keyColumns);
        this.rows = new RowBuffer(schema);
    }

    @Override
    public void add(Batch batch) {
        int[] numbers = keys.add(batch);
        int from = rows.size();
        rows.append(batch);
        if (first.length < keys.keys()) {
            first = Arrays.copyOf(first, Math.max(keys.keys(), first.length * 2));
            prefixes = Arrays.copyOf(prefixes, first.length);
        }
        for (int i = 0; i < batch.size(); i++) {
            int key = numbers[i];
            long prefix = order.prefix(rows, from + i);
            boolean isNew = key >= known;
            if (isNew || prefix < prefixes[key] || prefix == prefixes[key] && comesBefore(from + i, first[key])) {
                known += isNew ? 1 : 0;
                first[key] = from + i;
                prefixes[key] = prefix;
            }
        }
        if (rows.size() >= FEWEST_ROWS && rows.size() / 2 >= known) {
            RowBuffer left = new RowBuffer(schema);
            give(left::append);
            rows = left;
            Arrays.setAll(first, key -> key);
        }
    }

    private boolean comesBefore(int row, int other) {
        return order.compare(rows, row, rows, other) < 0;
    }

    @Override
    public void give(Consumer<Batch> target) {
        RowGather gather = new RowGather(schema, List.of(rows));
        long[] places = new long[Batch.CAPACITY];
        for (int from = 0; from < known; from += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, known - from);
            for (int i = 0; i < count; i++) {
                places[i] = RowGather.place(0, first[from + i]);
            }
            target.accept(gather.read(places, 0, count));
        }
    }

    /** How many keys there are. */
    @Override
    public int size() {
        return known;
    }

    @Override
    public long memoryBytes() {
        return rows.memoryBytes() + keys.memoryBytes() + 12L * first.length;
    }
}
