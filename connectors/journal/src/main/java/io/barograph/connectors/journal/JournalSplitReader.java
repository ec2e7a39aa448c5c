package io.barograph.connectors.journal;

import io.barograph.core.column.Batch;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the records of the batches that begin between two positions. */
final class JournalSplitReader implements SplitReader {
    private final Split split;
    private final long end;
    private final JournalRows rows;
    private final @Nullable JournalCursor cursor;
    private final long first;
    private final @Nullable SplitStretches stretches;
    private long recordsRead;
    private long recordsPruned;
    private boolean ended;

    /**
     * @param end of the table, which may lie within a batch: records there and behind are none of it
     * @param stretches of the journal's segments; null where all of them are read
     */
    JournalSplitReader(JournalFolder folder, Split split, long end, JournalRows rows, @Nullable StretchesOf stretches)
            throws IOException {
        this.split = split;
        this.end = end;
        this.rows = rows;
        List<JournalFolder.Segment> segments = folder.segments();
        long kept = segments.isEmpty() ? split.end() : segments.get(0).base();
        this.first = Math.max(split.start(), kept);
        boolean isEmpty = first >= split.end();
        this.cursor = isEmpty ? null : new JournalCursor(folder, first, true, this::damage);
        this.stretches = isEmpty || stretches == null ? null : stretches.in(segments);
        if (cursor != null && this.stretches != null) {
            cursor.jump(this.stretches.begin(first));
        }
    }

    /** Makes the stretches of segments as they are when reading begins. */
    @FunctionalInterface
    interface StretchesOf {
        SplitStretches in(List<JournalFolder.Segment> segments);
    }

    @Override
    public @Nullable Batch next() throws IOException {
        JournalCursor from = cursor;
        while (from != null && !ended) {
            gather(from);
            long line = recordsRead + 1;
            long records = rows.size() + rows.takeDamaged();
            recordsRead += records;
            Batch batch = rows.decode(line);
            if (stretches != null) {
                stretches.add(batch, records);
                if (ended) {
                    stretches.end(from.batchEnd());
                }
            }
            if (batch.size() > 0) {
                return batch;
            }
        }
        return null;
    }

    /** Takes records up to what fits a batch, or to where a stretch begins before which they are to be given. */
    private void gather(JournalCursor from) throws IOException {
        while (!rows.isFull() && !ended) {
            if (stretches != null && from.isBetweenBatches() && stretches.isBorder(from.batchEnd())) {
                if (rows.hasSome()) {
                    return;
                }
                pass(from, stretches);
            }
            if (from.next(split.end())) {
                add(from);
            } else {
                ended = true;
            }
        }
    }

    private void pass(JournalCursor from, SplitStretches known) throws IOException {
        KnownStretches.Known passed = known.pass(from.batchEnd(), split.end());
        while (passed != null) {
            recordsRead += passed.rows().rows();
            recordsPruned += passed.rows().rows();
            from.jump(passed.end());
            passed = known.pass(passed.end(), split.end());
        }
    }

    private void damage(long from, long to, String why) {
        // As with batches: it is the split's in which it begins.
        if (from >= split.start()) {
            rows.damage(from, to, why);
        }
    }

    private void add(JournalCursor at) {
        // The batch across the border is the split's in which it begins.
        if (at.batchStart() >= split.start() && at.recordPosition() < end) {
            rows.add(at);
        } else if (stretches != null) {
            stretches.skip();
        }
    }

    @Override
    public RejectedRecord refuse(int row, String reason) {
        return rows.refuse(row, reason);
    }

    /** Every offset may be a record's. */
    @Override
    public long startOffset() {
        return split.start();
    }

    @Override
    public long endOffset() {
        return split.end();
    }

    @Override
    public long bytesRead() {
        return cursor == null ? 0 : Math.max(0, Math.min(cursor.batchEnd(), split.end()) - first);
    }

    @Override
    public long recordsRead() {
        return recordsRead;
    }

    @Override
    public long recordsPruned() {
        return recordsPruned;
    }

    @Override
    public void close() throws IOException {
        if (cursor != null) {
            cursor.close();
        }
    }
}
