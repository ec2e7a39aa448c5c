package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.SessionGroups;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cells of live sessions. A session is shown when no row can join it any more, and then never changes: whether two
 * sessions are one may be known no earlier.
 *
 * <p>Cells come into a table in memory. When that is too much they go to disk ({@link CellRuns}), and others gather. Whether
 * a session on disk has ended is found by going through the runs that event time has reached, together with what memory
 * holds, in key order: the sessions that have ended are shown, of the others what is left is written again, or goes back to
 * memory where it is little. To do that whenever some session may have ended would read everything again and again, so it waits
 * until event time has gone on by a quarter of the gap. In that time each session that is still open has got rows for a new cell,
 * or has ended by the fourth time: what is read and written is in proportion to the cells that come.
 */
final class SessionStore implements Store {
    /** Sessions on disk are shown when event time has gone on by a gap's part of so many. */
    static final int PARTS_OF_GAP = 4;

    private final MergeTable empty;
    private final long gap;
    private final Schema schema;
    private final boolean ofEventTime;
    private final GroupSpace space;
    private final CellRuns stored;
    private MergeTable cells;
    /** No session that is held ends earlier. */
    private long earliest = Long.MAX_VALUE;
    /** How far event time has come. */
    private long settled = Long.MIN_VALUE;
    /** How far it had when sessions were last looked for that have ended. */
    private long looked = Long.MIN_VALUE;

    /**
     * @param empty a table of cells
     * @param gap in nanoseconds
     * @param schema of the sessions, whose keys are those of cells but the last
     * @param ofEventTime whether they are of the time that lateness is judged by; others end when no row comes any more
     */
    SessionStore(MergeTable empty, long gap, Schema schema, boolean ofEventTime, GroupSpace space) {
        this.empty = empty;
        this.gap = gap;
        this.schema = schema;
        this.ofEventTime = ofEventTime;
        this.space = space;
        this.stored = new CellRuns(empty, gap, space);
        this.cells = empty.empty();
    }

    @Override
    public void absorb(Partial.Part part) {
        for (MergeTable table : ((Partial.Part.Groups) part).windows().values()) {
            earliest = Math.min(earliest, behind(SessionGroups.leastStart(table)));
            cells.merge(table);
        }
    }

    @Override
    public void publish(Moment moment, Target target) {
        if (moment.ended()) {
            settled = Long.MAX_VALUE;
        } else if (ofEventTime) {
            settled = Math.max(settled, moment.settled());
        }
        if (!mayHaveEnded(settled) || !isWorthIt(settled) && !moment.ended() && !moment.stops()) {
            return;
        }
        looked = settled;
        Rest rest = new Rest();
        EndedSessions ended = new EndedSessions(gap, schema, settled, target, rest::add);
        if (stored.leastStart() >= settled) {
            ended.accept(cells, true);
        } else {
            long about = stored.reached(settled) + cells.groups();
            try (CellRuns.Writer writer = stored.newWriter(settled, about)) {
                rest.overflow = writer;
                stored.take(settled, cells, piece -> ended.accept(piece, false));
                ended.end();
                rest.finish(writer);
            }
        }
        cells = rest.held == null ? empty.empty() : rest.held;
        earliest = Math.min(ended.earliest(), behind(stored.leastStart()));
    }

    /** What is left of the cells that were looked at: as much as is little in memory, else on disk. */
    private final class Rest {
        private @Nullable MergeTable held;
        private CellRuns.@Nullable Writer overflow;

        void add(MergeTable open) {
            MergeTable all = held;
            if (all == null) {
                all = open;
            } else {
                all.merge(open);
            }
            held = all;
            if (overflow != null && all.memoryBytes() > space.pieceBytes()) {
                overflow.add(all);
                held = null;
            }
        }

        void finish(CellRuns.Writer writer) {
            if (held != null && writer.isBegun()) {
                writer.add(held);
                held = null;
            }
            writer.finish();
        }
    }

    private boolean mayHaveEnded(long time) {
        return time >= earliest && (cells.groups() > 0 || !stored.isEmpty());
    }

    /** Whether to look for sessions that have ended now and not later. */
    private boolean isWorthIt(long time) {
        return stored.leastStart() >= time
                || looked == Long.MIN_VALUE
                || Long.compareUnsigned(time - looked, gap / PARTS_OF_GAP) >= 0;
    }

    /** When a session ends whose last row is of a time; later than all times where none is so late. */
    private long behind(long time) {
        return time > Long.MAX_VALUE - gap ? Long.MAX_VALUE : time + gap;
    }

    @Override
    public boolean isDue(long upTo, long now) {
        return ofEventTime && mayHaveEnded(now) && isWorthIt(now);
    }

    @Override
    public long memoryBytes() {
        return cells.memoryBytes() + stored.memoryBytes();
    }

    @Override
    public void spill(long keep, int fewest) {
        if (memoryBytes() <= keep || cells.groups() < fewest && cells.memoryBytes() < LARGE_BYTES) {
            return;
        }
        try (CellRuns.Writer writer = stored.newWriter(settled, cells.groups())) {
            writer.add(cells);
            writer.finish();
        }
        cells = empty.empty();
    }

    @Override
    public void name(Set<String> needed) {
        stored.name(needed);
    }

    /** Layout: the number of cells in memory, and these; what {@link CellRuns#write} says. */
    @Override
    public void write(StateOutput output) {
        output.writeVarint(cells.groups());
        for (int group = 0; group < cells.groups(); group++) {
            cells.writeGroup(group, output);
        }
        stored.write(output);
    }

    @Override
    public void read(StateInput input) {
        long groups = input.readVarint();
        for (long group = 0; group < groups; group++) {
            cells.readGroup(input);
        }
        stored.read(input);
        earliest = Math.min(behind(SessionGroups.leastStart(cells)), behind(stored.leastStart()));
    }
}
