package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowProgram.Operation;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.TimeUnit;
import io.barograph.core.merge.RowProgramBuilder.Asked;
import io.barograph.core.merge.RowProgramBuilder.NotOnDevice;
import io.barograph.core.text.DateText;
import io.barograph.core.text.EpochUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes instructions of functions of times: parts, units that they lie in, counts since 1970. All times are UTC. */
final class RowTimes {
    private static final long DAY = DateText.NANOS_PER_DAY;
    private static final long MINUTE = TimeUnit.MINUTE.nanos();
    private static final int HOURS_PER_DAY = 24;
    private static final int MONTHS_PER_YEAR = 12;
    private static final int MONTHS_PER_QUARTER = 3;
    private static final int DAYS_PER_WEEK = 7;
    /** All of TIMESTAMP, and more. */
    private static final int MOST_MONTHS = 12 * 600;

    /** 1970-01-05. */
    private static final int MONDAY = 4;

    private static final Map<String, EpochUnit> EPOCHS = Map.of(
            "epoch_seconds", EpochUnit.SECONDS,
            "epoch_ms", EpochUnit.MILLISECONDS,
            "epoch_us", EpochUnit.MICROSECONDS,
            "epoch_ns", EpochUnit.NANOSECONDS,
            "to_timestamp", EpochUnit.SECONDS,
            "from_epoch_ms", EpochUnit.MILLISECONDS,
            "from_epoch_us", EpochUnit.MICROSECONDS,
            "from_epoch_ns", EpochUnit.NANOSECONDS);

    /** They have a literal in front of the time. */
    private static final Set<String> TOLD = Set.of("extract", "date_part", "date_trunc", "date_ceil", "time_bucket");

    private static final Set<String> PARTS =
            Set.of("year", "quarter", "month", "week", "day", "hour", "minute", "second");

    private final RowProgramBuilder program;

    RowTimes(RowProgramBuilder program) {
        this.program = program;
    }

    /** The argument, a time or a count of units, of a function that {@link #compile} knows; null where it is none. */
    static @Nullable Expr argument(Expr.Call call) {
        if (call.function().equals("add_months")) {
            boolean isTold = months(call) >= -MOST_MONTHS && months(call) <= MOST_MONTHS;
            return isTold && call.argument(0).type() == Type.TIMESTAMP ? call.argument(0) : null;
        } else if (call.function().equals("epoch")) {
            Type type = call.argument(0).type();
            return type == Type.TIMESTAMP || type == Type.INTERVAL ? call.argument(0) : null;
        }
        int last = call.arguments().size() - 1;
        boolean isKnown = TOLD.contains(call.function())
                ? last == 1 && call.argument(0) instanceof Expr.Literal
                : last == 0 && (PARTS.contains(call.function()) || EPOCHS.containsKey(call.function()));
        if (!isKnown) {
            return null;
        }
        Type counted =
                call.type() == Type.TIMESTAMP && EPOCHS.containsKey(call.function()) ? Type.BIGINT : Type.TIMESTAMP;
        return call.argument(last).type() == counted ? call.argument(last) : null;
    }

    /** How many {@code add_months} adds to all times; more than there are where that is not the same for all. */
    private static long months(Expr.Call call) {
        return call.argument(1) instanceof Expr.Literal literal && literal.value() instanceof Long months
                ? months
                : MOST_MONTHS + 1L;
    }

    /** @param argument register of {@link #argument} */
    int compile(Expr.Call call, int argument, Asked asked) throws NotOnDevice {
        Expr.Literal told =
                TOLD.contains(call.function()) && call.argument(0) instanceof Expr.Literal literal ? literal : null;
        return switch (call.function()) {
            case "extract", "date_part" -> part(TimeUnit.of(call.function(), told, false), argument);
            case "date_trunc" -> start(TimeUnit.of(call.function(), told, true), argument, asked);
            case "date_ceil" -> end(TimeUnit.of(call.function(), told, true), argument, asked);
            case "time_bucket" -> {
                long nanos = told != null && told.value() instanceof Long length ? length : 0;
                // The CPU takes the first time of all for no time, and a stretch may begin at it.
                if (nanos <= 0 || nanos % DAY != 0 && Long.MIN_VALUE % nanos == 0) {
                    throw RowExpressions.noInstruction(call);
                }
                yield start(nanos, argument, asked);
            }
            case "add_months" -> later((int) months(call), argument, asked);
            case "epoch" -> program.add(Operation.TO_SECONDS, argument);
            default -> {
                EpochUnit unit = EPOCHS.get(call.function());
                yield unit == null
                        ? part(TimeUnit.valueOf(call.function().toUpperCase(Locale.ROOT)), argument)
                        : call.type() == Type.TIMESTAMP
                                ? times(argument, unit.nanos(), asked)
                                : divide(argument, unit.nanos());
            }
        };
    }

    /** The time at which a day begins. */
    int midnight(int day, Asked asked) throws NotOnDevice {
        return times(day, DAY, asked);
    }

    /** The day of a time; undefined where that began before all times. */
    int day(int time, Asked asked) throws NotOnDevice {
        return divide(midnight(divide(time, DAY), asked), DAY);
    }

    /** The same day so many months later, or the last one of a month that is shorter. */
    private int later(int months, int time, Asked asked) throws NotOnDevice {
        int day = divide(time, DAY);
        int month = month(day);
        int first = program.add(Operation.FIRST_DAY_OF_MONTH, month);
        int dayOfMonth = minus(day, first);
        int newMonth = plus(month, months);
        int newFirst = program.add(Operation.FIRST_DAY_OF_MONTH, newMonth);
        int last = plus(minus(program.add(Operation.FIRST_DAY_OF_MONTH, plus(newMonth, 1)), newFirst), -1);
        int isShorter = program.add(Operation.LESS_LONGS, last, dayOfMonth, 0);
        int newDay = program.add(Operation.ADD_LONGS, newFirst, program.choose(isShorter, last, dayOfMonth), 0);
        // The first day that there is began before all times: so days are added to the time, and not to midnight.
        int days = times(minus(newDay, day), DAY, asked);
        return program.add(Operation.ADD_LONGS, time, days, 0, asked);
    }

    private int part(TimeUnit unit, int time) throws NotOnDevice {
        return switch (unit) {
            case HOUR -> remainder(divide(time, unit.nanos()), HOURS_PER_DAY);
            case MINUTE -> remainder(divide(time, unit.nanos()), MINUTE / TimeUnit.SECOND.nanos());
            case SECOND, MILLISECOND, MICROSECOND, NANOSECOND ->
                remainder(divide(time, unit.nanos()), MINUTE / unit.nanos());
            case EPOCH -> divide(time, TimeUnit.SECOND.nanos());
            default -> partOfDay(unit, divide(time, DAY));
        };
    }

    private int partOfDay(TimeUnit unit, int day) throws NotOnDevice {
        return switch (unit) {
            case YEAR -> divide(month(day), MONTHS_PER_YEAR);
            case QUARTER -> plus(divide(remainder(month(day), MONTHS_PER_YEAR), MONTHS_PER_QUARTER), 1);
            case MONTH -> plus(remainder(month(day), MONTHS_PER_YEAR), 1);
            case DAY -> plus(minus(day, program.add(Operation.FIRST_DAY_OF_MONTH, month(day))), 1);
            case DOY -> plus(dayOfYear(day), 1);
            case ISODOW -> plus(dayOfWeek(day), 1);
            case DOW -> remainder(plus(dayOfWeek(day), 1), DAYS_PER_WEEK);
            case ISOYEAR -> divide(month(thursday(day)), MONTHS_PER_YEAR);
            case WEEK -> plus(divide(dayOfYear(thursday(day)), DAYS_PER_WEEK), 1);
            default -> throw new IllegalStateException("not of a day: " + unit);
        };
    }

    /** From 0. */
    private int dayOfYear(int day) throws NotOnDevice {
        int january = floor(month(day), MONTHS_PER_YEAR);
        return minus(day, program.add(Operation.FIRST_DAY_OF_MONTH, january));
    }

    /** Monday is 0. */
    private int dayOfWeek(int day) throws NotOnDevice {
        return remainder(plus(day, -MONDAY), DAYS_PER_WEEK);
    }

    /** Of the same week. */
    private int thursday(int day) throws NotOnDevice {
        return plus(minus(day, dayOfWeek(day)), 3);
    }

    /** Months since January of the year 0. */
    private int month(int day) throws NotOnDevice {
        return program.add(Operation.MONTH_OF_DAY, day);
    }

    private static int months(TimeUnit unit) {
        return unit == TimeUnit.YEAR ? MONTHS_PER_YEAR : unit == TimeUnit.QUARTER ? MONTHS_PER_QUARTER : 1;
    }

    /** Where the unit begins that a time lies in. */
    private int start(TimeUnit unit, int time, Asked asked) throws NotOnDevice {
        if (unit.nanos() > 0) {
            return start(unit.nanos(), time, asked);
        }
        int month = floor(month(divide(time, DAY)), months(unit));
        return midnight(program.add(Operation.FIRST_DAY_OF_MONTH, month), asked);
    }

    /** Where the stretch begins that a time lies in, of those counted from 1970; weeks from Monday. */
    private int start(long nanos, int time, Asked asked) throws NotOnDevice {
        if (nanos % DAY != 0) {
            return times(divide(time, nanos), nanos, asked);
        }
        int day = divide(time, DAY);
        long days = nanos / DAY;
        int first = days % DAYS_PER_WEEK == 0 ? MONDAY : 0;
        return midnight(plus(floor(plus(day, -first), days), first), asked);
    }

    /** Where the first unit begins that does not before a time. */
    private int end(TimeUnit unit, int time, Asked asked) throws NotOnDevice {
        if (unit.nanos() > 0 && unit != TimeUnit.WEEK) {
            return times(ceiling(time, unit.nanos()), unit.nanos(), asked);
        }
        int day = ceiling(time, DAY);
        if (unit == TimeUnit.WEEK) {
            int weeks = ceiling(plus(day, -MONDAY), DAYS_PER_WEEK);
            return midnight(plus(times(weeks, DAYS_PER_WEEK, Asked.ALWAYS), MONDAY), asked);
        }
        int month = month(day);
        int isWithin = program.add(Operation.LESS_LONGS, program.add(Operation.FIRST_DAY_OF_MONTH, month), day, 0);
        int next = program.add(Operation.ADD_LONGS, month, isWithin, 0);
        int months = times(ceiling(next, months(unit)), months(unit), Asked.ALWAYS);
        return midnight(program.add(Operation.FIRST_DAY_OF_MONTH, months), asked);
    }

    private int divide(int value, long divisor) throws NotOnDevice {
        return divisor == 1 ? value : program.add(Operation.FLOOR_DIVIDE, value, value, divisor);
    }

    private int remainder(int value, long divisor) throws NotOnDevice {
        return program.add(Operation.FLOOR_REMAINDER, value, value, divisor);
    }

    /** A quotient rounded up. */
    private int ceiling(int value, long divisor) throws NotOnDevice {
        if (divisor == 1) {
            return value;
        }
        int isWhole = program.add(Operation.EQUAL_LONGS, remainder(value, divisor), program.constant(0), 0);
        int more = program.add(Operation.NOT, isWhole);
        return program.add(Operation.ADD_LONGS, divide(value, divisor), more, 0);
    }

    /** The greatest multiple that is not above, where one surely is a long. */
    private int floor(int value, long unit) throws NotOnDevice {
        return times(divide(value, unit), unit, Asked.ALWAYS);
    }

    private int times(int value, long factor, Asked asked) throws NotOnDevice {
        return factor == 1 ? value : program.add(Operation.MULTIPLY_LONGS, value, program.constant(factor), 0, asked);
    }

    private int plus(int value, long summand) throws NotOnDevice {
        return summand == 0 ? value : program.add(Operation.ADD_LONGS, value, program.constant(summand), 0);
    }

    private int minus(int value, int other) throws NotOnDevice {
        return program.add(Operation.SUBTRACT_LONGS, value, other, 0);
    }
}
