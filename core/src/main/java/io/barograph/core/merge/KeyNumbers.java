package io.barograph.core.merge;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.plan.Plan;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Numbers the distinct keys of rows, from 0 in the order in which they first come: what a fold's rows are brought together
 * by. NULLs are equal to each other, as are NaNs, and -0.0 is 0.0. Without key columns all rows have one key.
 *
 * <p>One thread adds; {@link #ranks} then brings the keys of all threads into one order.
 */
public final class KeyNumbers {
    private final int[] columns;
    private final MergeTable table;

    /** @param keys indexes of columns of the rows */
    public KeyNumbers(Schema rows, List<Integer> keys) {
        this.columns = keys.stream().mapToInt(Integer::intValue).toArray();
        Schema schema = rows.select(columns);
        // A table of groups that nothing is kept of.
        this.table = new MergeTable(
                schema,
                new Plan.Aggregate(
                        new Plan.Values(schema, List.of()),
                        IntStream.range(0, columns.length).boxed().toList(),
                        List.of(),
                        schema));
    }

    /**
     * Numbers the keys of some rows, new ones added.
     *
     * @return each row's number; the next call overwrites it
     */
    public int[] add(Batch rows) {
        table.add(rows.select(columns));
        return table.groupsOfRows();
    }

    /** How many distinct keys there are. */
    public int keys() {
        return table.groups();
    }

    /** Writes a key: equal keys give equal bytes, whatever their number. */
    public void write(int key, StateOutput output) {
        table.writeGroup(key, output);
    }

    /** Reads a key that {@link #write} wrote, which gets the next number. Without key columns it is the only one, 0. */
    public void read(StateInput saved) {
        table.readGroup(saved);
    }

    /** Bytes of heap. */
    public long memoryBytes() {
        return table.memoryBytes();
    }

    /** Bytes of heap that {@link #ranks} takes for this table's keys, for a while and at most. */
    public long rankBytes() {
        return table.memoryBytes() + table.orderBytes();
    }

    /**
     * The places of keys among those of all tables, in the order of the keys: ascending column by column, NULL last.
     *
     * @param tables at least one, all of the same columns; they are not changed
     * @return by table and number: the place, from 0
     */
    public static int[][] ranks(List<KeyNumbers> tables) {
        MergeTable all = tables.get(0).table.empty();
        int[][] places = new int[tables.size()][];
        int[] theirs = new int[Batch.CAPACITY];
        for (int t = 0; t < places.length; t++) {
            MergeTable table = tables.get(t).table;
            places[t] = new int[table.groups()];
            for (int from = 0; from < table.groups(); from += Batch.CAPACITY) {
                int count = Math.min(Batch.CAPACITY, table.groups() - from);
                for (int i = 0; i < count; i++) {
                    theirs[i] = from + i;
                }
                System.arraycopy(all.groupsOf(table, theirs, count), 0, places[t], from, count);
            }
        }
        int[] ranked = new KeyOrder(List.of(all), null).sort();
        int[] ranks = new int[ranked.length];
        for (int rank = 0; rank < ranked.length; rank++) {
            ranks[ranked[rank]] = rank;
        }
        for (int[] ofTable : places) {
            for (int number = 0; number < ofTable.length; number++) {
                ofTable[number] = ranks[ofTable[number]];
            }
        }
        return places;
    }
}
