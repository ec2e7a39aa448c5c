package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.LeftOut;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.text.IntervalText;
import io.barograph.core.text.TimestampText;
import io.barograph.core.watermark.LaneClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One worker's lanes of one table: reads them, has their clocks judge the rows, passes on those that are used. */
final class LaneReading implements AutoCloseable {
    /** Beside the clock's verdicts: the row is accepted, but its window is gone. */
    private static final byte RETIRED = 4;

    private final Map<Integer, LaneState> lanes = new HashMap<>();
    private final LiveReader reader;
    private final LiveObserver observer;
    private final String table;
    private final @Nullable EventTime limits;
    private final int time;
    private final int per;
    private final List<Target> targets = new ArrayList<>();
    private final LeftOutTargets leftOut;
    /** Of the queries that read the table, where an explicit retain lets windows go. */
    private final List<Retirement> retirements;

    private final RejectHandler rejects;
    private final Schema schema;
    private final BatchCompactor passing;
    private final byte[] verdicts = new byte[Batch.CAPACITY];
    private final int[] positions = new int[Batch.CAPACITY];
    private final long[] timesBefore = new long[Batch.CAPACITY];
    private final long[] bounds;
    /** Whether what is there is taken for all. */
    private final boolean bounded;
    /** What the reader told of while it read. */
    private final List<RejectedRecord> malformed = new ArrayList<>();

    /** Somebody who wants some of the columns. */
    private record Target(int[] picked, Consumer<Batch> consumer) {}

    /**
     * @param mine the worker's lanes of the source, at least one
     * @param bounded whether they end where they ended when they were opened, if not before
     * @param observer is told of the records that are taken in
     */
    LaneReading(
            LiveSource source,
            List<LaneState> mine,
            List<LiveQuery.Reading> readings,
            boolean bounded,
            RejectHandler rejects,
            LiveObserver observer) {
        this.observer = observer;
        this.table = source.label();
        this.limits = source.description.eventTime();
        this.rejects = rejects;
        this.schema = source.schema();
        this.passing = BatchCompactor.of(schema);
        int[] columns = source.columns();
        this.time = limits == null
                ? -1
                : position(columns, source.description.schema().indexOf(limits.column()));
        String perName = limits == null ? null : limits.per();
        this.per = perName == null
                ? -1
                : position(columns, source.description.schema().indexOf(perName));
        this.leftOut = new LeftOutTargets(source, time);
        this.retirements = limits == null || limits.retainNanos() == EventTime.ALL
                ? List.of()
                : readings.stream()
                        .filter(reading -> reading.table().leftOut() == null)
                        .map(LiveQuery.Reading::retirement)
                        .distinct()
                        .toList();
        for (LiveQuery.Reading reading : readings) {
            if (reading.table().leftOut() != null) {
                leftOut.add(reading);
                continue;
            }
            int[] picked = reading.columns().stream()
                    .mapToInt(column -> position(columns, column))
                    .toArray();
            targets.add(new Target(picked, reading.target()));
        }
        int most = mine.stream().mapToInt(lane -> lane.lane.index()).max().orElse(0);
        this.bounded = bounded;
        this.bounds = new long[most + 1];
        Arrays.fill(bounds, Long.MAX_VALUE);
        List<LiveTable.LaneStart> starts = new ArrayList<>();
        for (LaneState lane : mine) {
            lanes.put(lane.lane.index(), lane);
            if (lane.clock != null) {
                lane.clock.tellTimesBefore(timesBefore);
            }
            bounds[lane.lane.index()] = bounded ? lane.lane.endOffset() : lane.lane.boundOffset();
            if (lane.offset >= bounds[lane.lane.index()]) {
                end(lane);
            }
            starts.add(new LiveTable.LaneStart(lane.lane, lane.offset));
        }
        this.reader = source.table.newReader(columns, starts, malformed::add);
    }

    private static int position(int[] columns, int column) {
        return Arrays.binarySearch(columns, column);
    }

    private void reject(LaneState lane, RejectedRecord record) {
        lane.rejected++;
        rejects.reject(record);
        leftOut.rejected(record);
    }

    /**
     * Reads some rows of one lane.
     *
     * @return whether there were any
     */
    boolean step(long waitNanos, long now) throws IOException {
        malformed.clear();
        LiveReader.LaneRows rows = reader.next(waitNanos);
        if (rows == null) {
            lanes.values().forEach(lane -> {
                int index = lane.lane.index();
                lane.waitsForRest = reader.waitsForRest(index);
                boolean isAll = bounded && bounds[index] < Long.MAX_VALUE && lane.waitsForRest;
                if (!lane.ended && (isAll || reader.hasEnded(index))) {
                    end(lane);
                }
            });
            leftOut.deliver();
            return false;
        }
        LaneState lane = Objects.requireNonNull(lanes.get(rows.lane()));
        if (lane.ended) {
            // Behind the bound that the run has set, of which the reader does not know: what came after the run began
            // is
            // another run's.
            return true;
        }
        LiveObserver.Reading observed = observer.reading();
        long offset = lane.offset;
        lane.waitsForRest = false;
        lane.lastRowNanos = now;
        lane.read += rows.records();
        malformed.forEach(record -> reject(lane, record));
        if (rows.rows().size() > 0) {
            judge(lane, rows.rows());
        }
        // The time before the offset: whoever sees that a lane is read to its end sees how far its time has come.
        lane.moved();
        lane.offset = rows.nextOffset();
        lane.endOffset = Math.max(rows.nextOffset(), reader.endOffset(rows.lane()));
        if (lane.offset >= bounds[rows.lane()] || reader.hasEnded(rows.lane())) {
            end(lane);
        }
        leftOut.deliver();
        if (observed != null) {
            observed.done(table, lane.lane.name(), offset, rows.nextOffset(), rows.records(), reader.traceparent());
        }
        return true;
    }

    private void judge(LaneState lane, Batch batch) throws IOException {
        LaneClock clock = lane.clock;
        if (clock == null || limits == null) {
            pass(lane, batch);
            return;
        }
        Column keys = per < 0 ? null : batch.column(per);
        long timeBefore = clock.greatest();
        LongColumn times = (LongColumn) batch.column(time);
        int refused = clock.judge(times, keys, batch.size(), verdicts);
        if (lane.held != null && clock.carried() != LaneClock.HELD) {
            settle(lane, clock.carried() == LaneClock.USED, timeBefore);
        }
        refused += retire(lane, times, batch.size());
        if (refused == 0) {
            pass(lane, batch);
            return;
        }
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (verdicts[i] == LaneClock.USED) {
                positions[count++] = i;
            }
        }
        for (int i = 0; i < batch.size(); i++) {
            if (verdicts[i] != LaneClock.USED) {
                refuse(lane, batch, i);
            }
        }
        leftOut.deliverLate(batch);
        if (count > 0) {
            pass(lane, passing.compact(batch, positions, count));
        }
    }

    /** Marks rows that come for windows that are gone; gives their number. */
    private int retire(LaneState lane, LongColumn times, int size) {
        if (retirements.isEmpty() && lane.floor() == Long.MIN_VALUE) {
            return 0;
        }
        int retired = 0;
        for (int i = 0; i < size; i++) {
            if (verdicts[i] == LaneClock.USED && !times.validity().isNull(i) && isRetired(lane, times.values()[i])) {
                verdicts[i] = RETIRED;
                retired++;
            }
        }
        return retired;
    }

    private boolean isRetired(LaneState lane, long rowTime) {
        if (rowTime < lane.floor()) {
            return true;
        }
        for (Retirement retirement : retirements) {
            if (retirement.isRetired(rowTime)) {
                return true;
            }
        }
        return false;
    }

    private void refuse(LaneState lane, Batch batch, int row) throws IOException {
        EventTime declared = Objects.requireNonNull(limits);
        switch (verdicts[row]) {
            case LaneClock.LATE -> {
                lane.late++;
                RejectedRecord record = reader.refuse(row, LaneClock.whyLate(declared));
                rejects.reject(record);
                leftOut.late(batch, row, record, timesBefore[row], LeftOut.LATE);
            }
            case RETIRED -> {
                String why = whyRetired(lane, declared, ((LongColumn) batch.column(time)).values()[row]);
                retired(lane, batch, row, reader.refuse(row, why), timesBefore[row]);
            }
            case LaneClock.HELD -> {
                lane.held = LaneState.copy(schema, BatchCompactor.of(schema).copy(batch, new int[] {row}, 1));
                lane.heldRecord = reader.refuse(row, LaneClock.whyImplausible(declared));
            }
            default -> reject(lane, reader.refuse(row, LaneClock.whyImplausible(declared)));
        }
    }

    private void retired(LaneState lane, Batch batch, int row, RejectedRecord record, long laneTime) {
        lane.late++;
        lane.retired++;
        rejects.reject(record);
        leftOut.late(batch, row, record, laneTime, LeftOut.RETIRED);
    }

    private static String whyRetired(LaneState lane, EventTime declared, long rowTime) {
        String column = "retired: column '" + declared.column() + "' ";
        return rowTime < lane.floor()
                ? column + "is before " + TimestampText.toString(lane.floor())
                        + ": windows up to there were let go before the lane came"
                : column + "falls into a window that was kept for " + IntervalText.toString(declared.retainNanos())
                        + " only";
    }

    /** @param timeBefore the lane's greatest one before the row that was held */
    private void settle(LaneState lane, boolean isUsed, long timeBefore) {
        Batch row = lane.held;
        RejectedRecord record = lane.heldRecord;
        lane.held = null;
        lane.heldRecord = null;
        long rowTime = row == null ? 0 : ((LongColumn) row.column(time)).values()[0];
        if (isUsed && row != null && isRetired(lane, rowTime)) {
            RejectedRecord read = Objects.requireNonNull(record);
            String why = whyRetired(lane, Objects.requireNonNull(limits), rowTime);
            retired(lane, row, 0, read.because(why), timeBefore);
            leftOut.deliverLate(row);
        } else if (isUsed && row != null) {
            pass(lane, row);
        } else {
            reject(lane, Objects.requireNonNull(record, "a held row has its record"));
        }
    }

    private void pass(LaneState lane, Batch batch) {
        lane.used += batch.size();
        for (Target target : targets) {
            target.consumer.accept(batch.select(target.picked));
        }
    }

    private void end(LaneState lane) {
        if (lane.goesOn) {
            lane.isAtBound = true;
            return;
        }
        LaneClock clock = lane.clock;
        if (clock != null && clock.end()) {
            settle(lane, false, clock.greatest());
        }
        lane.ended = true;
        lane.moved();
    }

    String health() {
        return reader.health();
    }

    /** The breakers before what is read; any thread may ask. */
    List<LiveStatus.Guard> guards() {
        return reader.breakers().stream()
                .map(breaker -> new LiveStatus.Guard(table, false, breaker))
                .toList();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new BarographException(ErrorCode.IO_ERROR, "a source cannot be closed: " + e.getMessage(), e);
        }
    }
}
