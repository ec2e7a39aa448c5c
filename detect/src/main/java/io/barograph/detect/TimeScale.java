package io.barograph.detect;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.zone.Zone;

/**
 * What the times of a series' rows are, and how reasons say them.
 *
 * @param column the name of the column that rows are ordered by
 * @param isClock whether times are nanoseconds since the epoch, as a TIMESTAMP has them; else they are the numbers of a BIGINT: seconds,
 *     messages, metres, nobody knows. Then nothing may depend on what one of them lasts, or on the hour that it stands for.
 * @param zone whose hours and days a clock's times stand for
 */
public record TimeScale(String column, boolean isClock, Zone zone) {
    /** The scale of a column that rows are ordered by. */
    static TimeScale of(Schema input, int time, Zone zone) {
        return new TimeScale(input.name(time), input.type(time) == Type.TIMESTAMP, zone);
    }

    /** A row's time: {@code 2024-01-01 00:00:30}, or {@code message 1234}. */
    public String time(long time) {
        return isClock ? Amounts.time(time) : column + " " + time;
    }

    /** The distance of two times: {@code 10 min}, or {@code 600 of message}. */
    public String duration(double distance) {
        return isClock ? Amounts.duration(distance) : Amounts.number(distance) + " of " + column;
    }
}
