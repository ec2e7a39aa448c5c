package io.barograph.core.zone;

/** Looks up a zone's offsets at instants that mostly lie near each other: the last stretch is tried first. Used by one thread. */
public final class ZoneCursor {
    private final Zone zone;
    private long start = 0;
    private long end = 0;
    private int offset;

    public ZoneCursor(Zone zone) {
        this.zone = zone;
    }

    /** The offset, in seconds east of UTC, at an instant in seconds. */
    public int offsetAt(long instant) {
        if (instant < start || instant >= end) {
            int stretch = zone.stretch(instant);
            start = zone.stretchStart(stretch);
            end = zone.stretchEnd(stretch);
            offset = zone.stretchOffset(stretch);
        }
        return offset;
    }

    /** The instant since which the offset last looked up holds, in seconds; {@link Long#MIN_VALUE} where it always did. */
    public long stretchStart() {
        return start;
    }
}
