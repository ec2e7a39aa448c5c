package io.barograph.connectors.journal;

import io.barograph.core.column.Batch;
import io.barograph.core.column.LongColumn;
import io.barograph.core.source.StretchJudge;
import io.barograph.core.source.TimeStretch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The stretches of a journal that one reader comes by: it learns the times of those that it reads, and passes over those that are
 * known and not wanted. A stretch is what begins in the same {@link #BYTES} of a segment that has ended; the last segment is always
 * read. For one split and one thread.
 */
final class SplitStretches {
    /** So much of a segment is known as one. */
    static final long BYTES = 1L << 18;

    private static final long NOWHERE = -1;

    private final JournalFolder folder;
    private final List<JournalFolder.Segment> segments;
    private final KnownStretches known;
    private final String decoding;
    private final int time;
    private final StretchJudge judge;

    private final StretchTimes times = new StretchTimes();
    /** What is known of the segment; nothing of one that may still be written. */
    private NavigableMap<Long, KnownStretches.Known> here = new ConcurrentSkipListMap<>();

    private int segment = (int) NOWHERE;
    /** Where the stretch begins that is read as a whole; {@link #NOWHERE} for none. */
    private long begun = NOWHERE;
    /** The batch that begins here or behind begins another stretch. */
    private long border;

    /**
     * @param segments as they are now
     * @param decoding as for {@link KnownStretches#of}
     * @param time place of the times among the columns that are read
     */
    SplitStretches(
            JournalFolder folder,
            List<JournalFolder.Segment> segments,
            KnownStretches known,
            String decoding,
            int time,
            StretchJudge judge) {
        this.folder = folder;
        this.segments = segments;
        this.known = known;
        this.decoding = decoding;
        this.time = time;
        this.judge = judge;
    }

    /** Begins at a position between or within batches; gives one where a batch is known to begin, there or before it in the segment. */
    long begin(long position) throws IOException {
        enter(position);
        Map.Entry<Long, KnownStretches.Known> before = here.floorEntry(position);
        long base = segments.get(segment).base();
        boolean isBetween = position == base || before != null && before.getKey() == position;
        border = isBetween ? position : cellEnd(position);
        return before == null ? base : before.getKey();
    }

    /** Goes to the segment that holds a position. */
    private void enter(long position) throws IOException {
        int before = segment;
        while (segment < segments.size() - 1 && segments.get(segment + 1).base() <= position) {
            segment++;
        }
        if (segment != before) {
            here = hasEnded()
                    ? known.of(folder, segments.get(segment).base(), decoding)
                    : new ConcurrentSkipListMap<>();
        }
    }

    /** Whether nobody writes the segment any more. */
    private boolean hasEnded() {
        return segment < segments.size() - 1
                && segments.get(segment).end() == segments.get(segment + 1).base();
    }

    private long cellEnd(long position) {
        if (!hasEnded()) {
            return segment < segments.size() - 1 ? segments.get(segment + 1).base() : Long.MAX_VALUE;
        }
        JournalFolder.Segment in = segments.get(segment);
        return Math.min(in.end(), in.base() + ((position - in.base()) / BYTES + 1) * BYTES);
    }

    /** Whether the batch that begins at a position begins a stretch: what was read before it is to be {@link #add added} first. */
    boolean isBorder(long position) {
        return position >= border;
    }

    /** Takes rows that were read, of one stretch. */
    void add(Batch rows, long records) {
        if (begun != NOWHERE) {
            times.add((LongColumn) rows.column(time), rows.size(), records);
        }
    }

    /** Not all rows of the stretch are the reader's. */
    void skip() {
        begun = NOWHERE;
    }

    /** All batches before a position have been added: where it is a border, what was learned is kept. */
    void end(long position) {
        TimeStretch rows = times.summary();
        if (begun != NOWHERE && isBorder(position) && rows != null) {
            here.put(begun, new KnownStretches.Known(position, rows));
        }
        begun = NOWHERE;
        times.clear();
    }

    /**
     * A stretch begins, and may be passed over.
     *
     * @param limit position that it may not reach beyond
     * @return what is passed over; null where it is to be read
     */
    KnownStretches.@Nullable Known pass(long position, long limit) throws IOException {
        end(position);
        enter(position);
        KnownStretches.Known found = here.get(position);
        if (found != null && found.end() <= limit && judge.passesOver(found.rows())) {
            border = found.end();
            return found;
        }
        begun = found == null && hasEnded() ? position : NOWHERE;
        border = cellEnd(position);
        return null;
    }
}
