package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.KeyNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One worker's rows to be folded, as they came, each with the number of its key; those that were spilled are sorted. */
final class FoldCollector implements Collector {
    private final Schema schema;
    private final List<Integer> keyColumns;
    private final SortCollector sorter;
    /** Makes an empty collection of the first row of each key, where these are all that the fold looks at. */
    private final @Nullable Supplier<FirstRows> newFirsts;

    private @Nullable FirstRows firsts;
    private KeyNumbers keys;
    /** By row, in chunks of {@link Batch#CAPACITY}. */
    private List<int[]> numbers = new ArrayList<>();

    /**
     * @param order by the keys, then that of a key's rows
     * @param file where rows go that memory has no room for
     * @param newFirsts where the first row of each key is enough, makes a collection of these; else null
     */
    FoldCollector(
            Schema schema,
            List<Integer> keyColumns,
            RowOrder order,
            RunFile file,
            @Nullable Supplier<FirstRows> newFirsts) {
        this.schema = schema;
        this.keyColumns = keyColumns;
        this.sorter = new SortCollector(schema, order, Long.MAX_VALUE, file);
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
    }

    RowBuffer rows() {
        return sorter.rows();
    }

    KeyNumbers keys() {
        return keys;
    }

    /** The numbers of the keys of the rows of a chunk. */
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
