package io.barograph.cli.summarize;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.text.EpochUnit;
import io.barograph.sql.ColumnStatistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a table's rows say when they were: in a column, or in several that hold the parts of a date.
 *
 * @param columns the column, or those of the parts
 * @param sql the expression that gives it, as TIMESTAMP or BIGINT
 * @param isNumber whether the expression is a BIGINT that counts since 1970
 * @param nanosPerUnit what 1 of it means: 1 for a TIMESTAMP, 1,000,000,000 for a BIGINT of seconds
 */
public record EventTime(List<String> columns, String sql, boolean isNumber, long nanosPerUnit) {
    private static final Pattern NAME =
            Pattern.compile("(?i)(time(stamp)?|ts|epoch|date(time)?|unix.*|.*_time|.*_ts|.*(시각|시간|일시|날짜))");
    private static final List<String> PARTS = List.of("year", "month", "day", "hour", "minute", "second");
    /** A date takes the first three of the parts. */
    private static final int DATE_PARTS = 3;
    /** Seconds since 1970 have had nine digits or more since 1973: smaller numbers are no clock's. */
    private static final double LEAST = 1e8;

    public EventTime {
        columns = List.copyOf(columns);
    }

    /** Profiles columns of the table, and maybe others of it; asked where types do not tell. */
    public interface Profiler {
        ColumnProfile profile(Schema columns);
    }

    /** What to call it: the column's name, or the names of the parts. */
    public String name() {
        return String.join(", ", columns);
    }

    /** The expression that gives it as TIMESTAMP. */
    public String timestamp() {
        return isNumber ? "from_epoch_ns(" + sql + " * " + nanosPerUnit + ")" : sql;
    }

    /** The columns that {@link #find} looks into where no type tells the time: numbers named like one, or like its parts. */
    private static Schema candidates(Schema schema) {
        return new Schema(schema.fields().stream()
                .filter(field -> isNumber(field.type()))
                .filter(field -> NAME.matcher(field.name()).matches()
                        || PARTS.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList());
    }

    /** The time of a table by its types and names: a TIMESTAMP, else numbers named like a time, else the parts of one. */
    public static @Nullable EventTime find(Schema schema, Profiler profiler) {
        for (Field field : schema.fields()) {
            if (field.type() == Type.TIMESTAMP || field.type() == Type.DATE) {
                return of(field, profiler);
            }
        }
        Schema candidates = candidates(schema);
        if (candidates.size() == 0) {
            return null;
        }
        ColumnProfile profile = profiler.profile(candidates);
        for (Field field : candidates.fields()) {
            if (NAME.matcher(field.name()).matches() && median(field, profile) > LEAST) {
                return of(field, columns -> profile);
            }
        }
        return ofParts(candidates);
    }

    /** Whether a column of numbers can count since 1970 in any unit, by its size. */
    public static boolean isSinceEpoch(Field field, Profiler profiler) {
        return median(field, profiler.profile(new Schema(List.of(field)))) > LEAST;
    }

    /**
     * The time that a column holds.
     *
     * @throws BarographException where its type can hold none
     */
    public static EventTime of(Field field, Profiler profiler) {
        String name = field.name();
        String quoted = ColumnProfile.quoted(name);
        Type type = field.type();
        if (type == Type.TIMESTAMP) {
            return new EventTime(List.of(name), quoted, false, 1);
        }
        if (type == Type.DATE) {
            return new EventTime(List.of(name), "CAST(" + quoted + " AS TIMESTAMP)", false, 1);
        }
        if (isNumber(type)) {
            EpochUnit unit = unit(median(field, profiler.profile(new Schema(List.of(field)))));
            if (type == Type.BIGINT) {
                return new EventTime(List.of(name), quoted, true, unit.nanos());
            }
            // A DOUBLE of seconds of our time tells no more than microseconds apart.
            long micros = EpochUnit.MICROSECONDS.nanos();
            double factor = (double) unit.nanos() / micros;
            return new EventTime(List.of(name), "CAST(round(" + quoted + " * " + factor + ") AS BIGINT)", true, micros);
        }
        throw new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                "column '" + name + "' is " + type
                        + ", no time: --time takes a TIMESTAMP, a DATE, or numbers that count"
                        + " s, ms, us or ns since 1970; texts of another form become times in a query, with strptime");
    }

    private static @Nullable EventTime ofParts(Schema schema) {
        List<String> found = new ArrayList<>();
        for (String part : PARTS) {
            int column = 0;
            while (column < schema.size() && !schema.name(column).equalsIgnoreCase(part)) {
                column++;
            }
            if (column == schema.size() || schema.type(column) != Type.BIGINT) {
                break;
            }
            found.add(schema.name(column));
        }
        if (found.size() < DATE_PARTS) {
            return null;
        }
        List<String> quoted = found.stream().map(ColumnProfile::quoted).toList();
        return new EventTime(found, "make_timestamp(" + String.join(", ", quoted) + ")", false, 1);
    }

    private static boolean isNumber(Type type) {
        return type == Type.BIGINT || type == Type.DOUBLE;
    }

    private static double median(Field field, ColumnProfile profile) {
        return profile.value(field.name(), ColumnStatistic.MEDIAN) instanceof Number median ? median.doubleValue() : 0;
    }

    /** Numbers that stand for times tell their unit by their size: no two units are near in this century. */
    private static EpochUnit unit(double median) {
        double size = Math.abs(median);
        return size < 1e11
                ? EpochUnit.SECONDS
                : size < 1e14 ? EpochUnit.MILLISECONDS : size < 1e17 ? EpochUnit.MICROSECONDS : EpochUnit.NANOSECONDS;
    }
}
