package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.source.LeftOut;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.watermark.LateRows;
import io.barograph.core.watermark.RejectedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Who wants the rows that are left out of one table, as they are on one worker's lanes. Nothing is gathered for nobody. */
final class LeftOutTargets {
    private final int ofTable;
    private final int[] columns;
    private final LateRows late;
    private final RejectedRows rejected = new RejectedRows();
    private final List<Target> lateTargets = new ArrayList<>();
    private final List<Target> rejectedTargets = new ArrayList<>();

    /** Somebody who wants some of the columns. */
    private record Target(int[] picked, Consumer<Batch> consumer) {}

    /** @param time position of event time among the source's columns, or -1 */
    LeftOutTargets(LiveSource source, int time) {
        this.ofTable = source.description.schema().size();
        this.columns = source.columns();
        this.late = new LateRows(source.schema(), time);
    }

    /** Adds a reading of left-out rows. */
    void add(LiveQuery.Reading reading) {
        LeftOut what = reading.table().leftOut();
        boolean isLate = what != null && what.kind() == LeftOut.Kind.LATE;
        int[] picked = reading.columns().stream()
                .mapToInt(column -> isLate ? LateRows.position(column, columns, ofTable) : column)
                .toArray();
        (isLate ? lateTargets : rejectedTargets).add(new Target(picked, reading.target()));
    }

    /** A row comes late, as {@link LateRows#add}. */
    void late(Batch batch, int row, RejectedRecord record, long laneTime, String reason) {
        if (!lateTargets.isEmpty()) {
            late.add(batch, row, record, laneTime, reason);
        }
    }

    /** Hands over the late rows of a batch, before the next one is looked at. */
    void deliverLate(Batch batch) {
        if (late.size() > 0) {
            deliver(late.take(batch), lateTargets);
        }
    }

    /** A record is rejected. */
    void rejected(RejectedRecord record) {
        if (!rejectedTargets.isEmpty()) {
            rejected.reject(record);
        }
    }

    /** Hands over the records rejected since the last call. */
    void deliver() {
        for (Batch batch = rejected.take(); batch != null; batch = rejected.take()) {
            deliver(batch, rejectedTargets);
        }
    }

    private static void deliver(Batch batch, List<Target> targets) {
        for (Target target : targets) {
            target.consumer.accept(batch.select(target.picked));
        }
    }
}
