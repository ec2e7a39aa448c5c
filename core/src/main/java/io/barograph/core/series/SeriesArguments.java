package io.barograph.core.series;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.fold.FoldFunction;
import io.barograph.core.fold.GivenColumns;
import io.barograph.core.window.Grid;
import io.barograph.core.window.Length;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, taken one after the other; what is left at the end is not known. */
final class SeriesArguments {
    private final FoldFunction function;
    private final FoldFunction.Call call;
    private final Map<String, Object> left;
    private final Set<String> known = new TreeSet<>();

    SeriesArguments(FoldFunction function, FoldFunction.Call call) {
        this.function = function;
        this.call = call;
        this.left = new TreeMap<>(call.arguments());
        if (call.input().type(call.time()) != Type.TIMESTAMP) {
            throw BarographException.ofArgument(
                    ErrorCode.TYPE_MISMATCH,
                    FoldFunction.TIME,
                    function.name().toUpperCase(Locale.ROOT) + " goes along a TIMESTAMP; "
                            + call.input().name(call.time()) + " is of type "
                            + call.input().type(call.time()) + GivenColumns.timeHint(call.input()));
        }
    }

    /** Whatever is given, or null. */
    @Nullable
    Object any(String name) {
        known.add(name);
        return left.remove(name);
    }

    /** A text, or null where it is not given. */
    @Nullable
    String text(String name) {
        Object given = any(name);
        if (given == null || given instanceof String) {
            return (String) given;
        }
        throw wrong(name, name + " is a text, in single quotes");
    }

    /** A number, or null where it is not given. */
    @Nullable
    Number number(String name) {
        Object given = any(name);
        if (given == null || given instanceof Number) {
            return (Number) given;
        }
        throw wrong(name, name + " is a number");
    }

    /** Nanoseconds above 0, or what is said for where it is not given. */
    long nanos(String name, long otherwise) {
        Object given = any(name);
        if (given == null) {
            return otherwise;
        }
        if (given instanceof Length length && length.nanos() > 0) {
            return length.nanos();
        }
        throw wrong(name, name + " is elapsed time above zero, such as INTERVAL '5' MINUTE");
    }

    /** A time, or what is said for where it is not given. */
    long time(String name, long otherwise) {
        Object given = any(name);
        if (given == null) {
            return otherwise;
        }
        if (given instanceof Instant instant) {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        }
        throw wrong(name, name + " is a TIMESTAMP, such as TIMESTAMP '2024-01-01 06:00:00'");
    }

    /** The grid of a step, as windows of that length have it: {@code zone}, {@code origin} and {@code offset} say more. */
    Grid grid(String step) {
        Object given = any(step);
        if (given == null) {
            throw wrong(step, "the " + step + " is missing; write " + function.usage());
        }
        if (!(given instanceof Length length)
                || length.nanos() < 0
                || length.months() < 0
                || length.equals(Length.elapsed(0))) {
            throw wrong(step, "the " + step + " is an interval above zero, such as INTERVAL '1' MINUTE");
        }
        String zone = text("zone");
        boolean hasOrigin = left.containsKey("origin");
        long origin = time("origin", 0);
        Object offset = any("offset");
        if (offset != null && !(offset instanceof Length)) {
            throw wrong("offset", "the offset is an interval, such as INTERVAL '30' MINUTE");
        }
        long shift = offset == null ? 0 : ((Length) offset).nanos();
        return Grid.aligned(zone == null ? length : length.inDays(), zone, usual -> hasOrigin ? origin : usual + shift);
    }

    /** The columns that an argument names. */
    List<Integer> columns(String name) {
        return GivenColumns.of(function, call.input(), name, any(name));
    }

    /** As {@link #columns}, of numbers only. */
    List<Integer> numbers(String name) {
        List<Integer> columns = columns(name);
        for (int column : columns) {
            if (!call.input().type(column).isNumeric()) {
                throw mismatch(name, column, "a number is needed");
            }
        }
        return columns;
    }

    /** What an argument called as a column gives, or null where there is none. */
    @Nullable
    Object ofColumn(int column) {
        return left.remove(call.input().name(column).toLowerCase(Locale.ROOT));
    }

    /** Checks that every argument was taken. */
    void checkAll() {
        for (String name : left.keySet()) {
            List<String> names = new ArrayList<>(known);
            names.addAll(call.input().names());
            throw wrong(
                    name,
                    "there is no argument " + name + NearNames.hint(name, names, "arguments") + "; write "
                            + function.usage());
        }
    }

    /** @param argument the name of the argument that is to blame */
    BarographException mismatch(String argument, int column, String needed) {
        return BarographException.ofArgument(
                ErrorCode.TYPE_MISMATCH,
                argument,
                call.input().name(column) + " is of type " + call.input().type(column) + "; " + needed);
    }

    /** The names of columns, for people. */
    static String names(List<Integer> columns, Schema input) {
        return columns.stream().map(input::name).collect(Collectors.joining(", "));
    }

    /** @param argument the name of the argument that is to blame */
    static BarographException wrong(String argument, String message) {
        return BarographException.ofArgument(ErrorCode.INVALID_ARGUMENT, argument, message);
    }
}
