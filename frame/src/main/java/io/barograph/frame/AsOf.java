package io.barograph.frame;

import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Frame#joinAsOf} finds a row: {@code AsOf.at("timestamp").by("device_id").within(Duration.ofMinutes(5))} is the last
 * one of the same device, at most five minutes before.
 *
 * <p>The twin in SQL is {@code ASOF LEFT JOIN}, in pandas {@code merge_asof}.
 */
public final class AsOf {
    private enum Direction {
        BACKWARD,
        FORWARD,
        NEAREST
    }

    private final String time;
    private final List<String> keys;
    private final Direction direction;
    private final @Nullable TemporalAmount within;

    private AsOf(String time, List<String> keys, Direction direction, @Nullable TemporalAmount within) {
        this.time = time;
        this.keys = List.copyOf(keys);
        this.direction = direction;
        this.within = within;
    }

    /** The last row at or before a row's time, a TIMESTAMP column that both frames have. */
    public static AsOf at(String time) {
        return new AsOf(time, List.of(), Direction.BACKWARD, null);
    }

    /** Of rows whose columns of these names are equal. pandas: {@code by=}. */
    public AsOf by(String... columns) {
        return new AsOf(time, List.of(columns), direction, within);
    }

    /** The first row at or after a row's time instead. pandas: {@code direction="forward"}. */
    public AsOf forward() {
        return new AsOf(time, keys, Direction.FORWARD, within);
    }

    /** The nearest row on either side instead; of two as far away the earlier. pandas: {@code direction="nearest"}. */
    public AsOf nearest() {
        return new AsOf(time, keys, Direction.NEAREST, within);
    }

    /** None that is farther away. pandas: {@code tolerance=}. */
    public AsOf within(TemporalAmount distance) {
        return new AsOf(time, keys, direction, distance);
    }

    /** The names that both frames' columns have. */
    List<String> shared() {
        List<String> names = new ArrayList<>(keys);
        names.add(time);
        return names;
    }

    /** The condition between {@code l} and {@code r}. */
    void write(Step.Builder step) {
        for (String key : keys) {
            step.name("l", key).raw(" = ").name("r", key).raw(" AND ");
        }
        String distance = within == null ? "" : Literals.interval(within);
        if (direction == Direction.NEAREST) {
            step.raw("NEAREST(").name("l", time).raw(", ").name("r", time);
            step.raw(distance.isEmpty() ? ")" : ", " + distance + ")");
            return;
        }
        boolean back = direction == Direction.BACKWARD;
        step.name("l", time).raw(back ? " >= " : " <= ").name("r", time);
        if (!distance.isEmpty()) {
            step.raw(" AND ").name(back ? "l" : "r", time);
            step.raw(" - ").name(back ? "r" : "l", time).raw(" <= " + distance);
        }
    }
}
