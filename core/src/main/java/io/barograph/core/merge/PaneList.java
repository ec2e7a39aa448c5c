package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.window.Panes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Boundaries of panes for rows on their way to a device: a stretch without gaps, which grows as their times ask for it. What is listed of a
 * pane is the same whenever it is, so that each chunk may have a list of its own.
 */
final class PaneList {
    private final Panes panes;
    private long[] boundaries = new long[64];
    private int count;

    PaneList(Panes panes) {
        this.panes = panes;
    }

    /** Ascending; a view. */
    long[] boundaries() {
        return boundaries;
    }

    int count() {
        return count;
    }

    /**
     * Lists the panes of all times from one to another beside those that are listed, on either side only where by estimate there is room: a
     * clock that was not set must not take the room of years.
     *
     * @return whether all of them are listed; false, too, while none are
     */
    boolean cover(long least, long greatest) {
        if (count == 0) {
            return false;
        }
        if (least < boundaries[0] && hasRoom((double) boundaries[0] - least)) {
            coverBefore(least);
        }
        if (greatest >= boundaries[count - 1] && hasRoom((double) greatest - boundaries[count - 1])) {
            coverBehind(greatest);
        }
        return boundaries[0] <= least && greatest < boundaries[count - 1];
    }

    private boolean hasRoom(double more) {
        return count + more / panes.typical() < RowsShape.MOST_BOUNDARIES;
    }

    /** Times whose panes there is room for: from one to another, around one between. */
    record Stretch(long least, long middle, long greatest) {}

    /**
     * Where a list that begins anew would hold more than twice as many of some times, or null.
     *
     * @param times is sorted where that is asked for
     * @param size how many, above 0
     */
    @Nullable
    Stretch better(long[] times, int size) {
        int listed = 0;
        for (int i = 0; i < size && count > 0; i++) {
            if (boundaries[0] <= times[i] && times[i] < boundaries[count - 1]) {
                listed++;
            }
        }
        if (2 * listed >= size) {
            return null;
        }
        Arrays.sort(times, 0, size);
        int middle = size / 2;
        double reach = panes.typical() * (RowsShape.MOST_BOUNDARIES / 2 - 2);
        int from = middle;
        while (from > 0 && (double) times[middle] - times[from - 1] <= reach) {
            from--;
        }
        int last = middle;
        while (last + 1 < size && (double) times[last + 1] - times[middle] <= reach) {
            last++;
        }
        return last - from + 1 > 2 * listed ? new Stretch(times[from], times[middle], times[last]) : null;
    }

    /** Lists the panes of these times alone. */
    void restart(Stretch stretch) {
        begin(stretch.middle);
        coverBefore(stretch.least);
        coverBehind(stretch.greatest);
    }

    private void begin(long time) {
        panes.find(time);
        boundaries[0] = panes.start();
        boundaries[1] = panes.end();
        count = 2;
    }

    private void coverBefore(long least) {
        long[] before = new long[1];
        int more = 0;
        long first = boundaries[0];
        while (least < first && count + more < RowsShape.MOST_BOUNDARIES) {
            panes.find(first - 1);
            before = more == before.length ? Arrays.copyOf(before, 2 * more) : before;
            first = panes.start();
            before[more++] = first;
        }
        if (more > 0) {
            makeRoom(count + more);
            System.arraycopy(boundaries, 0, boundaries, more, count);
            for (int i = 0; i < more; i++) {
                boundaries[i] = before[more - 1 - i];
            }
            count += more;
        }
    }

    private void coverBehind(long greatest) {
        while (greatest >= boundaries[count - 1] && count < RowsShape.MOST_BOUNDARIES) {
            panes.find(boundaries[count - 1]);
            makeRoom(count + 1);
            boundaries[count++] = panes.end();
        }
    }

    private void makeRoom(int entries) {
        if (entries > boundaries.length) {
            boundaries = Arrays.copyOf(boundaries, Math.max(entries, 2 * boundaries.length));
        }
    }
}
