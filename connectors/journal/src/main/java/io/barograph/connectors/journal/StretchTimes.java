package io.barograph.connectors.journal;

import io.barograph.core.column.LongColumn;
import io.barograph.core.source.TimeStretch;
import org.jspecify.annotations.Nullable;

/** Sums up the times of rows that are read one after the other. Used by one thread. */
final class StretchTimes {
    private boolean isWhole = true;
    private boolean hasTime;
    private long rows;
    private long first;
    private long least;
    private long greatest;
    private long behind;
    private long ahead;

    void clear() {
        isWhole = true;
        hasTime = false;
        rows = 0;
        behind = 0;
        ahead = 0;
    }

    /**
     * Takes rows.
     *
     * @param records that they are the well-formed ones of
     */
    void add(LongColumn times, int size, long records) {
        isWhole &= records == size;
        rows += size;
        for (int i = 0; i < size; i++) {
            if (times.validity().isPresent(i)) {
                add(times.values()[i]);
            }
        }
    }

    private void add(long time) {
        if (!hasTime) {
            hasTime = true;
            first = time;
            least = time;
            greatest = time;
            return;
        }
        behind = Math.max(behind, distance(time, greatest));
        ahead = Math.max(ahead, distance(greatest, time));
        least = Math.min(least, time);
        greatest = Math.max(greatest, time);
    }

    /** From one time to a later one, which may be more than a long holds; negative where it is earlier. */
    private static long distance(long from, long to) {
        return to < from ? -1 : to - from < 0 ? Long.MAX_VALUE : to - from;
    }

    /** What is known of them; null where a record was rejected, or no row has a time. */
    @Nullable
    TimeStretch summary() {
        return isWhole && hasTime ? new TimeStretch(rows, first, least, greatest, behind, ahead) : null;
    }
}
