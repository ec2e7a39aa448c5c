package io.barograph.server.chart;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a result are drawn, by index: those that were asked for, else those that suit.
 *
 * @param time a TIMESTAMP or DATE
 * @param value a number
 * @param by a column with a line for each of its values, or -1
 * @param verdict what detectors say of a row; null where they say nothing
 */
record ChartColumns(int time, int value, int by, @Nullable Verdict verdict) {
    /** Columns that DETECT adds. */
    private static final Set<String> JUDGED = Set.of("metric", "score", "anomaly", "event", "reason");

    /**
     * Columns of DETECT, by index, or -1.
     *
     * @param reason why a row is an anomaly: there always
     * @param anomaly whether it is one; without it those are that have a reason
     * @param metric the name of the column that was judged
     * @param score from 0 to 1
     * @param event the number of the event that the anomaly is part of
     */
    record Verdict(int reason, int anomaly, int metric, int score, int event) {}

    /**
     * @param key names of the columns that tell rows apart, or null
     * @return null where nothing can be drawn: no time, or no number
     * @throws BarographException {@code UNKNOWN_COLUMN}, or {@code INVALID_ARGUMENT} for a column of another type
     */
    static @Nullable ChartColumns of(Schema schema, @Nullable List<String> key, ChartRequest request) {
        List<String> keys = key == null ? List.of() : key;
        Verdict verdict = verdict(schema);
        IntPredicate isOwn = i -> verdict == null || !JUDGED.contains(schema.name(i));
        IntPredicate isKey = i -> keys.contains(schema.name(i));
        int time = given(schema, request.time(), "time", ChartColumns::isTime);
        if (time < 0) {
            time = first(schema, i -> isTime(schema.type(i)));
        }
        int value = given(schema, request.value(), "value", Type::isNumeric);
        if (value < 0) {
            IntPredicate isNumber = i -> schema.type(i).isNumeric() && isOwn.test(i);
            value = first(
                    schema,
                    i -> schema.type(i) == Type.DOUBLE && isNumber.test(i) && !isKey.test(i),
                    i -> isNumber.test(i) && !isKey.test(i),
                    isNumber);
        }
        if (time < 0 || value < 0) {
            return null;
        }
        int drawn = value;
        int by = "".equals(request.by()) ? -1 : given(schema, request.by(), "by", ChartColumns::isName);
        if (request.by() == null) {
            IntPredicate isName = i -> i != drawn && isName(schema.type(i)) && isOwn.test(i);
            by = first(
                    schema,
                    i -> isName.test(i) && isKey.test(i),
                    i -> isName.test(i) && schema.type(i) == Type.VARCHAR,
                    i -> isName.test(i) && schema.name(i).endsWith("id"));
        }
        return new ChartColumns(time, value, by, verdict);
    }

    private static @Nullable Verdict verdict(Schema schema) {
        int reason = typed(schema, "reason", Type.VARCHAR);
        int anomaly = typed(schema, "anomaly", Type.BOOLEAN);
        int score = typed(schema, "score", Type.DOUBLE);
        if (reason < 0 || anomaly < 0 && score < 0) {
            return null;
        }
        return new Verdict(
                reason, anomaly, typed(schema, "metric", Type.VARCHAR), score, typed(schema, "event", Type.BIGINT));
    }

    private static int typed(Schema schema, String name, Type type) {
        int index = schema.indexOf(name);
        return index >= 0 && schema.type(index) == type ? index : -1;
    }

    private static boolean isTime(Type type) {
        return type == Type.TIMESTAMP || type == Type.DATE;
    }

    private static boolean isName(Type type) {
        return type == Type.VARCHAR || type == Type.BIGINT || type == Type.BOOLEAN;
    }

    /** The first column for which the first condition holds; else the second, and so on; -1 where none does. */
    private static int first(Schema schema, IntPredicate... conditions) {
        for (IntPredicate condition : conditions) {
            int found = IntStream.range(0, schema.size())
                    .filter(condition)
                    .findFirst()
                    .orElse(-1);
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    /** A type that serves. */
    @FunctionalInterface
    private interface Suits {
        boolean test(Type type);
    }

    private static int given(Schema schema, @Nullable String name, String role, Suits suits) {
        if (name == null) {
            return -1;
        }
        int index = schema.indexOf(name);
        if (index < 0) {
            throw new BarographException(
                    ErrorCode.UNKNOWN_COLUMN,
                    role + ": the result has no column '" + name + "'" + NearNames.didYouMean(name, schema.names()));
        }
        if (!suits.test(schema.type(index))) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    role + ": column '" + name + "' is of type " + schema.type(index)
                            + "; time takes TIMESTAMP or DATE, value numbers, by VARCHAR, BIGINT or BOOLEAN");
        }
        return index;
    }
}
