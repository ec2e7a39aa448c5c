package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.merge.SessionGroups;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through cells in key order, piece by piece: shows the sessions that have ended, and passes on the cells of the others.
 * Of a session, cells that no row comes for any more become one, so that a key that never pauses is a few cells, however long.
 */
final class EndedSessions {
    private final long gap;
    private final Schema schema;
    private final long settled;
    private final Store.Target target;
    private final Consumer<MergeTable> open;
    private final int[] ended = new int[Batch.CAPACITY];
    /** The last session, as one cell: it has ended, unless it goes on in the next piece. */
    private @Nullable MergeTable last;

    private long earliest = Long.MAX_VALUE;

    /**
     * @param gap in nanoseconds
     * @param schema of the sessions
     * @param settled no row comes any more that is earlier; {@link Long#MAX_VALUE} where none comes at all
     * @param target is shown sessions that have ended
     * @param open receives tables with the cells of other sessions, in key order; they are its own
     */
    EndedSessions(long gap, Schema schema, long settled, Store.Target target, Consumer<MergeTable> open) {
        this.gap = gap;
        this.schema = schema;
        this.settled = settled;
        this.target = target;
        this.open = open;
    }

    /**
     * Takes cells, which are this object's from here on.
     *
     * @param isLast whether no others come
     */
    void accept(MergeTable cells, boolean isLast) {
        if (last != null) {
            cells.merge(last);
            last = null;
        }
        SessionGroups sessions = SessionGroups.of(MergedGroups.of(List.of(cells)), gap, schema);
        SessionGroups.Reader reader = sessions.reader();
        BitSet left = new BitSet(sessions.sessions());
        for (int from = 0; from < sessions.sessions(); from += Batch.CAPACITY) {
            int size = Math.min(Batch.CAPACITY, sessions.sessions() - from);
            long[] lastTimes = reader.lastTimes(from, size);
            int count = 0;
            for (int i = 0; i < size; i++) {
                if (!hasEnded(lastTimes[i])) {
                    left.set(from + i);
                    earliest =
                            Math.min(earliest, lastTimes[i] + gap < lastTimes[i] ? Long.MAX_VALUE : lastTimes[i] + gap);
                } else if (from + i == sessions.sessions() - 1 && !isLast) {
                    last = sessions.asCell(from + i);
                } else {
                    ended[count++] = from + i;
                }
            }
            if (count > 0) {
                target.accept(Revisions.added(reader.read(ended, count)));
            }
        }
        if (left.cardinality() == sessions.sessions() && cells.groups() < 2 * sessions.sessions()) {
            open.accept(cells);
        } else if (!left.isEmpty()) {
            open.accept(sessions.cellsOf(left, settled));
        }
    }

    /** Nothing follows the pieces that came. */
    void end() {
        MergeTable cell = last;
        if (cell != null) {
            last = null;
            accept(cell, true);
        }
    }

    /** Two rows exactly a gap apart are of two sessions. */
    private boolean hasEnded(long lastTime) {
        return settled == Long.MAX_VALUE || settled > lastTime && Long.compareUnsigned(settled - lastTime, gap) >= 0;
    }

    /** None of the sessions that are open ends earlier; {@link Long#MAX_VALUE} where there are none. */
    long earliest() {
        return earliest;
    }
}
