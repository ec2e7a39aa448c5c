package io.barograph.core.merge;

import io.barograph.core.aggregate.AlignedNumbers;
import io.barograph.core.aggregate.GroupRuns;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a batch that calls with the same arguments and filter take in, dense: those whose filter is true and whose
 * arguments are all present. Calls share one, so that rows are picked once. Where no row drops out, the batch's own
 * columns are passed on.
 */
public final class ArgumentRows {
    private static final int[] AS_THEY_LIE = IntStream.range(0, Batch.CAPACITY).toArray();

    private final List<Integer> arguments;
    private final int filter;
    private final Column[] columns;
    private final @Nullable Column[] dense;
    private final int[] picked = new int[Batch.CAPACITY];
    private final int[] pickedGroups = new int[Batch.CAPACITY];
    private int[] groups = pickedGroups;
    private int size;
    /** Of rows picked in order of their groups. */
    private final GroupRuns pickedRuns = new GroupRuns();

    private GroupRuns runs = pickedRuns;
    /** Of the first argument. */
    private final AlignedNumbers numbers = new AlignedNumbers();

    /**
     * @param arguments indexes of columns
     * @param filter index of a BOOLEAN column, or -1
     */
    public ArgumentRows(List<Integer> arguments, int filter) {
        this.arguments = arguments;
        this.filter = filter;
        this.columns = new Column[arguments.size()];
        this.dense = new Column[arguments.size()];
    }

    boolean isFor(List<Integer> otherArguments, int otherFilter) {
        return filter == otherFilter && arguments.equals(otherArguments);
    }

    /** Indexes of the arguments' columns. */
    List<Integer> arguments() {
        return arguments;
    }

    /** Index of a BOOLEAN column, or -1. */
    int filter() {
        return filter;
    }

    /** The arguments of the rows picked; valid until the next are. */
    public Column[] columns() {
        return columns;
    }

    int[] groups() {
        return groups;
    }

    /** The runs that the rows lie in; undefined where they were not picked in order of their groups. */
    GroupRuns runs() {
        return runs;
    }

    /** The numbers of the first argument, where there is one; undefined where rows were not picked in order of their groups. */
    AlignedNumbers numbers() {
        return numbers;
    }

    /** How many were picked. */
    public int size() {
        return size;
    }

    /** Where in the batch the rows picked lie; undefined where all of them were. */
    public int[] picked() {
        return picked;
    }

    /** Picks the rows of the next batch, whose groups these are. */
    public void pick(Batch batch, int[] batchGroups) {
        pick(batch, batchGroups, null);
    }

    /** As {@link #pick(Batch, int[])}, in order of groups where one is given. */
    void pick(Batch batch, int[] batchGroups, @Nullable GroupOrder order) {
        pickRows(batch, batchGroups, order);
        if (order != null && columns.length > 0) {
            numbers.expect(columns[0], size);
        }
    }

    private void pickRows(Batch batch, int[] batchGroups, @Nullable GroupOrder order) {
        Validity validity = Validity.ALL;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = batch.column(arguments.get(i));
            validity = Validity.and(validity, columns[i].validity(), batch.size());
        }
        GroupOrder sorted = order == null || order.isGiven() ? null : order;
        size = batch.size();
        if (filter < 0 && validity.countPresent(size) == size) {
            groups = batchGroups;
            if (sorted != null) {
                groups = sorted.groups();
                gather(sorted.positions());
            }
            runs = order == null ? pickedRuns : order.runs();
            return;
        }
        pickPresent(validity, sorted == null ? AS_THEY_LIE : sorted.positions());
        if (filter >= 0) {
            dropUnfiltered((BooleanColumn) batch.column(filter));
        }
        for (int i = 0; i < size; i++) {
            pickedGroups[i] = batchGroups[picked[i]];
        }
        groups = pickedGroups;
        gather(picked);
        if (order != null) {
            pickedRuns.find(groups, size);
            runs = pickedRuns;
        }
    }

    private void pickPresent(Validity validity, int[] rows) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            picked[count] = rows[i];
            count += validity.isPresent(rows[i]) ? 1 : 0;
        }
        size = count;
    }

    private void dropUnfiltered(BooleanColumn column) {
        boolean[] values = column.values();
        Validity validity = column.validity();
        int count = 0;
        for (int i = 0; i < size; i++) {
            int row = picked[i];
            picked[count] = row;
            count += values[row] & validity.isPresent(row) ? 1 : 0;
        }
        size = count;
    }

    private void gather(int[] positions) {
        for (int i = 0; i < columns.length; i++) {
            Column gathered = gather(columns[i], dense[i], positions);
            dense[i] = gathered;
            columns[i] = gathered;
        }
    }

    /** The rows of a column at some positions, in the arrays of {@code before} where it is of the same shape. */
    private Column gather(Column column, @Nullable Column before, int[] positions) {
        if (column instanceof LongColumn longs) {
            long[] target = before == null ? new long[Batch.CAPACITY] : ((LongColumn) before).values();
            long[] values = longs.values();
            for (int i = 0; i < size; i++) {
                target[i] = values[positions[i]];
            }
            return before == null ? new LongColumn(longs.type(), target, Validity.ALL) : before;
        }
        if (column instanceof DoubleColumn doubles) {
            double[] target = before == null ? new double[Batch.CAPACITY] : ((DoubleColumn) before).values();
            double[] values = doubles.values();
            for (int i = 0; i < size; i++) {
                target[i] = values[positions[i]];
            }
            return before == null ? new DoubleColumn(target, Validity.ALL) : before;
        }
        if (column instanceof BooleanColumn booleans) {
            boolean[] target = before == null ? new boolean[Batch.CAPACITY] : ((BooleanColumn) before).values();
            boolean[] values = booleans.values();
            for (int i = 0; i < size; i++) {
                target[i] = values[positions[i]];
            }
            return before == null ? new BooleanColumn(target, Validity.ALL) : before;
        }
        if (column instanceof DecimalColumn decimals) {
            long[] high = before == null ? new long[Batch.CAPACITY] : ((DecimalColumn) before).high();
            long[] low = before == null ? new long[Batch.CAPACITY] : ((DecimalColumn) before).low();
            for (int i = 0; i < size; i++) {
                high[i] = decimals.high()[positions[i]];
                low[i] = decimals.low()[positions[i]];
            }
            return before == null ? new DecimalColumn(decimals.type(), high, low, Validity.ALL) : before;
        }
        VarcharColumn texts = (VarcharColumn) column;
        int[] target = before == null ? new int[Batch.CAPACITY] : ((VarcharColumn) before).codes();
        for (int i = 0; i < size; i++) {
            target[i] = texts.codes()[positions[i]];
        }
        return new VarcharColumn(target, texts.dictionary(), Validity.ALL);
    }
}
