package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
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
    private final GatheredGroups cells;
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
        this.cells = new GatheredGroups(empty);
    }

    @Override
    public void absorb(Partial.Part part) {
        for (MergeTable table : ((Partial.Part.Groups) part).windows().values()) {
            earliest = Math.min(earliest, behind(SessionGroups.leastStart(table)));
            cells.add(table);
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
            if (!moment.saves()) {
                cells.gather();
            }
            return;
        }
        looked = settled;
        Rest rest = new Rest();
        MergeTable all = cells.take();
        EndedSessions ended = new EndedSessions(gap, schema, settled, target, rest::add);
        if (stored.leastStart() >= settled) {
            ended.accept(all, true);
        } else {
            long about = stored.reached(settled) + all.groups();
            try (CellRuns.Writer writer = stored.newWriter(settled, about)) {
                rest.overflow = writer;
                stored.take(settled, all, piece -> ended.accept(piece, false));
                ended.end();
                rest.finish(writer);
            }
        }
        if (rest.held != null) {
            cells.set(rest.held);
        }
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
        return time >= earliest && (!cells.isEmpty() || !stored.isEmpty());
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
        if (memoryBytes() <= keep) {
            return;
        }
        MergeTable all = cells.all();
        if (all == null || all.groups() < fewest && all.memoryBytes() < LARGE_BYTES) {
            return;
        }
        try (CellRuns.Writer writer = stored.newWriter(settled, all.groups())) {
            writer.add(all);
            writer.finish();
        }
        cells.clear();
    }

    @Override
    public void name(Set<String> needed) {
        stored.name(needed);
    }

    /** Layout: the number of cells in memory, and these; what {@link CellRuns#write} says. */
    @Override
    public Snapshot snapshot() {
        GatheredGroups.Frozen frozen = cells.freeze();
        Snapshot runs = Snapshot.now(stored::write);
        return output -> {
            if (frozen == null) {
                output.writeVarint(0);
            } else {
                frozen.write(output);
            }
            runs.write(output);
        };
    }

    @Override
    public void saved() {
        cells.thaw();
    }

    @Override
    public void read(StateInput input) {
        MergeTable all = empty.empty();
        for (long left = input.readVarint(); left > 0; left--) {
            all.readGroup(input);
        }
        if (all.groups() > 0) {
            cells.set(all);
        }
        stored.read(input);
        earliest = Math.min(behind(SessionGroups.leastStart(all)), behind(stored.leastStart()));
    }
}
