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
    private long recordsRead;
    private boolean ended;

    /** @param end of the table, which may lie within a batch: records there and behind are none of it */
    JournalSplitReader(JournalFolder folder, Split split, long end, JournalRows rows) {
        this.split = split;
        this.end = end;
        this.rows = rows;
        List<JournalFolder.Segment> segments = folder.segments();
        long kept = segments.isEmpty() ? split.end() : segments.get(0).base();
        this.first = Math.max(split.start(), kept);
        this.cursor = first >= split.end() ? null : new JournalCursor(folder, first, true, this::damage);
    }

    @Override
    public @Nullable Batch next() throws IOException {
        JournalCursor from = cursor;
        while (from != null && !ended) {
            while (!rows.isFull() && !ended) {
                if (from.next(split.end())) {
                    add(from);
                } else {
                    ended = true;
                }
            }
            long line = recordsRead + 1;
            recordsRead += rows.size() + rows.takeDamaged();
            Batch batch = rows.decode(line);
            if (batch.size() > 0) {
                return batch;
            }
        }
        return null;
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
    public void close() throws IOException {
        if (cursor != null) {
            cursor.close();
        }
    }
}
