package io.barograph.frame;

import java.time.Duration;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Event-time windows {@code [start, end)} over a TIMESTAMP column. A length is a {@link Duration}, or a {@link Period} of days
 * or months of the calendar: {@code Window.tumble("timestamp", Period.ofMonths(1)).in("Asia/Seoul")}.
 *
 * <p>The twin in SQL is the table function of the same name, in pandas {@code resample} or {@code Grouper} (tumbling only).
 */
public final class Window {
    private final String function;
    private final String time;
    private final List<String> lengths;
    private final @Nullable String zone;

    private Window(String function, String time, @Nullable String zone, List<String> lengths) {
        this.function = function;
        this.time = time;
        this.zone = zone;
        this.lengths = lengths;
    }

    /** Windows of one length, one behind the other. */
    public static Window tumble(String time, TemporalAmount size) {
        return new Window("TUMBLE", time, null, List.of(Literals.length("tumble", size)));
    }

    /** The same, of {@link Frame#resample}. */
    static Window resampling(String time, TemporalAmount every) {
        return new Window("TUMBLE", time, null, List.of(Literals.length("resample", every)));
    }

    /** Windows of a length, one starting every slide: a row falls into {@code size / slide} of them. */
    public static Window hop(String time, TemporalAmount slide, TemporalAmount size) {
        return new Window("HOP", time, null, List.of(Literals.length("hop", slide), Literals.length("hop", size)));
    }

    /** Windows that grow by a step until they reach a size, then start again: totals of the day so far. */
    public static Window cumulate(String time, TemporalAmount step, TemporalAmount size) {
        return new Window(
                "CUMULATE", time, null, List.of(Literals.length("cumulate", step), Literals.length("cumulate", size)));
    }

    /** Runs of rows, per key of {@code by}, that are less than a gap apart. */
    public static Window session(String time, Duration gap) {
        return new Window("SESSION", time, null, List.of(Literals.length("session", gap)));
    }

    /** The same windows, days and longer on the calendar of a zone, as {@code "Asia/Seoul"}. */
    public Window in(String timeZone) {
        return new Window(function, time, timeZone, lengths);
    }

    /** Whether windows depend on the rows of a key, and so can only be aggregated. */
    boolean isSession() {
        return function.equals("SESSION");
    }

    /**
     * {@code TABLE(TUMBLE(TABLE t1, DESCRIPTOR("time"), INTERVAL …))}, added to a step.
     *
     * @param verb that the windows were given to, for messages
     */
    void write(Step.Builder step, String verb, Step input, List<String> keys) {
        step.raw("TABLE(" + function + "(TABLE ").input(input);
        if (isSession() && !keys.isEmpty()) {
            step.raw(" PARTITION BY ").to("by").arguments(keys);
        }
        step.raw(", DESCRIPTOR(").to(verb).name(time).raw(")");
        for (String length : lengths) {
            step.raw(", " + length);
        }
        if (zone != null) {
            step.raw(", zone => ").to("in").text(zone);
        }
        step.raw("))");
    }
}
