package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveTable;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.LeftOut;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.StageInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/** A live table that some queries read, and its lanes. */
final class LiveSource implements AutoCloseable {
    final TableDescription description;
    final LiveTable table;
    /** Where the declaration has the lanes end, as {@link io.barograph.core.live.LiveCatalog#ending} says it. */
    final String ending;

    final List<LaneState> lanes = new ArrayList<>();
    private final TreeSet<Integer> columns = new TreeSet<>();
    private final List<LiveQuery> fed = new ArrayList<>();
    private final int number;
    private final Set<LiveWorker> readers = new CopyOnWriteArraySet<>();

    /**
     * @param ending where the declaration has the lanes end; empty for nowhere
     * @param number how many other readings of the table the run has opened before
     */
    LiveSource(TableDescription description, LiveTable table, String ending, int number, long now) {
        this.description = description;
        this.table = table;
        this.ending = ending;
        this.number = number;
        for (LiveLane lane : table.lanes()) {
            lanes.add(new LaneState(lane, description.eventTime(), now));
        }
        EventTime time = description.eventTime();
        if (time != null) {
            columns.add(description.schema().indexOf(time.column()));
            if (time.per() != null) {
                columns.add(description.schema().indexOf(time.per()));
            }
        }
    }

    /** The table's name, to people; another reading of it has another one. */
    String label() {
        return number == 0 ? description.name() : description.name() + " again" + (number == 1 ? "" : " " + number);
    }

    /** Whether another reading of the run reads the same rows, and tells of those that are refused. */
    boolean isAgain() {
        return number > 0;
    }

    /** A worker reads some of the lanes. */
    void readBy(LiveWorker worker) {
        readers.add(worker);
    }

    /** For how long it could have been read, but was not, because nobody took the rows; any thread may ask. */
    long blockedNanos() {
        return readers.stream().mapToLong(LiveWorker::blockedNanos).max().orElse(0);
    }

    /** A query is fed by this reading. */
    void feed(LiveQuery query) {
        fed.add(query);
    }

    boolean feeds(LiveQuery query) {
        return fed.contains(query);
    }

    /** The table's canonical text: which rows these are, and what they mean. */
    String text() {
        return text(description);
    }

    /** As {@link #text()}, of a table. */
    static String text(TableDescription table) {
        return new StageInput.TableRows(table, List.of()).text();
    }

    /**
     * Takes up lanes as they were saved; those that have come since begin at their first record. Where the declaration has
     * them end as it did then, they end at the same offsets, whatever has come since.
     *
     * @param settled windows that end here or before were let go
     * @throws BarographException DATA_LOST where one is there no more
     */
    void restore(Checkpoint.Reading saved, long settled, long now) {
        int[] read = saved.columns().stream().mapToInt(Integer::intValue).toArray();
        int[] kept = Arrays.stream(columns())
                .map(column -> Arrays.binarySearch(read, column))
                .toArray();
        Map<String, StateInput> states = new LinkedHashMap<>();
        for (byte[] state : saved.lanes()) {
            StateInput input = new StateInput(state);
            states.put(LaneState.readText(input), input);
        }
        lanes.clear();
        for (LiveLane one : table.lanes(states.keySet())) {
            LaneState lane = new LaneState(one, description.eventTime(), now);
            lanes.add(lane);
            StateInput state = states.remove(one.name());
            if (state == null) {
                lane.cameAfter(settled);
                continue;
            }
            lane.resume(description.schema().select(read), state, saved.ending().equals(ending), settled);
            Batch held = lane.held;
            lane.held = held == null ? null : held.select(kept);
        }
        if (!states.isEmpty()) {
            throw new BarographException(
                    ErrorCode.DATA_LOST,
                    "the checkpoint has read lane '"
                            + states.keySet().iterator().next() + "' of table "
                            + description.name()
                            + ", which is there no more; bring it back, or start anew with --fresh");
        }
    }

    /**
     * Whether lanes that were saved are these, each read to its end.
     *
     * @param isAll whether the end that they have now is one, beside that which is declared
     */
    boolean wasReadBy(Checkpoint.@Nullable Reading saved, boolean isAll) {
        if (saved == null) {
            return false;
        }
        Map<String, Long> offsets = new HashMap<>();
        for (byte[] state : saved.lanes()) {
            StateInput input = new StateInput(state);
            offsets.put(LaneState.readText(input), input.readLong());
        }
        for (LaneState state : lanes) {
            LiveLane lane = state.lane;
            long end = isAll ? lane.endOffset() : lane.boundOffset();
            Long offset = offsets.remove(lane.name());
            if (Math.max(lane.startOffset(), offset == null ? 0 : offset) < end) {
                return false;
            }
        }
        return offsets.isEmpty();
    }

    /**
     * Takes in lanes that have come while the run goes on. By the publisher's thread, before anybody reads them.
     *
     * @param settled windows that end here or before were let go
     */
    List<LaneState> arrive(List<LiveLane> later, long settled, long now) {
        List<LaneState> arrived = new ArrayList<>();
        for (LiveLane one : later) {
            LaneState lane = new LaneState(one, description.eventTime(), now);
            lane.cameAfter(settled);
            arrived.add(lane);
        }
        lanes.addAll(arrived);
        return arrived;
    }

    /** Somebody wants columns of the table, or of what is left out of it. */
    void want(LiveQuery.Reading reading) {
        LeftOut leftOut = reading.table().leftOut();
        if (leftOut == null) {
            columns.addAll(reading.columns());
        } else if (leftOut.kind() == LeftOut.Kind.LATE) {
            reading.columns().stream()
                    .filter(column -> column < description.schema().size())
                    .forEach(columns::add);
        }
    }

    /** All columns that are read, ascending. */
    int[] columns() {
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    Schema schema() {
        return description.schema().select(columns());
    }

    @Override
    public void close() {
        table.close();
    }
}
