package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.TableDescription;
import io.barograph.core.watermark.LaneClock;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The event time of a scanned table: the columns that it is judged by, and what each split has to know of the lane before
 * and behind it. Written by {@link ClockPass} before the rows are read, then only read.
 */
final class ScanClocks {
    private final EventTime limits;
    private final Schema table;
    private final int time;
    private final int per;
    /** Per split the lane's clock at its start; null stands for a lane's begin. */
    private final @Nullable LaneClock[] starts;
    /** Per split whether the row that it leaves held is confirmed by one behind it. */
    private final boolean[] confirmed;

    private ScanClocks(EventTime limits, Schema table, int splits) {
        this.limits = limits;
        this.table = table;
        this.time = table.indexOf(limits.column());
        this.per = limits.per() == null ? -1 : table.indexOf(limits.per());
        this.starts = new LaneClock[splits];
        this.confirmed = new boolean[splits];
    }

    /** Null where no row of the table can be late or implausible. */
    static @Nullable ScanClocks of(TableDescription table, int splits) {
        EventTime limits = table.eventTime();
        return limits == null || !LaneClock.judges(limits) ? null : new ScanClocks(limits, table.schema(), splits);
    }

    /** Whether a table's lanes are to be read as a whole: clocks of many keys are too large to keep one per split. */
    static boolean keepsLanesWhole(TableDescription table) {
        EventTime limits = table.eventTime();
        return limits != null && limits.per() != null && LaneClock.judges(limits);
    }

    /** Whether a table's files are judged as one lane, in their order. */
    static boolean isInFileOrder(TableDescription table) {
        EventTime limits = table.eventTime();
        return limits != null && limits.inFileOrder() && LaneClock.judges(limits);
    }

    /** Index of the time among the table's columns. */
    int timeColumn() {
        return time;
    }

    /** The columns, ascending, that a reader has to give so that its rows can be judged. */
    int[] with(int[] columns) {
        TreeSet<Integer> all = new TreeSet<>();
        IntStream.concat(Arrays.stream(columns), IntStream.of(time, per))
                .filter(column -> column >= 0)
                .forEach(all::add);
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    /** A clock at the start of a split: a copy. */
    LaneClock clock(int split) {
        LaneClock start = starts[split];
        return start == null ? new LaneClock(limits) : start.copy();
    }

    void setStart(int split, LaneClock clock) {
        starts[split] = clock;
    }

    void setConfirmed(int split) {
        confirmed[split] = true;
    }

    /** Whether the row that the split leaves held is used. */
    boolean isConfirmed(int split) {
        return confirmed[split];
    }

    /** Has a clock judge the rows of a batch. */
    Judge judge(int[] columns) {
        return new Judge(Arrays.binarySearch(columns, time), per < 0 ? -1 : Arrays.binarySearch(columns, per));
    }

    /** What is wrong with a late row, to people. */
    String whyLate() {
        return LaneClock.whyLate(limits);
    }

    /** What is wrong with an implausible row, to people. */
    String whyImplausible() {
        return LaneClock.whyImplausible(limits);
    }

    Schema table() {
        return table;
    }

    /** Finds the columns that clocks want in batches of some columns. */
    record Judge(int time, int per) {
        int judge(LaneClock clock, Batch batch, byte[] verdicts) {
            Column keys = per < 0 ? null : batch.column(per);
            return clock.judge((LongColumn) batch.column(time), keys, batch.size(), verdicts);
        }
    }
}
