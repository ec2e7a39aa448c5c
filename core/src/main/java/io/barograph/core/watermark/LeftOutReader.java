package io.barograph.core.watermark;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.Lane;
import io.barograph.core.source.LeftOut;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one lane from its start to its end, and gives what its table leaves out. */
final class LeftOutReader implements SplitReader {
    /** A lane is read in pieces of so many bytes, so that not all of its rejected records have to be kept at once. */
    private static final long PIECE_BYTES = 8L << 20;

    private final LeftOut what;
    private final Lane lane;
    private final TableReader rows;
    private final @Nullable EventTime limits;
    private final @Nullable LaneClock clock;
    private final int time;
    private final int per;
    private final int[] picked;
    private final LateRows late;
    private final RejectedRows rejected = new RejectedRows();
    private final RejectHandler malformed;
    private final byte[] verdicts = new byte[Batch.CAPACITY];
    private final long[] before = new long[Batch.CAPACITY];

    private SplitReader piece;
    private long pieceEnd;
    private boolean ended;
    private @Nullable RejectedRecord held;
    private long bytesRead;
    private long linesRead;
    private long given;

    /** @param columns of the left-out records, that are wanted */
    LeftOutReader(LeftOut what, Table table, Lane lane, int[] columns) throws IOException {
        this.what = what;
        this.lane = lane;
        EventTime declared = table.description().eventTime();
        this.limits = declared != null && LaneClock.judges(declared) ? declared : null;
        this.clock = limits == null ? null : new LaneClock(limits);
        int ofTable = table.description().schema().size();
        TreeSet<Integer> wanted = new TreeSet<>();
        if (limits != null) {
            wanted.add(table.description().schema().indexOf(limits.column()));
            if (limits.per() != null) {
                wanted.add(table.description().schema().indexOf(limits.per()));
            }
        }
        boolean isLate = what.kind() == LeftOut.Kind.LATE;
        if (isLate) {
            Arrays.stream(columns).filter(column -> column < ofTable).forEach(wanted::add);
        }
        int[] read = wanted.stream().mapToInt(Integer::intValue).toArray();
        this.time = limits == null
                ? -1
                : Arrays.binarySearch(read, table.description().schema().indexOf(limits.column()));
        this.per = limits == null || limits.per() == null
                ? -1
                : Arrays.binarySearch(read, table.description().schema().indexOf(limits.per()));
        this.picked = isLate
                ? Arrays.stream(columns)
                        .map(column -> LateRows.position(column, read, ofTable))
                        .toArray()
                : columns.clone();
        this.late = new LateRows(table.description().schema().select(read), time);
        this.malformed = isLate ? RejectHandler.NONE : rejected;
        if (clock != null) {
            clock.tellTimesBefore(before);
        }
        this.rows = table.newReader(read);
        this.pieceEnd = endOfPiece(0);
        this.piece = rows.read(new Split(lane, 0, pieceEnd), -1, malformed);
    }

    private long endOfPiece(long start) {
        return lane.splittable() && start + 2 * PIECE_BYTES < lane.sizeBytes() ? start + PIECE_BYTES : lane.sizeBytes();
    }

    @Override
    public @Nullable Batch next() throws IOException {
        while (true) {
            Batch some = rejected.take();
            if (some != null) {
                return give(some);
            }
            if (ended) {
                return null;
            }
            Batch batch = piece.next();
            if (batch == null) {
                nextPiece();
            } else if (clock != null) {
                judge(clock, batch);
                if (late.size() > 0) {
                    return give(late.take(batch));
                }
            }
        }
    }

    private Batch give(Batch batch) {
        given += batch.size();
        return batch.select(picked);
    }

    private void nextPiece() throws IOException {
        if (pieceEnd >= lane.sizeBytes()) {
            ended = true;
            settle(false);
            return;
        }
        long recordStart = piece.endOffset();
        bytesRead += piece.bytesRead();
        linesRead += piece.linesRead();
        piece.close();
        long start = pieceEnd;
        pieceEnd = endOfPiece(start);
        piece = rows.read(new Split(lane, start, pieceEnd), recordStart, malformed);
    }

    private void judge(LaneClock judging, Batch batch) throws IOException {
        Column keys = per < 0 ? null : batch.column(per);
        int refused = judging.judge((LongColumn) batch.column(time), keys, batch.size(), verdicts);
        if (held != null && judging.carried() != LaneClock.HELD) {
            settle(judging.carried() == LaneClock.USED);
        }
        for (int row = 0; refused > 0 && row < batch.size(); row++) {
            if (verdicts[row] != LaneClock.USED) {
                refused--;
                refuse(batch, row);
            }
        }
    }

    private void refuse(Batch batch, int row) throws IOException {
        if (what.kind() == LeftOut.Kind.LATE) {
            if (verdicts[row] == LaneClock.LATE) {
                late.add(batch, row, piece.refuse(row, LeftOut.LATE), before[row], LeftOut.LATE);
            }
        } else if (verdicts[row] != LaneClock.LATE && limits != null) {
            RejectedRecord record = piece.refuse(row, LaneClock.whyImplausible(limits));
            if (verdicts[row] == LaneClock.HELD) {
                held = record;
            } else {
                rejected.reject(record);
            }
        }
    }

    private void settle(boolean isUsed) {
        if (held != null && !isUsed) {
            rejected.reject(held);
        }
        held = null;
    }

    /** Its records are judged by no clock. */
    @Override
    public RejectedRecord refuse(int row, String reason) {
        throw new IllegalStateException("what is left out is not judged again");
    }

    @Override
    public long startOffset() {
        return 0;
    }

    @Override
    public long endOffset() {
        return lane.sizeBytes();
    }

    @Override
    public long bytesRead() {
        return bytesRead + piece.bytesRead();
    }

    @Override
    public long recordsRead() {
        return given;
    }

    @Override
    public long linesRead() {
        return linesRead + piece.linesRead();
    }

    @Override
    public void close() throws IOException {
        piece.close();
    }
}
