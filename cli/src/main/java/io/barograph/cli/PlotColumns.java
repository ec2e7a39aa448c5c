package io.barograph.cli;

import io.barograph.cli.plot.Metric;
import io.barograph.cli.plot.TimeColumn;
import io.barograph.cli.summarize.EventTime;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of the rows' columns are drawn.
 *
 * @param time of the rows
 * @param key the column whose values are lines of their own, or null
 * @param metrics a panel each
 * @param notes what is to be said about the choice
 */
record PlotColumns(TimeColumn time, @Nullable Field key, List<Metric> metrics, List<String> notes) {
    /** Numbers that name a thing and measure nothing. */
    private static final Pattern IDENTIFIER = Pattern.compile("(?i)(.*[_ .-])?(id|key|no|nr|index)|.*[a-z]Id");

    /** Names of columns that are likely to tell devices apart. */
    private static final Pattern KEY =
            Pattern.compile("(?i).*(device|sensor|station|node|mote|machine|meter).*|(.*[_ .-])?id|name|tag");

    /**
     * Chooses columns.
     *
     * @param timeName the column of the time, or null to find it
     * @param keyName the column of the key, or null for none
     * @param names the columns to draw, or empty for all numbers
     * @param most panels where {@code names} is empty
     */
    static PlotColumns choose(
            PlotSource source,
            @Nullable String timeName,
            @Nullable String keyName,
            List<String> names,
            int most,
            EventTime.Profiler profiler) {
        Schema schema = source.schema();
        requireColumns(schema);
        EventTime time = timeName == null
                ? find(schema, profiler)
                : EventTime.of(schema.field(source.column(timeName)), profiler);
        int key = keyName == null ? -1 : source.column(keyName);
        List<String> notes = new ArrayList<>();
        List<Metric> metrics = new ArrayList<>();
        for (String name : names) {
            Field field = schema.field(source.column(name));
            if (!Metric.isDrawn(field.type())) {
                throw new BarographException(
                        ErrorCode.TYPE_MISMATCH,
                        "column '" + field.name() + "' is " + field.type()
                                + "; lines are drawn of numbers, BOOLEAN and INTERVAL, and --by makes a line of each value");
            }
            metrics.add(Metric.of(field));
        }
        if (names.isEmpty()) {
            List<String> left = new ArrayList<>();
            for (int column = 0; column < schema.size(); column++) {
                Field field = schema.field(column);
                if (column != key && isMeasured(field) && !isPartOf(time, field)) {
                    if (metrics.size() < most) {
                        metrics.add(Metric.of(field));
                    } else {
                        left.add(field.name());
                    }
                }
            }
            if (!left.isEmpty()) {
                notes.add("not drawn: " + String.join(", ", left) + "; choose columns with --on");
            }
        }
        if (metrics.isEmpty()) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "there is no column of numbers to draw among " + String.join(", ", schema.names())
                            + "; name one with --on, or compute one in a query");
        }
        if (key < 0) {
            likelyKey(schema, time.columns())
                    .ifPresent(
                            name -> notes.add("all rows make one line; --by " + name + " draws one for each " + name));
        }
        return new PlotColumns(timestamp(time, schema), key < 0 ? null : schema.field(key), metrics, notes);
    }

    /** Refuses a table of which nothing is known, since it has neither a header nor rows. */
    static void requireColumns(Schema schema) {
        if (schema.size() == 0) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the table is empty, without even a header: there is nothing to look at");
        }
    }

    private static EventTime find(Schema schema, EventTime.Profiler profiler) {
        EventTime found = EventTime.find(schema, profiler);
        if (found == null) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "there is no time among " + String.join(", ", schema.names())
                            + ": name a column of s, ms, us or ns since 1970 with --time;"
                            + " texts become times in a query, with strptime");
        }
        return found;
    }

    private static TimeColumn timestamp(EventTime time, Schema schema) {
        // A computed time is compared as it is; that of a BIGINT column by the column's statistics, too.
        boolean isColumn = time.isNumber() && schema.type(schema.indexOf(time.name())) == Type.BIGINT;
        return new TimeColumn(time.timestamp(), isColumn ? time.sql() : null, time.nanosPerUnit());
    }

    private static boolean isMeasured(Field field) {
        return field.type().isNumeric()
                && !(field.type() == Type.BIGINT
                        && IDENTIFIER.matcher(field.name()).matches());
    }

    private static boolean isPartOf(EventTime time, Field field) {
        return time.columns().contains(field.name());
    }

    /**
     * The column that is likely to tell devices apart.
     *
     * @param time the columns that the time is made of: they tell rows apart
     */
    static Optional<String> likelyKey(Schema schema, List<String> time) {
        return schema.fields().stream()
                .filter(field -> !time.contains(field.name()))
                .filter(field -> field.type() == Type.VARCHAR || field.type() == Type.BIGINT)
                .map(Field::name)
                .filter(name -> KEY.matcher(name).matches())
                .findFirst();
    }
}
