package io.barograph.core.aggregate;

import io.barograph.core.aggregate.exact.Line;
import io.barograph.core.aggregate.exact.WeightedSum;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates of readings along time: weighted by how long values held, rates, counters. Each is a rational of exact sums, rounded
 * once. Readings of one time are ordered by their value.
 */
final class TimeAggregates {
    private static final long SECOND = 1_000_000_000L;

    private TimeAggregates() {}

    static List<AggregateFunction> all() {
        return List.of(
                average(
                        "time_weighted_avg",
                        true,
                        "the mean over time of straight lines from reading to reading; NULL where no time passes; steps longer than an interval given third are left out"),
                average(
                        "time_weighted_avg_prev",
                        false,
                        "as time_weighted_avg, of values that hold until the next reading"),
                integral(
                        "integral",
                        true,
                        "the area beneath straight lines from reading to reading, in values times seconds, or times an interval given third; steps longer than one given fourth are left out"),
                integral("integral_prev", false, "as integral, of values that hold until the next reading"),
                derivative(),
                counterDelta(),
                counterRate());
    }

    /** Signatures of a value and its time, then one to some constants that are intervals. */
    private static List<Signature> signatures(int intervals, Type ofDouble, Type ofLong) {
        List<Signature> signatures = new ArrayList<>();
        for (int constants = 0; constants <= intervals; constants++) {
            for (Type value : List.of(Type.DOUBLE, Type.BIGINT)) {
                List<Type> arguments = new ArrayList<>(List.of(value, Type.TIMESTAMP));
                for (int i = 0; i < constants; i++) {
                    arguments.add(Type.INTERVAL);
                }
                signatures.add(new Signature(arguments, constants, value == Type.DOUBLE ? ofDouble : ofLong));
            }
        }
        return signatures;
    }

    /** The interval at a place among the constants, above 0; or what is said for where it is left away. */
    private static long interval(String function, List<Expr.Literal> constants, int place, long usual) {
        if (place >= constants.size()) {
            return usual;
        }
        if (constants.get(place).value() instanceof Long nanos && nanos > 0) {
            return nanos;
        }
        throw new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                function + " takes intervals above zero behind the time, such as INTERVAL '1' HOUR");
    }

    private static AggregateFunction average(String name, boolean lines, String description) {
        return definition(name, signatures(1, Type.DOUBLE, Type.DOUBLE), description, (signature, constants) -> {
            long maxGap = interval(name, constants, 0, Area.ANY_GAP);
            return areas(signature, lines, maxGap, (area, readings) -> area.elapsed() == 0 ? null : area.mean());
        });
    }

    private static AggregateFunction integral(String name, boolean lines, String description) {
        return definition(name, signatures(2, Type.DOUBLE, Type.DOUBLE), description, (signature, constants) -> {
            long unit = interval(name, constants, 0, SECOND);
            long maxGap = interval(name, constants, 1, Area.ANY_GAP);
            return areas(signature, lines, maxGap, (area, readings) -> readings == 0 ? null : area.integral(unit));
        });
    }

    /** What comes of an area; NULL where null. */
    private interface OfArea {
        @Nullable
        Double value(Area area, int readings);
    }

    private static BoundAggregate areas(Signature signature, boolean lines, long maxGap, OfArea result) {
        Type value = signature.arguments().get(0);
        return new BoundAggregate(new ReadingsState.Spec(value), (state, groups, count) -> {
            ReadingsState readings = (ReadingsState) state;
            ResultColumn column = new ResultColumn(count);
            Supplier<Area> maker = () -> new Area(value == Type.DOUBLE, lines, maxGap);
            RunGroups runs = readings.runsInOrder(groups, count);
            MovingArea moving = runs == null ? null : new MovingArea(readings, runs, maker);
            for (int i = 0; i < count; i++) {
                int size = readings.size(groups[i]);
                Area area;
                if (moving != null) {
                    area = moving.of(groups[i]);
                } else {
                    area = maker.get();
                    area.addAll(readings.sorted(groups[i]), size);
                }
                set(column, i, result.value(area, size / 2));
            }
            return column.decode(new ValueCodec(Type.DOUBLE));
        });
    }

    private static void set(ResultColumn column, int position, @Nullable Double value) {
        if (value == null) {
            column.setNull(position);
        } else {
            column.values()[position] = ValueCodec.fromDouble(value);
        }
    }

    private static AggregateFunction derivative() {
        return definition(
                "derivative",
                signatures(1, Type.DOUBLE, Type.DOUBLE),
                "by how much values rise in a second, or in an interval given third, from the first reading to the last; NULL where no time passes",
                (signature, constants) -> {
                    long unit = interval("derivative", constants, 0, SECOND);
                    Type value = signature.arguments().get(0);
                    return new BoundAggregate(
                            new SpanState.Spec(value),
                            (state, groups, count) -> slopes((SpanState) state, value, unit, groups, count));
                });
    }

    private static Column slopes(SpanState state, Type value, long unit, int[] groups, int count) {
        ResultColumn column = new ResultColumn(count);
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            if (!state.hasLength(group)) {
                column.setNull(i);
                continue;
            }
            long elapsed = state.lastTime(group) - state.firstTime(group);
            long first = state.firstValue(group);
            long last = state.lastValue(group);
            set(
                    column,
                    i,
                    value == Type.DOUBLE
                            ? Line.slope(ValueCodec.toDouble(first), ValueCodec.toDouble(last), elapsed, unit)
                            : Line.slope(first, last, elapsed, unit));
        }
        return column.decode(new ValueCodec(Type.DOUBLE));
    }

    private static AggregateFunction counterDelta() {
        return definition(
                "counter_delta",
                signatures(0, Type.DOUBLE, Type.BIGINT),
                "by how much a counter rose from reading to reading; where it fell, it was set to zero before. NULL below two readings",
                (signature, constants) -> {
                    Type value = signature.result();
                    return new BoundAggregate(new ReadingsState.Spec(value), (state, groups, count) -> {
                        ReadingsState readings = (ReadingsState) state;
                        ResultColumn column = new ResultColumn(count);
                        for (int i = 0; i < count; i++) {
                            int size = readings.size(groups[i]);
                            if (size < 4) {
                                column.setNull(i);
                            } else {
                                WeightedSum rise = rise(readings.sorted(groups[i]), size, value == Type.DOUBLE);
                                column.values()[i] = value == Type.DOUBLE
                                        ? ValueCodec.fromDouble(rise.over(BigInteger.ONE))
                                        : fitting(rise.toBigInteger());
                            }
                        }
                        return column.decode(new ValueCodec(value));
                    });
                });
    }

    private static long fitting(BigInteger sum) {
        if (sum.bitLength() > 63) {
            throw new BarographException(
                    ErrorCode.BAD_DATA, sum + " does not fit BIGINT; count with cast(... as double)");
        }
        return sum.longValue();
    }

    private static AggregateFunction counterRate() {
        return definition(
                "counter_rate",
                signatures(1, Type.DOUBLE, Type.DOUBLE),
                "counter_delta in a second, or in an interval given third; NULL where no time passes",
                (signature, constants) -> {
                    long unit = interval("counter_rate", constants, 0, SECOND);
                    Type value = signature.arguments().get(0);
                    return new BoundAggregate(new ReadingsState.Spec(value), (state, groups, count) -> {
                        ReadingsState readings = (ReadingsState) state;
                        ResultColumn column = new ResultColumn(count);
                        for (int i = 0; i < count; i++) {
                            set(column, i, rate(readings, groups[i], value == Type.DOUBLE, unit));
                        }
                        return column.decode(new ValueCodec(Type.DOUBLE));
                    });
                });
    }

    private static @Nullable Double rate(ReadingsState readings, int group, boolean isDouble, long unit) {
        int size = readings.size(group);
        long[] sorted = readings.sorted(group);
        if (size < 4 || sorted[0] == sorted[size - 2]) {
            return null;
        }
        return rise(sorted, size, isDouble).over(unit, Area.unsigned(sorted[size - 2] - sorted[0]));
    }

    /** The sum of all rises: the last value less the first, and what stood before each fall. */
    private static WeightedSum rise(long[] sorted, int size, boolean isDouble) {
        WeightedSum sum = new WeightedSum();
        int last = size - 1;
        for (int i = 3; i <= last; i += 2) {
            if (sorted[i] < sorted[i - 2]) {
                add(sum, sorted[i - 2], isDouble, 1);
            }
        }
        add(sum, sorted[last], isDouble, 1);
        add(sum, sorted[1], isDouble, -1);
        return sum;
    }

    private static void add(WeightedSum sum, long value, boolean isDouble, long weight) {
        if (isDouble) {
            sum.add(ValueCodec.toDouble(value), weight);
        } else {
            sum.add(value, weight);
        }
    }

    private static AggregateFunction definition(
            String name, List<Signature> signatures, String description, AggregateDefinition.Binder binder) {
        return new AggregateDefinition(name, List.of(), signatures, description, Optional.empty(), false, binder);
    }
}
