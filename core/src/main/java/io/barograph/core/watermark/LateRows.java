package io.barograph.core.watermark;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.source.LeftOut;
import io.barograph.core.source.RejectedRecord;

/** Gathers late rows of a batch as {@link LeftOut} has them. Used by one thread. */
public final class LateRows {
    private final int columns;
    private final int time;
    private final BatchCompactor picking;
    private final Dictionary texts = new Dictionary();

    private final int[] positions = new int[Batch.CAPACITY];
    private final int[] lanes = new int[Batch.CAPACITY];
    private final long[] offsets = new long[Batch.CAPACITY];
    private final long[] laneTimes = new long[Batch.CAPACITY];
    private final long[] lateness = new long[Batch.CAPACITY];
    private final int[] reasons = new int[Batch.CAPACITY];
    private final boolean[] isFirst = new boolean[Batch.CAPACITY];
    private int size;

    /**
     * @param rows columns of the batches that are judged
     * @param time the one of event time among them
     */
    public LateRows(Schema rows, int time) {
        this.columns = rows.size();
        this.time = time;
        this.picking = BatchCompactor.of(rows);
    }

    /**
     * Adds a row of a batch.
     *
     * @param row its position, which has a time
     * @param record as it was read
     * @param laneTime the greatest time before it, or {@link Long#MIN_VALUE} where there is none
     * @param reason {@link LeftOut#LATE} or {@link LeftOut#RETIRED}
     */
    public void add(Batch batch, int row, RejectedRecord record, long laneTime, String reason) {
        positions[size] = row;
        lanes[size] = texts.intern(record.lane());
        offsets[size] = record.offset();
        isFirst[size] = laneTime == LaneClock.NO_TIME;
        laneTimes[size] = laneTime;
        lateness[size] = laneTime - ((LongColumn) batch.column(time)).values()[row];
        reasons[size] = texts.intern(reason);
        size++;
    }

    /** Rows added since the last {@link #take}. */
    public int size() {
        return size;
    }

    /**
     * The rows added: the batch's columns and those that say why. Valid until the next row is added.
     *
     * @param batch that all of them are of
     */
    public Batch take(Batch batch) {
        Column[] all = new Column[columns + LeftOut.added()];
        System.arraycopy(picking.copy(batch, positions, size).columns(), 0, all, 0, columns);
        all[columns] = new VarcharColumn(lanes, texts, Validity.ALL);
        all[columns + 1] = new LongColumn(Type.BIGINT, offsets, Validity.ALL);
        Validity behind = behind();
        all[columns + 2] = new LongColumn(Type.TIMESTAMP, laneTimes, behind);
        all[columns + 3] = new LongColumn(Type.INTERVAL, lateness, behind);
        all[columns + 4] = new VarcharColumn(reasons, texts, Validity.ALL);
        Batch taken = new Batch(all, size);
        size = 0;
        return taken;
    }

    /** Which rows have one before them. */
    private Validity behind() {
        long[] present = Validity.allPresent(size);
        for (int i = 0; i < size; i++) {
            if (isFirst[i]) {
                Validity.setNull(present, i);
            }
        }
        return Validity.of(present);
    }

    /** Where a column of {@link LeftOut#schema} stands among those of {@link #take}, of which the table has so many of its own. */
    public static int position(int column, int[] read, int ofTable) {
        return column < ofTable ? java.util.Arrays.binarySearch(read, column) : read.length + column - ofTable;
    }
}
