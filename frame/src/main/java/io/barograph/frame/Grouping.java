package io.barograph.frame;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows by keys, and by windows where there are some: what {@link Frame#by} and {@link Frame#window} give, to be aggregated. */
public final class Grouping {
    private static final int MOST_PIVOTED = 1000;
    private static final String TEXT = "pivoted text";
    private static final List<String> WINDOW_COLUMNS = List.of("window_start", "window_end");

    private final Frame frame;
    private final List<String> keys;
    private final @Nullable Window window;
    /** The name under which a window's start comes out, of a resampling; else null. */
    private final @Nullable String resampled;

    Grouping(Frame frame, List<String> keys, @Nullable Window window, @Nullable String resampled) {
        this.frame = frame;
        this.keys = List.copyOf(keys);
        this.window = window;
        this.resampled = resampled;
    }

    /**
     * By these expressions too, such as {@code "device_id"} or {@code "extract(hour FROM timestamp) AS hour"}.
     * SQL: {@code GROUP BY}. pandas: {@code groupby}.
     */
    public Grouping by(String... expressions) {
        List<String> all = new ArrayList<>(keys);
        all.addAll(Given.all("by", "expressions", expressions));
        return new Grouping(frame, all, window, resampled);
    }

    /**
     * One row per group: its keys, {@code window_start} and {@code window_end} where there are windows, then these, such as
     * {@code "avg(temperature) AS mean"}. SQL: the SELECT list. pandas: {@code agg}.
     */
    public Frame aggregate(String... aggregates) {
        Given.all("aggregate", "aggregates", aggregates);
        return aggregated("aggregate", List.of(aggregates));
    }

    private Frame aggregated(String verb, List<String> aggregates) {
        Step.Builder step = Step.of(verb).raw("SELECT ").to("by");
        int ordinals = keys.size();
        for (String key : keys) {
            step.argument(key).raw(", ");
        }
        step.to(verb);
        if (window != null) {
            step.raw(
                    resampled == null
                            ? "window_start, window_end, "
                            : "window_start AS " + Literals.name(resampled) + ", ");
            ordinals += resampled == null ? WINDOW_COLUMNS.size() : 1;
        }
        step.arguments(aggregates).raw(" FROM ");
        if (window == null) {
            step.input(frame.step());
        } else {
            window.write(step, resampled == null ? "window" : "resample", frame.step(), keys);
        }
        if (ordinals > 0) {
            step.raw(" GROUP BY ").raw(ordinals(ordinals));
            if (resampled != null) {
                step.raw(", window_end ORDER BY ").raw(ordinals(ordinals));
            }
        }
        return frame.thenApart(step.build());
    }

    /**
     * One row per group and a column per different value of another column, each the aggregate over the rows that have the
     * value: {@code by("device_id").pivot("state", "count(*)")}. The values are found at once, by running the query that far;
     * they become the names, in ascending order. SQL: an aggregate with FILTER per value. pandas: {@code pivot_table}.
     *
     * @param aggregate one call, without alias
     * @throws BarographException INVALID_ARGUMENT where there are more than 1,000 values
     */
    public Frame pivot(String column, String aggregate) {
        String name = Literals.name(column);
        List<Row> values = frame
                .then(Step.of("pivot")
                        .raw("SELECT DISTINCT ")
                        .name(column)
                        .raw(", CAST(" + name + " AS VARCHAR) AS " + Literals.name(TEXT) + " FROM ")
                        .input(frame.step())
                        .raw(" ORDER BY 1")
                        .build())
                .limit(MOST_PIVOTED + 2)
                .rows()
                .stream()
                .filter(row -> row.get(0) != null)
                .toList();
        if (values.size() > MOST_PIVOTED) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "pivot(\"" + column + "\"): the column has more than " + MOST_PIVOTED
                            + " different values, and each would be a column; filter them first, or aggregate by it");
        }
        return aggregated(
                "pivot",
                values.stream()
                        .map(row -> aggregate + " FILTER (WHERE "
                                + Literals.fill(name + " = ?", row.get(0))
                                + ") AS " + Literals.name(row.getString(TEXT)))
                        .toList());
    }

    private static String ordinals(int count) {
        StringBuilder list = new StringBuilder("1");
        for (int i = 2; i <= count; i++) {
            list.append(", ").append(i);
        }
        return list.toString();
    }
}
