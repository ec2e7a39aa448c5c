package io.barograph.server.chart;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants drawn.
 *
 * @param width columns of pixels that the chart has
 * @param time name of the column that goes to the right; null for what suits
 * @param value name of the column that goes up; null for what suits
 * @param by name of the column with a line for each of its values, empty for one line; null for what suits
 * @param only lines are drawn whose name holds this; empty for all
 */
public record ChartRequest(
        int width,
        @Nullable String time,
        @Nullable String value,
        @Nullable String by,
        String only) {
    /** The widest screen that is believed. */
    public static final int MOST_WIDTH = 8192;

    private static final String WIDTH = "chart";

    /** What chooses among columns and lines. */
    private static final List<String> CHOICES = List.of("time", "value", "by", "only");

    /** The parameters that ask for one. */
    public static final List<String> PARAMETERS =
            Stream.concat(Stream.of(WIDTH), CHOICES.stream()).toList();

    /**
     * What the parameters {@code chart} (the width), {@code time}, {@code value}, {@code by} and {@code only} ask for.
     *
     * @param parameter gives one of them, or null
     * @return null where no chart is asked for
     * @throws BarographException {@code INVALID_ARGUMENT} for a width that no screen has, and for choices without a width
     */
    public static @Nullable ChartRequest of(Function<String, @Nullable String> parameter) {
        String width = parameter.apply(WIDTH);
        if (width == null) {
            for (String choice : CHOICES) {
                if (parameter.apply(choice) != null) {
                    throw new BarographException(
                            ErrorCode.INVALID_ARGUMENT,
                            "'" + choice + "' chooses what a chart shows: ask for one by its width in pixels, " + WIDTH
                                    + "=800, or leave '" + choice + "' out");
                }
            }
            return null;
        }
        String only = parameter.apply("only");
        return new ChartRequest(
                width(width),
                parameter.apply("time"),
                parameter.apply("value"),
                parameter.apply("by"),
                only == null ? "" : only);
    }

    private static int width(String text) {
        if (text.matches("\\d{1,5}")) {
            int width = Integer.parseInt(text);
            if (width >= 1 && width <= MOST_WIDTH) {
                return width;
            }
        }
        throw new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                WIDTH + " is the width of the chart in pixels, from 1 to " + MOST_WIDTH + ", not '" + text + "'");
    }
}
