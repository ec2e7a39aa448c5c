package io.barograph.local;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.KeyNumbers;
import io.barograph.core.plan.Plan;
import io.barograph.core.stage.Terminal;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.ByteBlock;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * The first row of each key, by any order, while rows keep coming: the latest reading of each device, where the order is by time
 * descending. The first of two sets of rows is the first of both firsts, so rows may come in any order and in any parts, and a key
 * takes one row; where it was shown and another has come before it since, until {@link #show}, two. For one thread.
 */
public final class LiveFirstRows {
    /** So many rows are copied before it is worth looking which are left. */
    private static final int FEWEST_ROWS = 1 << 12;

    /** Rows are copied together where fewer than one in so many is still a key's first. */
    private static final int LEAST_SHARE = 4;

    private static final int NONE = -1;

    private final Schema schema;
    private final List<Integer> keyColumns;
    private final RowOrder order;
    private KeyNumbers keys;
    private RowBuffer rows;
    /** By key: its first row, and the one that was shown, {@link #NONE} before any was. */
    private int[] first = new int[64];

    private int[] shown = new int[64];
    private int known;
    /** Keys whose first row is not the one that was shown. */
    private final BitSet changed = new BitSet();

    /**
     * @param schema of the rows
     * @param order of a key's rows; those that are equal in it go by all their columns
     */
    public LiveFirstRows(Schema schema, List<Integer> keyColumns, List<Plan.SortKey> order) {
        this.schema = schema;
        this.keyColumns = keyColumns;
        this.order = new RowOrder(order, schema);
        this.keys = new KeyNumbers(schema, keyColumns);
        this.rows = new RowBuffer(schema);
    }

    /** As a stage of a plan says. */
    public static LiveFirstRows of(Schema schema, Terminal.Fold fold) {
        return new LiveFirstRows(schema, fold.keys(), fold.order());
    }

    /** Takes rows; their arrays are the caller's again on return. */
    public void add(Batch batch) {
        if (batch.size() == 0) {
            return;
        }
        int[] numbers = keys.add(batch);
        int from = rows.size();
        rows.append(batch);
        makeRoom();
        for (int i = 0; i < batch.size(); i++) {
            int key = numbers[i];
            if (key == known) {
                known++;
                first[key] = from + i;
                shown[key] = NONE;
                changed.set(key);
            } else if (order.compare(rows, from + i, rows, first[key]) < 0) {
                first[key] = from + i;
                changed.set(key);
            }
        }
        if (rows.size() >= FEWEST_ROWS && rows.size() / LEAST_SHARE >= known) {
            settle();
        }
    }

    private void makeRoom() {
        if (first.length < keys.keys()) {
            int length = Math.max(keys.keys(), first.length * 2);
            first = Arrays.copyOf(first, length);
            shown = Arrays.copyOf(shown, length);
        }
    }

    /** Whether {@link #show} would show anything. */
    public boolean isChanged() {
        return !changed.isEmpty();
    }

    /**
     * Shows what has changed since the last time: pairs of the row that a key had and the one that it has.
     *
     * @param target takes revisions, valid during the call
     */
    public void show(Consumer<Revisions> target) {
        if (changed.isEmpty()) {
            return;
        }
        RowGather before = new RowGather(schema, List.of(rows));
        RowGather after = new RowGather(schema, List.of(rows));
        long[] olds = new long[Batch.CAPACITY];
        long[] news = new long[Batch.CAPACITY];
        int key = changed.nextSetBit(0);
        while (key >= 0) {
            BitSet had = new BitSet();
            int count = 0;
            for (; key >= 0 && count < Batch.CAPACITY; key = changed.nextSetBit(key + 1)) {
                had.set(count, shown[key] != NONE);
                olds[count] = RowGather.place(0, shown[key] != NONE ? shown[key] : first[key]);
                news[count++] = RowGather.place(0, first[key]);
                shown[key] = first[key];
            }
            Batch rowsNow = after.read(news, 0, count);
            target.accept(
                    had.isEmpty()
                            ? Revisions.added(rowsNow)
                            : new Revisions(before.read(olds, 0, count), rowsNow, had, null));
        }
        changed.clear();
    }

    /** All keys count as not shown. */
    public void showAgain() {
        Arrays.fill(shown, 0, known, NONE);
        changed.set(0, known);
    }

    /** Nothing has come, and nothing was shown. */
    public void clear() {
        keys = new KeyNumbers(schema, keyColumns);
        rows = new RowBuffer(schema);
        known = 0;
        changed.clear();
    }

    public boolean isEmpty() {
        return known == 0;
    }

    /** Bytes of heap. */
    public long memoryBytes() {
        return rows.memoryBytes() + keys.memoryBytes() + 8L * first.length;
    }

    /** Leaves rows behind that are no key's: the first rows come by key, behind them those that were shown and are first no more. */
    private void settle() {
        long[] places = new long[2 * known];
        for (int key = 0; key < known; key++) {
            places[key] = RowGather.place(0, first[key]);
        }
        int count = known;
        for (int key = 0; key < known; key++) {
            if (shown[key] == first[key]) {
                shown[key] = key;
            } else if (shown[key] != NONE) {
                places[count] = RowGather.place(0, shown[key]);
                shown[key] = count++;
            }
            first[key] = key;
        }
        RowBuffer left = new RowBuffer(schema);
        RowGather gather = new RowGather(schema, List.of(rows));
        for (int from = 0; from < count; from += Batch.CAPACITY) {
            left.append(gather.read(places, from, Math.min(Batch.CAPACITY, count - from)));
        }
        left.forgetSources();
        rows = left;
    }

    /**
     * Layout: the number of keys; per key 0 where nothing was shown of it, else 1 + the place of the row that was, among these rows: the
     * first ones, by key, and those shown that are first no more; the number of blocks, and the rows as blocks of batches.
     */
    public void write(StateOutput output) {
        settle();
        output.writeVarint(known);
        for (int key = 0; key < known; key++) {
            output.writeVarint(shown[key] + 1);
        }
        BatchCodec codec = new BatchCodec(schema);
        int blocks = (rows.size() + Batch.CAPACITY - 1) / Batch.CAPACITY;
        output.writeVarint(blocks);
        for (int chunk = 0; chunk < blocks; chunk++) {
            ByteBlock block = codec.encode(rows.batch(chunk));
            output.writeVarint(block.length());
            output.writeBytes(block.bytes(), 0, block.length());
        }
    }

    /** Goes on from what was written, where nothing has come yet. */
    public void read(StateInput saved) {
        known = (int) saved.readVarint();
        first = new int[Math.max(64, known)];
        shown = new int[first.length];
        for (int key = 0; key < known; key++) {
            first[key] = key;
            shown[key] = (int) saved.readVarint() - 1;
            changed.set(key, shown[key] != key);
        }
        BatchCodec codec = new BatchCodec(schema);
        for (long blocks = saved.readVarint(); blocks > 0; blocks--) {
            Batch batch = codec.decode(saved.readBytes((int) saved.readVarint()));
            // The first rows of all keys come in the order of their numbers, so that they get the same ones again.
            keys.add(batch);
            rows.append(batch);
        }
    }
}
