package io.barograph.core.source;

import org.jspecify.annotations.Nullable;

/**
 * What a declaration says about a table's event time: {@code WATERMARK FOR ts AS ts - INTERVAL '5' SECOND} and the options
 * beside it. All lengths are nanoseconds and not negative.
 *
 * @param column name of a TIMESTAMP column
 * @param per name of the column whose values have a greatest time each ({@code PER device_id}), or null for one per lane
 * @param publishNanos a lane's watermark stands so far behind the greatest time seen; a window is shown when every lane's
 *     watermark has passed its end
 * @param acceptNanos a row further behind is late; {@link #ALL}: none is
 * @param retainNanos how long a published window can be revised; {@link #ALL}: as long as rows for it may be accepted
 * @param idleNanos a lane that is silent for so long delays no window; {@link #ALL}: every lane does
 * @param maxLeapNanos a row further ahead does not move the watermark until the next one confirms it
 * @param inFileOrder whether the table's files, in the order of their names, are one lane; else each is one
 */
public record EventTime(
        String column,
        @Nullable String per,
        long publishNanos,
        long acceptNanos,
        long retainNanos,
        long idleNanos,
        long maxLeapNanos,
        boolean inFileOrder) {
    /** Without end. */
    public static final long ALL = Long.MAX_VALUE;

    /** One day. */
    public static final long DEFAULT_MAX_LEAP_NANOS = 86_400_000_000_000L;

    /** The same of columns by these names. */
    public EventTime of(String time, @Nullable String perColumn) {
        return new EventTime(
                time, perColumn, publishNanos, acceptNanos, retainNanos, idleNanos, maxLeapNanos, inFileOrder);
    }

    /** Of a table each file of which is a lane. */
    public EventTime(
            String column,
            @Nullable String per,
            long publishNanos,
            long acceptNanos,
            long retainNanos,
            long idleNanos,
            long maxLeapNanos) {
        this(column, per, publishNanos, acceptNanos, retainNanos, idleNanos, maxLeapNanos, false);
    }

    /** Part of a plan's canonical text: what of it decides which rows are used. */
    public String text() {
        return "watermark " + column + (per == null ? "" : " per " + per) + " publish " + publishNanos + " accept "
                + length(acceptNanos) + " retain " + length(retainNanos) + " leap " + length(maxLeapNanos)
                + (inFileOrder ? " in file order" : "");
    }

    private static String length(long nanos) {
        return nanos == ALL ? "all" : Long.toString(nanos);
    }
}
