package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.Closing;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads some lanes of the live tables of {@link HostedTables} and has their clocks judge the rows. A lane's state holds where it stands, its clock and
 * its books, so that a lane can go on anywhere. Used by one thread; no step waits.
 */
public final class HostedLanes implements AutoCloseable {
    private final List<LiveSource> sources;
    private final List<LiveQuery.Reading> readings = new ArrayList<>();
    /** By query the numbers of its tables, and for how long the most patient of these waits for a silent lane. */
    private final List<Tables> tables = new ArrayList<>();

    private final boolean bounded;
    private final long begun = System.nanoTime();
    private final List<LaneReading> opened = new ArrayList<>();
    private final List<Mine> lanes = new ArrayList<>();
    /** By table how many lanes it has; empty before lanes are adopted. */
    private List<Integer> counts = List.of();

    private int next;

    /**
     * A lane and where it stands.
     *
     * @param table number of its table among those that are read, the same at every start
     * @param name the same at every start, and no other's of the table
     * @param counts by table how many lanes it has
     * @param state its bytes
     */
    public record Lane(int table, String name, List<Integer> counts, byte[] state) {
        public Lane {
            counts = List.copyOf(counts);
        }

        /** What tells it from all others. */
        public String id() {
            return HostedLanes.id(table, name);
        }
    }

    /**
     * One that is read here.
     *
     * @param id what tells it from all others
     */
    private record Mine(int table, LaneState state, String id) {}

    /** What a query reads. */
    private record Tables(Set<Integer> numbers, long longestIdle) {}

    /** Takes the rows that are used. */
    public interface Target {
        /**
         * @param query number of who takes them
         * @param reading which of the query's ways these rows begin
         * @param rows the caller's again on return
         */
        void rows(int query, int reading, Batch rows);
    }

    /**
     * How far those of a reader's lanes have come that a query reads.
     *
     * @param of how many lanes the query's tables have
     * @param isCertain whether they stand behind all that an earlier instance can have shown
     */
    public record Progress(List<LaneTime> lanes, int of, boolean isCertain) {}

    /** What was made of the records that were read. */
    public record Books(long read, long used, long late, long rejected) {
        /** Both together. */
        public Books plus(Books other) {
            return new Books(read + other.read, used + other.used, late + other.late, rejected + other.rejected);
        }
    }

    /** @param sources the tables of all queries, in the same order in every process */
    HostedLanes(List<LiveSource> sources, List<LiveQuery> queries, boolean bounded, Target target) {
        this.sources = sources;
        this.bounded = bounded;
        for (int query = 0; query < queries.size(); query++) {
            List<LiveQuery.Reading> wanted = queries.get(query).newPartials().readings();
            for (int reading = 0; reading < wanted.size(); reading++) {
                readings.add(passedOn(wanted.get(reading), query, reading, target));
            }
            tables.add(read(queries.get(query)));
        }
    }

    private static LiveQuery.Reading passedOn(LiveQuery.Reading wanted, int query, int reading, Target target) {
        return new LiveQuery.Reading(
                wanted.table(), wanted.columns(), wanted.retirement(), batch -> target.rows(query, reading, batch));
    }

    private Tables read(LiveQuery query) {
        List<TableDescription> own = HostedQuery.tables(query);
        Set<Integer> numbers = new TreeSet<>();
        long longestIdle = 0;
        for (int table = 0; table < sources.size(); table++) {
            if (own.contains(sources.get(table).description)) {
                numbers.add(table);
                longestIdle = Math.max(longestIdle, idleNanos(sources.get(table)));
            }
        }
        return new Tables(numbers, longestIdle);
    }

    private static long idleNanos(LiveSource source) {
        EventTime time = source.description.eventTime();
        return time == null || time.idleNanos() == EventTime.ALL ? 0 : time.idleNanos();
    }

    private static String id(int table, String name) {
        return table + "/" + name;
    }

    /** The lanes of all tables before their first rows. */
    static List<Lane> begun(List<LiveSource> sources, boolean bounded) {
        List<Integer> counts =
                sources.stream().map(source -> source.lanes.size()).toList();
        List<Lane> lanes = new ArrayList<>();
        for (int table = 0; table < sources.size(); table++) {
            LiveSource source = sources.get(table);
            for (LaneState lane : source.lanes) {
                if (bounded) {
                    lane.lane = lane.lane.boundedAt(lane.lane.endOffset());
                }
                lanes.add(written(source, table, lane, counts));
            }
        }
        return lanes;
    }

    private static Lane written(LiveSource source, int table, LaneState lane, List<Integer> counts) {
        StateOutput state = new StateOutput();
        lane.write(source.schema(), state);
        return new Lane(table, lane.lane.name(), counts, state.toByteArray());
    }

    /**
     * Goes on with lanes, too.
     *
     * @throws BarographException DATA_LOST where one is there no more
     */
    public void adopt(List<Lane> given) {
        for (int table = 0; table < sources.size(); table++) {
            int number = table;
            adopt(table, given.stream().filter(lane -> lane.table() == number).toList());
        }
    }

    private void adopt(int table, List<Lane> given) {
        LiveSource source = sources.get(table);
        List<LaneState> mine = new ArrayList<>();
        for (Lane lane : given) {
            counts = lane.counts();
            LiveLane found = source.lanes.stream()
                    .map(known -> known.lane)
                    .filter(known -> known.name().equals(lane.name()))
                    .findFirst()
                    .orElseThrow(() -> new BarographException(
                            ErrorCode.DATA_LOST,
                            "the job has read lane '" + lane.name() + "' of table " + source.description.name()
                                    + ", which is there no more; bring it back, or start the job anew"));
            LaneState state = new LaneState(found, source.description.eventTime(), System.nanoTime());
            StateInput input = new StateInput(lane.state());
            LaneState.readText(input);
            state.resume(source.schema(), input, true, Long.MIN_VALUE);
            mine.add(state);
        }
        if (!mine.isEmpty()) {
            List<LiveQuery.Reading> own = readings.stream()
                    .filter(reading -> reading.table().source().equals(source.description))
                    .toList();
            opened.add(new LaneReading(source, mine, own, bounded, RejectHandler.NONE, LiveObserver.NONE));
            mine.forEach(lane -> lanes.add(new Mine(table, lane, id(table, lane.lane.name()))));
        }
    }

    /**
     * Reads some rows of one lane.
     *
     * @return whether there were any
     */
    public boolean step() throws IOException {
        for (int i = 0; i < opened.size(); i++) {
            next = (next + 1) % opened.size();
            if (opened.get(next).step(0, System.nanoTime())) {
                return true;
            }
        }
        return false;
    }

    /** The lanes as they stand. */
    public List<Lane> lanes() {
        return lanes.stream()
                .map(lane -> written(sources.get(lane.table), lane.table, lane.state, counts))
                .toList();
    }

    /**
     * How far the lanes that a query reads have come; without lanes where none of these is read here.
     *
     * @param query its number
     */
    public Progress progress(int query) {
        Tables read = tables.get(query);
        long now = System.nanoTime();
        List<LaneTime> times = new ArrayList<>();
        boolean isCaughtUp = true;
        for (Mine lane : lanes) {
            if (read.numbers.contains(lane.table)) {
                times.add(LaneTime.of(new LiveWorker.Lane(sources.get(lane.table), lane.state), now)
                        .named(lane.id));
                isCaughtUp &= lane.state.isCaughtUp();
            }
        }
        int of = counts.isEmpty()
                ? 0
                : read.numbers.stream().mapToInt(counts::get).sum();
        return new Progress(times, of, isCaughtUp && now - begun >= read.longestIdle);
    }

    /** Whether nothing will ever come by any of its lanes; true without lanes. */
    public boolean haveEnded() {
        return lanes.stream().allMatch(lane -> lane.state.ended);
    }

    /** Of the lanes' whole lives, whoever read them before. */
    public Books books() {
        Books all = new Books(0, 0, 0, 0);
        for (Mine mine : lanes) {
            LaneState lane = mine.state;
            all = all.plus(new Books(lane.read, lane.used, lane.late, lane.rejected));
        }
        return all;
    }

    @Override
    public void close() {
        Closing.all(opened);
    }
}
