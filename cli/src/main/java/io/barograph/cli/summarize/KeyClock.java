package io.barograph.cli.summarize;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What the times of one key's rows say, taken in the file's order; in constant memory unless all times are to be kept.
 *
 * <p>A time far from the greatest so far, by more than a day and five of the key's medians, is believed once the key's next
 * row is not far from it: then a step forward is a gap and a step back a clock that was set back. It is believed, too, where
 * the next row goes on as far, or, of a key whose rows are seldom or that has no interval yet, goes on at all. Otherwise it is
 * a stray time. Only believed times make intervals. A duplicate is a time that an earlier row has; where not all times are kept, one of the last
 * {@value #RECENT}.
 */
final class KeyClock {
    /** A gap is an interval longer than this many medians. */
    static final int GAP_MEDIANS = 5;

    /** Times before 2000 come from clocks that were never set. */
    static final long YEAR_2000 = 946_684_800_000_000_000L;

    private static final long LEAP = TimeUnit.DAYS.toNanos(1);
    /** Leaps that differ by no more than this part of the longer are alike: months are. */
    private static final int ALIKE_PART = 8;
    /** So many times of a key are remembered. */
    static final int RECENT = 64;

    private final IntervalHistogram intervals = new IntervalHistogram();
    private final boolean keepsAll;
    private long[] all = new long[0];
    private int allCount;
    private final long[] recent = new long[RECENT];
    private int recentCount;

    private boolean started;
    private long greatest;
    private boolean hasSuspect;
    private long suspect;

    long rows;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long unset;
    long stray;
    long setBack;
    long outOfOrder;
    long duplicates;
    long longestGap;
    long longestGapFrom;

    /** @param keepsAll whether every time is kept, so that all duplicates are found */
    KeyClock(boolean keepsAll) {
        this.keepsAll = keepsAll;
    }

    /** Takes the time of the key's next row, nanoseconds since the epoch. */
    void add(long time) {
        rows++;
        if (time < YEAR_2000) {
            unset++;
            return;
        }
        if (keepsAll) {
            keep(time);
        }
        if (!started) {
            started = true;
            greatest = time;
            believe(time);
            return;
        }
        if (hasSuspect) {
            hasSuspect = false;
            if (isNear(suspect, time)) {
                leapTo(suspect, true);
            } else if (goesOn(suspect, time)) {
                leapTo(suspect, false);
            } else {
                stray++;
            }
        }
        if (!isNear(greatest, time)) {
            hasSuspect = true;
            suspect = time;
            return;
        }
        step(time);
    }

    /** The rows are at their end: a last far time has nobody to confirm it, and none to deny it where it is the second. */
    void end() {
        if (hasSuspect) {
            hasSuspect = false;
            if (intervals.median() == 0) {
                leapTo(suspect, false);
            } else {
                stray++;
            }
        }
        if (keepsAll) {
            Arrays.sort(all, 0, allCount);
            duplicates = 0;
            for (int i = 1; i < allCount; i++) {
                duplicates += all[i - 1] == all[i] ? 1 : 0;
            }
            all = new long[0];
        }
    }

    private void keep(long time) {
        if (allCount == all.length) {
            all = Arrays.copyOf(all, Math.max(16, allCount * 2));
        }
        all[allCount++] = time;
    }

    IntervalHistogram intervals() {
        return intervals;
    }

    private boolean isNear(long left, long right) {
        long distance = Math.abs(left - right);
        return distance <= LEAP || distance / GAP_MEDIANS <= intervals.median();
    }

    /** Whether a row that follows a far time confirms it without being near it. */
    private boolean goesOn(long far, long time) {
        long leap = far - greatest;
        long next = time - far;
        if (leap > 0 != next > 0) {
            return false;
        }
        long median = intervals.median();
        long longer = Math.max(Math.abs(leap), Math.abs(next));
        return median == 0 || median > LEAP / 2 || Math.abs(leap - next) <= longer / ALIKE_PART;
    }

    /** @param near whether the rows that follow stand there, too: a step back is the clock's then, not the rows' order */
    private void leapTo(long time, boolean near) {
        if (time > greatest) {
            advance(time);
        } else {
            setBack += near ? 1 : 0;
            outOfOrder += near ? 0 : 1;
            greatest = time;
            believe(time);
        }
    }

    private void step(long time) {
        if (time > greatest) {
            advance(time);
            return;
        }
        if (time < greatest) {
            outOfOrder++;
        }
        for (int i = 0; i < Math.min(recentCount, RECENT); i++) {
            if (recent[i] == time) {
                duplicates++;
                return;
            }
        }
        believe(time);
    }

    private void advance(long time) {
        long interval = time - greatest;
        intervals.add(interval);
        if (interval > longestGap) {
            longestGap = interval;
            longestGapFrom = greatest;
        }
        greatest = time;
        believe(time);
    }

    private void believe(long time) {
        recent[recentCount++ % RECENT] = time;
        if (recentCount == 2 * RECENT) {
            recentCount = RECENT;
        }
        first = Math.min(first, time);
        last = Math.max(last, time);
    }

    /** Adds another key's counts to this one, for the total over all keys; both have ended. */
    void addAll(KeyClock other) {
        rows += other.rows;
        first = Math.min(first, other.first);
        last = Math.max(last, other.last);
        unset += other.unset;
        stray += other.stray;
        setBack += other.setBack;
        outOfOrder += other.outOfOrder;
        duplicates += other.duplicates;
        if (other.longestGap > longestGap) {
            longestGap = other.longestGap;
            longestGapFrom = other.longestGapFrom;
        }
        intervals.addAll(other.intervals);
    }

    /** Intervals that are far longer than this key's usual one. */
    long gaps() {
        long median = intervals.median();
        return median > Long.MAX_VALUE / GAP_MEDIANS ? 0 : intervals.countAbove(GAP_MEDIANS * median);
    }
}
