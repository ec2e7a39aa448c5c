package io.barograph.core.over;

import io.barograph.core.aggregate.RankedGroups;
import io.barograph.core.aggregate.RankedValues;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.SharedStates;
import java.util.List;

/**
 * The values of moving frames, by their ranks: group i is the i-th of the frames {@link #load loaded}. There is one multiset, which
 * becomes that of the frame that is asked for by adding the rows that it has more and taking away those that it has not: asked for in
 * order, as a finish does, each row comes and goes once, however long frames are. It goes back as it came, for the next finish.
 */
final class RankedFrames extends FrameRows implements RankedGroups {
    private final List<Stretches.Stretch> stretches;
    private final boolean fromFirstRow;
    private final RankedValues values = new RankedValues();
    /** By stretch: its rows that {@link #values} has, by their numbers. Where all frames hold the first row, it never leaves the first. */
    private final long[] start;

    private final long[] end;
    /** By stretch and frame, in numbers of {@link #rows}. */
    private final long[][] starts;

    private final long[][] ends;
    private int last;

    /**
     * @param stretches of each frame
     * @param fromFirstRow whether the first of them begins at the key's first row
     */
    RankedFrames(Schema input, SharedStates.Need need, List<Stretches.Stretch> stretches, boolean fromFirstRow) {
        super(input, need);
        this.stretches = stretches;
        this.fromFirstRow = fromFirstRow;
        this.start = new long[stretches.size()];
        this.end = new long[stretches.size()];
        this.starts = new long[stretches.size()][Batch.CAPACITY];
        this.ends = new long[stretches.size()][Batch.CAPACITY];
        begin();
    }

    @Override
    void begin() {
        super.begin();
        startAt(0, 0);
    }

    /** Begins before a row, {@code entered} being the one behind the last whose values will be {@linkplain #add added}. */
    private void startAt(long row, long entered) {
        values.clear();
        for (int i = 0; i < start.length; i++) {
            start[i] = row;
            end[i] = i == 0 && fromFirstRow ? entered : row;
            starts[i][0] = start[i];
            ends[i][0] = end[i];
        }
        last = 0;
    }

    @Override
    void resumed(long row, long entered) {
        startAt(rows.number(row), rows.number(entered));
    }

    @Override
    void load(long next, int count) {
        for (int i = 0; i < starts.length; i++) {
            Stretches.Stretch stretch = stretches.get(i);
            boolean grows = i == 0 && fromFirstRow;
            for (int frame = 0; frame < count; frame++) {
                starts[i][frame] = grows ? start[i] : rows.number(stretch.start(next + frame));
                ends[i][frame] = rows.number(stretch.end(next + frame));
            }
        }
        last = count - 1;
    }

    @Override
    void dropBelow(long row) {
        moveTo(last);
        for (int i = 0; i < starts.length; i++) {
            starts[i][0] = starts[i][last];
            ends[i][0] = ends[i][last];
        }
        last = 0;
        super.dropBelow(row);
    }

    /** The other stretches' rows come back with the next frame. */
    @Override
    void keepFirstStretch() {
        for (int i = 1; i < start.length; i++) {
            move(i, start[i], start[i]);
            ends[i][0] = starts[i][0];
        }
    }

    @Override
    public int size(int group) {
        moveTo(group);
        return values.size();
    }

    @Override
    public long at(int group, int rank) {
        moveTo(group);
        return values.at(rank);
    }

    @Override
    public void add(int group, long value) {
        values.add(value);
    }

    private void moveTo(int frame) {
        for (int i = 0; i < start.length; i++) {
            if (start[i] != starts[i][frame] || end[i] != ends[i][frame]) {
                move(i, starts[i][frame], ends[i][frame]);
            }
        }
    }

    private void move(int stretch, long toStart, long toEnd) {
        long from = start[stretch];
        long to = end[stretch];
        if (toStart >= to || toEnd <= from) {
            for (; from < to; from++) {
                values.remove(rows.value(from));
            }
            from = toStart;
            to = toStart;
        }
        for (; to < toEnd; to++) {
            values.add(rows.value(to));
        }
        while (from > toStart) {
            values.add(rows.value(--from));
        }
        while (to > toEnd) {
            values.remove(rows.value(--to));
        }
        for (; from < toStart; from++) {
            values.remove(rows.value(from));
        }
        start[stretch] = from;
        end[stretch] = to;
    }

    @Override
    long memoryBytes() {
        return super.memoryBytes() + values.memoryBytes() + 16L * starts.length * Batch.CAPACITY;
    }
}
