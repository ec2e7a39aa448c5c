package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.merge.SessionGroups;
import java.util.BitSet;
import java.util.List;

/**
 * The cells of live sessions. A session is shown when no row can join it any more, and then never changes: whether two
 * sessions are one may be known no earlier.
 */
final class SessionStore implements Store {
    private final long gap;
    private final Schema schema;
    /** Where among a session's columns its end stands. */
    private final int end;

    private final BatchCompactor picking;
    private MergeTable cells;
    /** No session that is held ends earlier. */
    private long earliest = Long.MIN_VALUE;

    /** @param schema of the sessions, whose keys are those of cells but the last */
    SessionStore(MergeTable empty, long gap, Schema schema) {
        this.gap = gap;
        this.schema = schema;
        this.end = empty.keySchema().size();
        this.picking = BatchCompactor.of(schema);
        this.cells = empty;
    }

    @Override
    public void absorb(Partial.Part part) {
        for (MergeTable table : ((Partial.Part.Groups) part).windows().values()) {
            cells.merge(table);
            earliest = Long.MIN_VALUE;
        }
    }

    @Override
    public void publish(Moment moment, Target target) {
        if (cells.groups() == 0 || !moment.ended() && moment.settled() < earliest) {
            return;
        }
        SessionGroups sessions = SessionGroups.of(MergedGroups.of(List.of(cells)), gap, schema);
        SessionGroups.Reader reader = sessions.reader();
        BitSet open = new BitSet(sessions.sessions());
        int[] done = new int[Batch.CAPACITY];
        earliest = Long.MAX_VALUE;
        for (int from = 0; from < sessions.sessions(); from += Batch.CAPACITY) {
            Batch rows = reader.read(from, Math.min(Batch.CAPACITY, sessions.sessions() - from));
            LongColumn ends = (LongColumn) rows.column(end);
            int count = 0;
            for (int i = 0; i < rows.size(); i++) {
                // An end beyond all times is NULL.
                long last = ends.validity().isNull(i) ? Long.MAX_VALUE : ends.values()[i];
                if (moment.ended() || last <= moment.settled()) {
                    done[count++] = i;
                } else {
                    open.set(from + i);
                    earliest = Math.min(earliest, last);
                }
            }
            if (count > 0) {
                target.accept(Revisions.added(picking.compact(rows, done, count)));
            }
        }
        if (open.cardinality() < sessions.sessions()) {
            cells = sessions.cellsOf(open);
        }
    }

    @Override
    public boolean isDue(long upTo, long settled) {
        return cells.groups() > 0 && settled >= earliest;
    }

    @Override
    public long memoryBytes() {
        return cells.memoryBytes();
    }

    @Override
    public void write(StateOutput output) {
        output.writeVarint(cells.groups());
        for (int group = 0; group < cells.groups(); group++) {
            cells.writeGroup(group, output);
        }
    }

    @Override
    public void read(StateInput input) {
        long groups = input.readVarint();
        for (long group = 0; group < groups; group++) {
            cells.readGroup(input);
        }
        earliest = Long.MIN_VALUE;
    }
}
