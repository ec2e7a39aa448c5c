package io.barograph.formats.live;

import io.barograph.core.column.Batch;
import io.barograph.core.live.LiveReader;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableReader;
import io.barograph.core.text.EpochUnit;
import io.barograph.core.zone.Zone;
import io.barograph.formats.ReadFailure;
import io.barograph.formats.text.Columns;
import io.barograph.formats.text.Dialect;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads files that grow, with the readers of files at rest: a split is what has come to be complete, a batch at most. Lanes take
 * turns; when none has anything, all are looked at again a moment later.
 */
final class GrowingReader implements LiveReader {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final TableReader reader;
    private final List<GrowingLane> lanes;
    private final Map<Integer, GrowingLane> byIndex = new HashMap<>();
    private final RejectHandler rejects;
    private final Batch none;
    private int turn;
    private @Nullable GrowingLane lane;
    private @Nullable SplitReader open;
    private volatile String health = "";
    private long splitStart;
    private long linesBefore;

    /**
     * @param files those of the lanes, in their order
     * @param columns indexes into the schema
     */
    GrowingReader(Table files, int[] columns, List<GrowingLane> lanes, RejectHandler rejects) {
        this.reader = files.newReader(columns);
        this.lanes = lanes;
        this.rejects = rejects;
        lanes.forEach(each -> byIndex.put(each.lane.index(), each));
        Columns empty = new Columns(
                files.description().schema(),
                columns,
                Dialect.ofTexts('"', Zone.UTC),
                new EpochUnit[files.description().schema().size()]);
        empty.startBatch();
        none = empty.batch(0);
    }

    @Override
    public @Nullable LaneRows next(long waitNanos) throws IOException {
        close();
        String openTexts = openTexts();
        if (!openTexts.equals(health)) {
            health = openTexts;
        }
        long start = System.nanoTime();
        while (true) {
            for (int i = 0; i < lanes.size(); i++) {
                GrowingLane next = lanes.get(turn);
                turn = (turn + 1) % lanes.size();
                Split split = next.take();
                if (split != null) {
                    return read(next, split);
                }
            }
            long left = waitNanos - (System.nanoTime() - start);
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                return null;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_AGAIN_NANOS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private LaneRows read(GrowingLane from, Split split) throws IOException {
        if (split.start() == split.end()) {
            return new LaneRows(from.lane.index(), none, 0, split.end());
        }
        lane = from;
        splitStart = split.start();
        linesBefore = -1;
        SplitReader rows = reader.read(split, split.start(), record -> rejects.reject(placed(record)));
        open = rows;
        Batch batch = rows.next();
        return new LaneRows(from.lane.index(), batch == null ? none : batch, rows.recordsRead(), split.end());
    }

    /** The record with its line in the file, for which those before are counted. */
    private RejectedRecord placed(RejectedRecord record) {
        try {
            if (linesBefore < 0) {
                linesBefore = Objects.requireNonNull(lane).linesBefore(splitStart);
            }
        } catch (IOException e) {
            throw ReadFailure.of(record.lane(), e);
        }
        return record.atLine(linesBefore + record.line());
    }

    @Override
    public RejectedRecord refuse(int row, String reason) throws IOException {
        SplitReader rows = Objects.requireNonNull(open, "no rows were given");
        return placed(rows.refuse(row, reason));
    }

    @Override
    public long endOffset(int index) {
        return Objects.requireNonNull(byIndex.get(index)).size();
    }

    @Override
    public boolean waitsForRest(int index) {
        return Objects.requireNonNull(byIndex.get(index)).waitsForRest();
    }

    private String openTexts() {
        for (GrowingLane each : lanes) {
            if (each.waitsForRest()) {
                return "'" + each.lane.name() + "': the record at byte " + each.offset()
                        + " begins a quoted text that is not closed yet; it is read when it is";
            }
        }
        return "";
    }

    @Override
    public String health() {
        return health;
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
