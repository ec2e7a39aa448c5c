package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Schema;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.SplitReader;
import io.barograph.core.watermark.LaneClock;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Passes on those rows of a split that the lane's clock lets by, without the columns that only the clock wants, and tells of
 * the others. For one split and one thread.
 */
final class SplitJudge {
    private final ScanClocks clocks;
    private final ScanClocks.Judge judge;
    private final LaneClock clock;
    private final boolean confirmed;
    private final int[] picked;
    private final SplitReader reader;
    private final RejectLog.Part log;
    private final BatchConsumer target;

    private final BatchCompactor passing;
    private final BatchCompactor holding;
    private final byte[] verdicts = new byte[Batch.CAPACITY];
    private final int[] positions = new int[Batch.CAPACITY];

    private @Nullable Batch held;
    private @Nullable RejectedRecord heldRecord;
    private long used;
    private long late;

    /**
     * @param clock the lane's at the start of the split
     * @param read columns of the reader's batches, as indexes into the table's schema
     * @param picked positions among them of the columns that the target wants
     */
    SplitJudge(
            ScanClocks clocks,
            int split,
            LaneClock clock,
            int[] read,
            int[] picked,
            SplitReader reader,
            RejectLog.Part log,
            BatchConsumer target) {
        this.clocks = clocks;
        this.judge = clocks.judge(read);
        this.clock = clock;
        this.confirmed = clocks.isConfirmed(split);
        this.picked = picked;
        this.reader = reader;
        this.log = log;
        this.target = target;
        Schema wanted = clocks.table().select(read).select(picked);
        this.passing = BatchCompactor.of(wanted);
        this.holding = BatchCompactor.of(wanted);
    }

    /** Takes the batch that the reader has just given. */
    void accept(Batch batch) throws IOException {
        int refused = judge.judge(clock, batch, verdicts);
        if (held != null && clock.carried() != LaneClock.HELD) {
            settle(clock.carried() == LaneClock.USED);
        }
        Batch wanted = batch.select(picked);
        if (refused == 0) {
            pass(wanted);
            return;
        }
        int count = 0;
        for (int i = 0; i < batch.size(); i++) {
            positions[count] = i;
            if (verdicts[i] == LaneClock.USED) {
                count++;
            } else {
                refuse(verdicts[i], i, wanted);
            }
        }
        if (count > 0) {
            pass(passing.compact(wanted, positions, count));
        }
    }

    private void refuse(byte verdict, int row, Batch wanted) throws IOException {
        switch (verdict) {
            case LaneClock.LATE -> {
                late++;
                if (log.wantsRecords()) {
                    log.tell(reader.refuse(row, clocks.whyLate()));
                }
            }
            case LaneClock.HELD -> {
                held = holding.copy(wanted, new int[] {row}, 1);
                heldRecord = recordOf(row);
            }
            default -> reject(recordOf(row));
        }
    }

    private @Nullable RejectedRecord recordOf(int row) throws IOException {
        return log.wantsRecords() ? reader.refuse(row, clocks.whyImplausible()) : null;
    }

    /** The split ends: a row that is still held is used or not, as what comes behind it says. */
    void end() {
        if (held != null) {
            settle(confirmed);
        }
    }

    private void settle(boolean isUsed) {
        Batch row = held;
        held = null;
        if (isUsed && row != null) {
            pass(row);
        } else {
            reject(heldRecord);
        }
    }

    private void reject(@Nullable RejectedRecord record) {
        if (record != null) {
            log.reject(record);
        } else {
            log.count(clocks.whyImplausible());
        }
    }

    private void pass(Batch batch) {
        used += batch.size();
        target.accept(batch);
    }

    long used() {
        return used;
    }

    long late() {
        return late;
    }
}
