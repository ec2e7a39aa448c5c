package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.KeyNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One worker's rows to be folded, as they came, each with the number of its key; those that were spilled are sorted.
 *
 * <p>Rows in memory form <em>stretches</em>: a new one begins where the order goes back, or ahead at once by more than a whole batch
 * usually does, as it does where a worker goes on elsewhere in a file. Brought together in the order of stretches, keys
 * are mostly in order.
 */
final class FoldCollector implements Collector {
    /** More than so many stretches are no order, and are not told apart. */
    private static final int MOST_STRETCHES = 1024;

    private final Schema schema;
    private final List<Integer> keyColumns;
    private final SortCollector sorter;
    /** Makes an empty collection of the first rows of each key, where these are all that the fold looks at. */
    private final @Nullable Supplier<LeadingRows> newFirsts;

    private final int time;
    private long latest = Long.MIN_VALUE;
    /** The order of a key's rows. */
    private final RowOrder order;

    private @Nullable LeadingRows firsts;
    /** Where stretches begin, by row. */
    private List<Integer> stretches = new ArrayList<>();
    /** Where the last row stands in the order. */
    private long last;
    /** How far a batch without a leap goes in it. */
    private long usualReach = Long.MAX_VALUE;

    private final long[] prefixes = new long[Batch.CAPACITY];

    private KeyNumbers keys;
    /** By row, in chunks of {@link Batch#CAPACITY}. */
    private List<int[]> numbers = new ArrayList<>();

    /**
     * @param time the column of times that rows are ordered by, or -1
     * @param sorted by the keys, then that of a key's rows
     * @param order of a key's rows
     * @param file where rows go that memory has no room for
     * @param newFirsts where the first rows of each key is enough, makes a collection of these; else null
     */
    FoldCollector(
            Schema schema,
            List<Integer> keyColumns,
            int time,
            RowOrder sorted,
            RowOrder order,
            RunFile file,
            @Nullable Supplier<LeadingRows> newFirsts) {
        this.schema = schema;
        this.keyColumns = keyColumns;
        this.time = time;
        this.order = order;
        this.sorter = new SortCollector(schema, sorted, Long.MAX_VALUE, file);
        this.keys = new KeyNumbers(schema, keyColumns);
        this.newFirsts = newFirsts;
        this.firsts = newFirsts == null ? null : newFirsts.get();
    }

    @Override
    public void accept(Batch batch) {
        if (firsts == null) {
            gather(batch);
        } else {
            firsts.add(batch);
        }
    }

    /** No more rows come: what was held back is among the rows from here on. */
    void settle() {
        if (firsts != null) {
            firsts.give(this::gather);
            firsts = newFirsts == null ? null : newFirsts.get();
        }
    }

    private void gather(Batch batch) {
        int[] found = keys.add(batch);
        int row = sorter.rows().size();
        for (int done = 0; done < batch.size(); ) {
            int chunk = row + done >> ColumnBuffer.SHIFT;
            int at = row + done & ColumnBuffer.MASK;
            if (chunk == numbers.size()) {
                numbers.add(new int[Batch.CAPACITY]);
            }
            int step = Math.min(batch.size() - done, Batch.CAPACITY - at);
            System.arraycopy(found, done, numbers.get(chunk), at, step);
            done += step;
        }
        sorter.accept(batch);
        noteLatest(batch);
        noteStretches(row, batch.size());
    }

    /** @param from the first row of the last batch */
    private void noteStretches(int from, int count) {
        if (from == 0) {
            stretches.add(0);
        }
        if (stretches.size() >= MOST_STRETCHES) {
            return;
        }
        order.prefixes(sorter.rows(), from, count, prefixes);
        long before = from == 0 ? prefixes[0] : last;
        int known = stretches.size();
        for (int i = 0; i < count && stretches.size() < MOST_STRETCHES; i++) {
            long step = prefixes[i] - before;
            if (step < 0 || step > usualReach) {
                stretches.add(from + i);
            }
            before = prefixes[i];
        }
        last = before;
        if (stretches.size() == known) {
            usualReach = prefixes[count - 1] - prefixes[0];
        }
    }

    private void noteLatest(Batch batch) {
        if (time >= 0) {
            LongColumn times = (LongColumn) batch.column(time);
            for (int i = 0; i < batch.size(); i++) {
                if (times.validity().isPresent(i)) {
                    latest = Math.max(latest, times.values()[i]);
                }
            }
        }
    }

    /** The latest time of all rows that came; {@link Long#MIN_VALUE} for none. */
    long latest() {
        return latest;
    }

    /** The first rows of stretches, ascending. */
    List<Integer> stretches() {
        return stretches;
    }

    RowBuffer rows() {
        return sorter.rows();
    }

    KeyNumbers keys() {
        return keys;
    }

    /** Bytes of heap that it takes, at most, to bring keys into order, and then to have a column twice. */
    long movingBytes() {
        // Keys are ranked in a table of all workers' keys.
        long most = keys.rankBytes();
        for (int column = 0; column < schema.size(); column++) {
            most = Math.max(most, sorter.rows().column(column).memoryBytes());
        }
        return most;
    }

    /** The numbers of the keys of the rows of a chunk; may be replaced. */
    int[] numbers(int chunk) {
        return numbers.get(chunk);
    }

    List<SortedFileRun> runs() {
        return sorter.runs();
    }

    /** Bytes of heap that finding the runs' rows again takes. */
    long runBytes() {
        return sorter.runBytes();
    }

    @Override
    public void spill() {
        settle();
        if (sorter.rows().size() >= RunFile.FEWEST_ROWS) {
            spillAll();
        }
    }

    /** Writes all rows, however few. */
    void spillAll() {
        settle();
        sorter.spillAll();
        keys = new KeyNumbers(schema, keyColumns);
        numbers = new ArrayList<>();
        stretches = new ArrayList<>();
    }

    @Override
    public long memoryBytes() {
        return (firsts == null ? 0 : firsts.memoryBytes())
                + sorter.memoryBytes()
                + keys.memoryBytes()
                + numbers.size() * 4L * Batch.CAPACITY;
    }

    @Override
    public long items() {
        return sorter.items() + (firsts == null ? 0 : firsts.size());
    }
}
