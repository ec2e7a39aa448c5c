package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.window.WindowAssigner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Which rows come for windows that one query keeps no longer: an explicit {@code retain} has let them go. One per worker, whose
 * thread uses it.
 *
 * <p>A worker learns of a new bound when it hands over what it has gathered, before the publisher lets any window go by it: so no
 * row gets into a window that is gone.
 */
final class Retirement {
    /** Windows that end here or before are gone. */
    private long bound;

    private final List<LongUnaryOperator> earliestEnds = new ArrayList<>();

    Retirement(long bound) {
        this.bound = bound;
    }

    /** Windows that end here or before are gone from now on. */
    void advance(long to) {
        bound = Math.max(bound, to);
    }

    /** Adds windows that rows fall into by their event time. */
    void add(WindowKey window) {
        WindowAssigner assigner = new WindowAssigner(Schema.of(new Field("time", Type.TIMESTAMP)), 0, window.window());
        earliestEnds.add(time -> {
            long earliest = Long.MAX_VALUE;
            assigner.begin(new Batch(
                    new Column[] {new LongColumn(Type.TIMESTAMP, new long[] {time}, Validity.ALL)}, 1));
            for (Batch windows = assigner.next(); windows != null; windows = assigner.next()) {
                LongColumn ends = (LongColumn) windows.column(window.isEnd() ? 2 : 1);
                for (int i = 0; i < windows.size(); i++) {
                    earliest = Math.min(earliest, window.end(ends.values()[i]));
                }
            }
            return earliest;
        });
    }

    /** Adds sessions: which one a row would join, rows that come later may say, so none may begin before the bound. */
    void addSessions() {
        addRows();
    }

    /** Adds what goes along rows one by one. */
    void addRows() {
        earliestEnds.add(time -> time == Long.MAX_VALUE ? time : time + 1);
    }

    /** Whether the earliest window of a row, by its event time, is gone. Then it counts for none of them. */
    boolean isRetired(long time) {
        // A window ends behind the times in it.
        return time < bound && earliestEnds.stream().anyMatch(end -> end.applyAsLong(time) <= bound);
    }
}
