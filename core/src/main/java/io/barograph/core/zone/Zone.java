package io.barograph.core.zone;

import java.util.Arrays;

/**
 * A time zone: which offset from UTC its clocks show at an instant, and which instant a local time means. Immutable.
 *
 * <p>Instants and local times are in seconds: since 1970-01-01 00:00:00 UTC, and since 1970-01-01 00:00:00 on the zone's
 * clocks. Offsets are seconds east of UTC.
 *
 * <p><b>Local times that are none, or two.</b> A time that clocks skip means the instant as many seconds after the skip
 * began: 02:30 on the day on which 02:00 is followed by 03:00 is 03:30. A time that clocks show twice means the first.
 * That is the rule of {@code java.time}.
 */
public final class Zone {
    public static final int SECONDS_PER_DAY = 86_400;

    /** Coordinated Universal Time. */
    public static final Zone UTC = new Zone("UTC", new long[0], new int[] {0});

    private final String name;
    /** The instants at which the offset changes, ascending. */
    private final long[] changes;
    /** The offset before the first change, then behind each. */
    private final int[] offsets;
    /** Per change: the first local time that is surely shown behind it only. */
    private final long[] thresholds;

    Zone(String name, long[] changes, int[] offsets) {
        this.name = name;
        this.changes = changes;
        this.offsets = offsets;
        this.thresholds = new long[changes.length];
        for (int i = 0; i < changes.length; i++) {
            thresholds[i] = changes[i] + Math.max(offsets[i], offsets[i + 1]);
        }
    }

    /** A zone of one offset in all times, as {@code +09:00}. */
    static Zone fixed(String name, int offset) {
        return new Zone(name, new long[0], new int[] {offset});
    }

    /** As the database spells it. */
    public String name() {
        return name;
    }

    /** Whether it has one offset in all times. */
    public boolean isFixed() {
        return changes.length == 0;
    }

    /** The number of the stretch of time, between two changes, that an instant lies in; stretches are numbered from 0. */
    int stretch(long instant) {
        int found = Arrays.binarySearch(changes, instant);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The first instant of a stretch; {@link Long#MIN_VALUE} for the first. */
    long stretchStart(int stretch) {
        return stretch == 0 ? Long.MIN_VALUE : changes[stretch - 1];
    }

    /** The instant behind a stretch; {@link Long#MAX_VALUE} for the last. */
    long stretchEnd(int stretch) {
        return stretch == changes.length ? Long.MAX_VALUE : changes[stretch];
    }

    int stretchOffset(int stretch) {
        return offsets[stretch];
    }

    /** The offset at an instant. */
    public int offsetAt(long instant) {
        return offsets[stretch(instant)];
    }

    /** The instant that a local time means. */
    public long instantOf(long local) {
        return local - offsets[stretchOfLocal(local)];
    }

    /** The first instant of a local day, given in days since 1970-01-01; where clocks skip the day, of what follows it. */
    public long startOfDay(int day) {
        long midnight = (long) day * SECONDS_PER_DAY;
        int stretch = stretchOfLocal(midnight);
        long instant = midnight - offsets[stretch];
        // Beyond its stretch, midnight is a time that clocks skip: the day begins where they went on.
        return Math.min(instant, stretchEnd(stretch));
    }

    /** The day since 1970-01-01 that the zone's calendars show at an instant. */
    public int dayAt(long instant) {
        return (int) Math.floorDiv(instant + offsetAt(instant), (long) SECONDS_PER_DAY);
    }

    private int stretchOfLocal(long local) {
        int found = Arrays.binarySearch(thresholds, local);
        return found >= 0 ? found + 1 : -found - 1;
    }

    @Override
    public String toString() {
        return name;
    }
}
