package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.window.Panes;
import java.util.Arrays;

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
     * Lists the panes of all times from one to another beside those that are listed.
     *
     * @return false where there is no room for all
     */
    boolean cover(long least, long greatest) {
        if (count == 0) {
            begin(least);
        }
        return coverBefore(least) && coverBehind(greatest);
    }

    /** Whether there would be room, by the length of those that are listed, if these times were all. */
    boolean couldCover(long least, long greatest) {
        double listed = (double) boundaries[count - 1] - boundaries[0];
        return ((double) greatest - least) / listed * count < RowsShape.MOST_BOUNDARIES;
    }

    /** Lists the panes of these times alone, as many as there is room for. */
    void restart(long least, long greatest) {
        begin(least);
        coverBehind(greatest);
    }

    private void begin(long time) {
        panes.find(time);
        boundaries[0] = panes.start();
        boundaries[1] = panes.end();
        count = 2;
    }

    private boolean coverBefore(long least) {
        long[] before = new long[1];
        int more = 0;
        for (long first = boundaries[0]; least < first; first = panes.start()) {
            if (count + more == RowsShape.MOST_BOUNDARIES) {
                return false;
            }
            panes.find(first - 1);
            before = more == before.length ? Arrays.copyOf(before, 2 * more) : before;
            before[more++] = panes.start();
        }
        if (more > 0) {
            makeRoom(count + more);
            System.arraycopy(boundaries, 0, boundaries, more, count);
            for (int i = 0; i < more; i++) {
                boundaries[i] = before[more - 1 - i];
            }
            count += more;
        }
        return true;
    }

    private boolean coverBehind(long greatest) {
        while (greatest >= boundaries[count - 1]) {
            if (count == RowsShape.MOST_BOUNDARIES) {
                return false;
            }
            panes.find(boundaries[count - 1]);
            makeRoom(count + 1);
            boundaries[count++] = panes.end();
        }
        return true;
    }

    private void makeRoom(int entries) {
        if (entries > boundaries.length) {
            boundaries = Arrays.copyOf(boundaries, Math.max(entries, 2 * boundaries.length));
        }
    }
}
