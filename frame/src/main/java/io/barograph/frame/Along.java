package io.barograph.frame;

import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows along time, of each key on its own: what {@link Frame#along} gives. Each verb is the table function of the same name, whose
 * further arguments are SQL: {@code "fill => 'linear'"}, {@code "max_gap => INTERVAL '5' MINUTE"}.
 *
 * <pre>{@code
 * readings.along("timestamp").by("device_id").resample(Duration.ofMinutes(1), "fill => 'linear'")
 * }</pre>
 *
 * <p>Rows of equal time are ordered by their other columns. Rows without a time do not count, but for {@link #detect}, which
 * passes them on, and {@link #over}.
 */
public final class Along {
    private final Frame frame;
    private final String time;
    private final List<String> keys;

    Along(Frame frame, String time, List<String> keys) {
        this.frame = frame;
        this.time = time;
        this.keys = List.copyOf(keys);
    }

    /** The columns that keep series apart, such as {@code "device_id"}. SQL: PARTITION BY. pandas: {@code groupby}. */
    public Along by(String... columns) {
        return new Along(frame, time, List.of(columns));
    }

    /**
     * Readings on a regular grid, gaps filled by the last one unless {@code fill => …} says otherwise. SQL: RESAMPLE. pandas:
     * {@code resample(…).ffill()}, {@code interpolate}.
     */
    public Frame resample(TemporalAmount step, String... options) {
        return call("resample", List.of(Literals.length("resample", step)), options);
    }

    /**
     * Rows in tumbling windows, and at the edges between them the values there, for {@code time_weighted_avg} and
     * {@code integral} up to the edge. SQL: TUMBLE_EDGES.
     */
    public Frame tumbleEdges(TemporalAmount size, String... options) {
        return call("tumble_edges", List.of(Literals.length("tumbleEdges", size)), options);
    }

    /** How long each state lasted, of columns such as {@code "state"}. SQL: RUNS. pandas: {@code groupby(ne(shift).cumsum())}. */
    public Frame runs(String columns, String... options) {
        return call("runs", columns, List.of(), options);
    }

    /** The rows that differ by more than a threshold from the last one told, in columns such as {@code "x, y"}. SQL: DEADBAND. */
    public Frame deadband(String columns, double threshold, String... options) {
        return call("deadband", columns, List.of(Literals.fill("?", threshold)), options);
    }

    /** So many readings of a column that draw about the same line. SQL: LTTB. */
    public Frame lttb(String column, int readings) {
        return call("lttb", column, List.of(Integer.toString(readings)));
    }

    /** The first, last, least and greatest reading of so many stretches of equal length. SQL: M4. */
    public Frame m4(String column, int stretches) {
        return call("m4", column, List.of(Integer.toString(stretches)));
    }

    /** The least and the greatest reading of so many stretches of equal length. SQL: MINMAX. */
    public Frame minmax(String column, int stretches) {
        return call("minmax", column, List.of(Integer.toString(stretches)));
    }

    /** Each row once per column of {@code "temperature, humidity"}, judged by a detector. SQL: DETECT. */
    public Frame detect(String columns, String... options) {
        return call("detect", columns, List.of(), options);
    }

    /**
     * All columns and these, computed over the rows around each: {@code "temperature - lag(temperature) OVER w AS step"},
     * {@code "avg(temperature) OVER (w ROWS 59 PRECEDING) AS mean"}, where {@code w} are the rows of the key in the order of time.
     * SQL: {@code WINDOW w AS (PARTITION BY … ORDER BY …)}. pandas: {@code shift}, {@code diff}, {@code rolling}.
     */
    public Frame over(String... expressions) {
        Step.Builder step = Step.of("over").raw("SELECT *, ").arguments(List.of(expressions));
        step.raw(" FROM ").input(frame.step()).raw(" WINDOW w AS (");
        if (!keys.isEmpty()) {
            step.raw("PARTITION BY ").to("by").names(keys);
        }
        return frame.then(step.raw(" ORDER BY ").to("along").name(time).raw(")").build());
    }

    private Frame call(String function, List<String> arguments, String... options) {
        return call(function, null, arguments, options);
    }

    /** @param columns names in one text, the first argument; or null */
    private Frame call(String function, @Nullable String columns, List<String> arguments, String... options) {
        Step.Builder step = Step.of(function)
                .raw("SELECT * FROM TABLE(" + function + "(TABLE ")
                .input(frame.step());
        if (!keys.isEmpty()) {
            step.raw(" PARTITION BY (").to("by").names(keys).raw(")");
        }
        step.raw(", DESCRIPTOR(").to("along").name(time).raw(")").to(function);
        if (columns != null) {
            step.raw(", ").text(columns);
        }
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(options));
        step.raw(all.isEmpty() ? "" : ", ").arguments(all);
        return frame.then(step.raw("))").build());
    }
}
