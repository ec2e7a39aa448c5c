package io.barograph.connectors.journal;

import io.barograph.core.column.Batch;
import io.barograph.core.live.Breaker;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.source.RejectedRecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads a journal as it grows. */
final class JournalLiveReader implements LiveReader {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SIZE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final JournalFolder folder;
    private final @Nullable JournalWriter writer;
    private final @Nullable Intake intake;
    private final JournalRows rows;
    private final JournalCursor cursor;
    private final JournalEnd declared;
    /** The first position that is not read; {@link LiveLane#UNBOUNDED} where none is known. */
    private volatile long bound;

    /** Behind what was given. */
    private volatile long position;

    private volatile long end;
    private @Nullable String traceparent;
    private long sizedNanos = System.nanoTime() - SIZE_NANOS;

    /**
     * @param bound the first position that is not read
     * @param declared tells it where it is not known yet
     * @param writer this process's own of the journal, or null where another one may write it
     * @param intake what comes by it, or null
     */
    JournalLiveReader(
            JournalFolder folder,
            long start,
            long bound,
            JournalEnd declared,
            @Nullable JournalWriter writer,
            @Nullable Intake intake,
            JournalRows rows) {
        this.folder = folder;
        this.writer = writer;
        this.intake = intake;
        this.rows = rows;
        this.bound = bound;
        this.declared = declared;
        this.position = start;
        this.end = start;
        if (writer != null && start > writer.end()) {
            throw folder.lost(start, 0, writer.end());
        }
        this.cursor = new JournalCursor(folder, start, writer == null, rows::damage);
    }

    @Override
    public @Nullable LaneRows next(long waitNanos) throws IOException {
        if (position >= bound) {
            LockSupport.parkNanos(waitNanos);
            return null;
        }
        LaneRows found = take();
        if (found == null) {
            if (intake != null) {
                intake.check();
            }
            if (writer != null) {
                writer.check();
            }
            await(waitNanos);
            found = take();
        }
        return found;
    }

    private @Nullable LaneRows take() throws IOException {
        long limit = writer == null ? Long.MAX_VALUE : writer.end();
        boolean isEnd = false;
        while (!isEnd && !rows.isFull() && cursor.next(limit)) {
            if (bound == LiveLane.UNBOUNDED && declared.isBehind(cursor)) {
                bound = cursor.batchStart();
            }
            isEnd = cursor.recordPosition() >= bound;
            if (!isEnd) {
                rows.add(cursor);
            }
        }
        long records = rows.size() + rows.takeDamaged();
        long behind = Math.min(cursor.behind(), bound);
        if (records == 0 && behind == position) {
            return null;
        }
        traceparent = rows.size() == 0 ? null : cursor.traceparent();
        Batch batch = rows.decode(0);
        position = behind;
        noteEnd(limit);
        return new LaneRows(0, batch, records, position);
    }

    private void noteEnd(long limit) {
        if (writer != null) {
            end = limit;
        } else if (System.nanoTime() - sizedNanos >= SIZE_NANOS) {
            sizedNanos = System.nanoTime();
            List<JournalFolder.Segment> segments = folder.segments();
            end = segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end();
        }
    }

    private void await(long nanos) {
        if (nanos <= 0) {
            return;
        }
        try {
            if (writer == null) {
                TimeUnit.NANOSECONDS.sleep(Math.min(nanos, LOOK_AGAIN_NANOS));
            } else {
                writer.await(position, nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public @Nullable String traceparent() {
        return traceparent;
    }

    @Override
    public RejectedRecord refuse(int row, String reason) {
        return rows.refuse(row, reason);
    }

    @Override
    public long endOffset(int lane) {
        return Math.max(Math.min(end, bound), position);
    }

    @Override
    public boolean hasEnded(int lane) {
        return position >= bound || intake != null && writer != null && intake.hasEnded() && position >= writer.end();
    }

    @Override
    public String health() {
        String ofIntake = intake == null ? "" : intake.health();
        return ofIntake.isEmpty() && writer != null ? writer.health() : ofIntake;
    }

    @Override
    public List<Breaker> breakers() {
        return intake == null ? List.of() : intake.breakers();
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
