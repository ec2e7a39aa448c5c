package io.barograph.local.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveTable;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Plans micro-batches: looks how far lanes go, and which of them are silent. What it finds depends on when it looks, which is why a
 * plan is written down. For one thread at a time.
 */
public final class LanePlanner implements AutoCloseable {
    /** A batch reads no more records of a lane: so that what was read is saved now and then, also behind a long pause. */
    private static final long MOST_RECORDS = 1L << 20;

    private final MicroBatchJob job;
    private final LiveCatalog live;
    private final List<LiveTable> tables = new ArrayList<>();
    private final LongSupplier clock;
    private final long base;
    /** When lanes were last seen to have moved on, by ordinal. */
    private final Map<Integer, Long> movedNanos = new HashMap<>();
    /** Behind it nothing is read, by ordinal; empty where there is no such thing. */
    private final Map<Integer, Long> goals = new HashMap<>();

    private volatile @Nullable LanePlan last;

    /** @param base number of the first checkpoint, where the pipeline begins anew */
    LanePlanner(MicroBatchJob job, LiveCatalog live, LongSupplier clock, long base) {
        this.job = job;
        this.live = live;
        this.clock = clock;
        this.base = base;
        for (TableDescription table : job.tables()) {
            tables.add(live.open(table));
        }
    }

    /** Before the first batch: every lane at its start. */
    public LanePlan first(int partitions) {
        List<LanePlan.Lane> lanes = new ArrayList<>();
        for (int table = 0; table < tables.size(); table++) {
            for (LiveLane lane : tables.get(table).lanes()) {
                lanes.add(new LanePlan.Lane(
                        table,
                        lane.index(),
                        lane.name(),
                        lane.startOffset(),
                        lane.startOffset(),
                        lane.boundOffset(),
                        lane.startOffset(),
                        false));
            }
        }
        if (lanes.isEmpty()) {
            throw new BarographException(ErrorCode.UNAVAILABLE, "the tables have no lanes to read yet");
        }
        LanePlan plan = new LanePlan(job.fingerprint(), base, partitions, false, lanes);
        last = plan;
        return plan;
    }

    /**
     * Goes on behind a plan that was written down.
     *
     * @throws BarographException INVALID_ARGUMENT where it is another pipeline's, or of a run that was told where lanes end as this
     *     one is not
     */
    public LanePlan resume(LanePlan plan) {
        if (!plan.pipeline().equals(job.fingerprint())) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the pipeline has changed since its last checkpoint, and a cluster keeps states of the whole alone;"
                            + " start anew with --fresh, or run it without --engine, which keeps what has not changed");
        }
        for (LanePlan.Lane lane : plan.lanes()) {
            if (!job.bounded() && lane.bound() != LiveLane.UNBOUNDED && !endsByDeclaration(lane)) {
                throw isClosed();
            }
        }
        last = plan;
        return plan;
    }

    private boolean endsByDeclaration(LanePlan.Lane lane) {
        return !live.ending(job.tables().get(lane.table())).isEmpty();
    }

    private static BarographException isClosed() {
        return new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                "the last run was told that nothing more would come (--bounded), and windows are shown by that; what has come"
                        + " since cannot be added: start anew with --fresh");
    }

    /**
     * From now on, reads what there is now and no more.
     *
     * @throws BarographException INVALID_ARGUMENT where an earlier run has taken less for all
     */
    public void endHere(LanePlan from) {
        List<LanePlan.Lane> lanes = from.lanes();
        List<Map<String, LiveLane>> now = look(from);
        for (int ordinal = 0; ordinal < lanes.size(); ordinal++) {
            LanePlan.Lane lane = lanes.get(ordinal);
            long end = found(now, lane).endOffset();
            if (end > lane.bound() && !endsByDeclaration(lane)) {
                throw isClosed();
            }
            goals.put(ordinal, end);
        }
    }

    /**
     * The next batch's end. It may be where the batch before ended: then there is nothing to do.
     *
     * @throws BarographException NOT_SUPPORTED where lanes have come since; DATA_LOST where one has gone; UNAVAILABLE
     */
    public LanePlan next(LanePlan before) {
        List<Map<String, LiveLane>> now = look(before);
        List<LanePlan.Lane> lanes = new ArrayList<>();
        for (int ordinal = 0; ordinal < before.lanes().size(); ordinal++) {
            LanePlan.Lane lane = before.lanes().get(ordinal);
            lanes.add(next(ordinal, lane, found(now, lane)));
        }
        LanePlan plan = new LanePlan(before.pipeline(), before.base(), before.partitions(), true, lanes);
        last = plan.isSameAs(before) ? before : plan;
        return last;
    }

    private LanePlan.Lane next(int ordinal, LanePlan.Lane before, LiveLane now) {
        long goal = goals.getOrDefault(ordinal, LiveLane.UNBOUNDED);
        long bound = before.bound();
        if (bound == LiveLane.UNBOUNDED) {
            bound = Math.min(now.boundOffset(), job.bounded() ? goal : LiveLane.UNBOUNDED);
        }
        long end = Math.min(now.endOffset(), bound);
        long offset = Math.max(before.offset(), Math.min(Math.min(end, goal), before.offset() + MOST_RECORDS));
        long nanos = clock.getAsLong();
        if (offset > before.offset() || !movedNanos.containsKey(ordinal)) {
            movedNanos.put(ordinal, nanos);
        }
        return new LanePlan.Lane(
                before.table(),
                before.index(),
                before.name(),
                before.first(),
                offset,
                bound,
                Math.max(end, offset),
                isIdle(before.table(), nanos - movedNanos.getOrDefault(ordinal, nanos)));
    }

    private boolean isIdle(int table, long silentNanos) {
        EventTime time = job.tables().get(table).eventTime();
        return time != null && time.idleNanos() != EventTime.ALL && silentNanos > time.idleNanos();
    }

    private static LiveLane found(List<Map<String, LiveLane>> now, LanePlan.Lane lane) {
        LiveLane found = now.get(lane.table()).get(lane.name());
        if (found == null) {
            throw new BarographException(
                    ErrorCode.DATA_LOST,
                    "lane '" + lane.name()
                            + "' has been read, and is there no more; bring it back, or start anew with --fresh");
        }
        return found;
    }

    /** The lanes as they are now, by table and name. */
    private List<Map<String, LiveLane>> look(LanePlan before) {
        List<Map<String, LiveLane>> all = new ArrayList<>();
        for (int table = 0; table < tables.size(); table++) {
            int number = table;
            Map<String, LiveLane> known = new HashMap<>();
            before.lanes().stream()
                    .filter(lane -> lane.table() == number)
                    .forEach(lane -> known.put(lane.name(), new LiveLane(lane.index(), lane.name(), 0, 0)));
            Map<String, LiveLane> lanes = new HashMap<>();
            for (LiveLane lane : tables.get(table).lanes(known.keySet())) {
                lanes.put(lane.name(), lane);
                if (!known.containsKey(lane.name())) {
                    throw new BarographException(
                            ErrorCode.NOT_SUPPORTED,
                            "lane '" + lane.name()
                                    + "' has come since the pipeline began, which a cluster does not take in yet; start"
                                    + " anew with --fresh, or run it without --engine, which does");
                }
            }
            all.add(lanes);
        }
        return all;
    }

    /** The last plan; null before the first. Any thread may ask. */
    @Nullable
    LanePlan last() {
        return last;
    }

    @Override
    public void close() {
        tables.forEach(LiveTable::close);
    }
}
