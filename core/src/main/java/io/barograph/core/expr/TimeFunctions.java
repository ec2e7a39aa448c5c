package io.barograph.core.expr;

import static io.barograph.core.column.Type.BIGINT;
import static io.barograph.core.column.Type.DATE;
import static io.barograph.core.column.Type.DOUBLE;
import static io.barograph.core.column.Type.INTERVAL;
import static io.barograph.core.column.Type.TIMESTAMP;
import static io.barograph.core.column.Type.VARCHAR;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.text.EpochUnit;
import io.barograph.core.text.TimestampFormatReader;
import io.barograph.core.text.TimestampFormatWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Time functions. A TIMESTAMP is UTC; its parts are those of the proleptic Gregorian calendar. */
final class TimeFunctions {
    static final String RANGE = "the result is outside of TIMESTAMP's range";
    private static final String UNITS =
            "year, quarter, month, week (ISO), day, hour, minute, second, millisecond, microsecond,"
                    + " nanosecond (these three with the seconds), dow (Sunday 0), isodow (Monday 1), doy, isoyear, epoch (whole seconds)";
    private static final String SPECIFIERS =
            "%Y %y (69 is 1969, 68 is 2068) %m %d %e %j (day of the year) %H %k %I %l %M %S %f (fraction) %p (AM, PM)"
                    + " %b %h %B (Jan, January) %a %A (Mon, Monday) %z (zone) %s (seconds since 1970)"
                    + " %F (%Y-%m-%d) %T (%H:%M:%S) %R (%H:%M) %D (%m/%d/%y) %n %t %%, and %-d for %d without leading zeros";

    private TimeFunctions() {}

    static List<Function> define() {
        List<Function> functions = new ArrayList<>();
        functions.add(extract("extract"));
        functions.add(extract("date_part"));
        for (TimeUnit unit : List.of(
                TimeUnit.YEAR,
                TimeUnit.QUARTER,
                TimeUnit.MONTH,
                TimeUnit.WEEK,
                TimeUnit.DAY,
                TimeUnit.HOUR,
                TimeUnit.MINUTE,
                TimeUnit.SECOND)) {
            functions.add(part(unit));
        }
        functions.add(new FunctionBuilder(
                        "date_trunc",
                        Family.TIME,
                        "The time rounded down to a unit: year, quarter, month, week (from Monday), day, hour, minute, second, millisecond, microsecond or nanosecond; with a zone, as its clocks and calendars count.")
                .undefinedWhen(RANGE)
                .overload(Overload.of(
                        TIMESTAMP,
                        List.of(VARCHAR, TIMESTAMP),
                        site -> unitOf(site, new Truncation(TimeUnit.of("date_trunc", site.literal(0), true)))))
                .overload(Overload.of(
                        TIMESTAMP,
                        List.of(VARCHAR, TIMESTAMP, VARCHAR),
                        site -> unitOf(
                                site,
                                ZoneFunctions.truncation(
                                        TimeUnit.of("date_trunc", site.literal(0), true),
                                        ZoneFunctions.zone("date_trunc", site, 2)))))
                .example("2024-02-29 13:00:00", "hour", time("2024-02-29 13:45:06.5"))
                .example("2024-02-26 00:00:00", "week", time("2024-02-29 13:45:06.5"))
                .example("2024-02-28 15:00:00", "day", time("2024-02-29 13:45:06.5"), "Asia/Seoul")
                .build());
        functions.add(new FunctionBuilder(
                        "date_ceil",
                        Family.TIME,
                        "The time rounded up to a unit of date_trunc: the time itself where a unit starts at it.")
                .undefinedWhen(RANGE)
                .overload(Overload.of(
                        TIMESTAMP,
                        List.of(VARCHAR, TIMESTAMP),
                        site -> unitOf(site, new UpwardRounding(TimeUnit.of("date_ceil", site.literal(0), true)))))
                .example("2024-02-29 14:00:00", "hour", time("2024-02-29 13:45:06.5"))
                .example("2024-03-01 00:00:00", "month", time("2024-03-01"))
                .build());
        functions.add(new FunctionBuilder(
                        "to_timestamp",
                        Family.TIME,
                        "The time so many seconds after 1970 (DOUBLE: to the nearest nanosecond), or that a text spells; with a format as strptime.")
                .undefinedWhen(RANGE + ", or the text spells no time")
                .overload(fromEpoch(EpochUnit.SECONDS))
                .overload(Overload.of(TIMESTAMP, List.of(DOUBLE), EpochTime.FromSeconds::new))
                .overload(Overload.of(TIMESTAMP, List.of(VARCHAR), () -> new TextReading(TIMESTAMP)))
                .overload(reading("to_timestamp"))
                .example("2023-01-01 00:00:00", 1672531200)
                .example("1969-12-31 23:59:59.5", -0.5)
                .example("2009-01-31 00:10:00", "31.01.2009 00:10:00", "%d.%m.%Y %H:%M:%S")
                .build());
        functions.add(new FunctionBuilder(
                        "strptime",
                        Family.TIME,
                        "The time that a text spells in a format: " + SPECIFIERS
                                + ". Numbers may have fewer digits, names are English in any case; without a date it is 1900-01-01.")
                .undefinedWhen("the text is not wholly of the format, the calendar has no such date, or " + RANGE)
                .overload(reading("strptime"))
                .example("2009-01-31 00:10:00", "31.01.2009 00:10:00", "%d.%m.%Y %H:%M:%S")
                .example("2023-12-31 23:59:59", "12/31/2023 11:59:59 PM", "%m/%d/%Y %I:%M:%S %p")
                .example("2023-01-02 00:00:00", "2023010124", "%Y%m%d%H")
                .build());
        functions.add(new FunctionBuilder(
                        "strftime",
                        Family.TIME,
                        "The text of a time in a format: " + SPECIFIERS
                                + "; also %u (Monday 1) %w (Sunday 0) %V (ISO week) %G (its year). %f has six digits, or nine where it needs them.")
                .overload(Overload.of(
                        VARCHAR,
                        List.of(TIMESTAMP, VARCHAR),
                        site -> formatted(
                                site,
                                new TimeWriting(new TimestampFormatWriter("strftime", format("strftime", site))))))
                .example("31.01.2009 00:10", time("2009-01-31 00:10:00"), "%d.%m.%Y %H:%M")
                .example("Sat 31 Jan", time("2009-01-31"), "%a %-d %b")
                .build());
        functions.add(fromEpoch("from_epoch_ms", EpochUnit.MILLISECONDS, 1672531200123L, "2023-01-01 00:00:00.123"));
        functions.add(
                fromEpoch("from_epoch_us", EpochUnit.MICROSECONDS, 1672531200123456L, "2023-01-01 00:00:00.123456"));
        functions.add(fromEpoch("from_epoch_ns", EpochUnit.NANOSECONDS, 1L, "1970-01-01 00:00:00.000000001"));
        functions.add(toEpoch("epoch_seconds", EpochUnit.SECONDS, "-1"));
        functions.add(toEpoch("epoch_ms", EpochUnit.MILLISECONDS, "-500"));
        functions.add(toEpoch("epoch_us", EpochUnit.MICROSECONDS, "-500000"));
        functions.add(toEpoch("epoch_ns", EpochUnit.NANOSECONDS, "-500000000"));
        functions.add(new FunctionBuilder(
                        "epoch",
                        Family.TIME,
                        "Seconds since 1970, or of an interval, with their fraction, correctly rounded.")
                .overload(Overload.of(DOUBLE, List.of(TIMESTAMP), EpochTime.ToSeconds::new))
                .overload(Overload.of(DOUBLE, List.of(INTERVAL), EpochTime.ToSeconds::new))
                .example("1672531200.25", time("2023-01-01 00:00:00.25"))
                .build());
        functions.add(makeTimestamp());
        functions.add(makeDate());
        functions.add(new FunctionBuilder(
                        "add_months",
                        Family.TIME,
                        "The same day and time so many months later, or the month's last day where it is shorter.")
                .undefinedWhen(RANGE)
                .overload(Overload.of(TIMESTAMP, List.of(TIMESTAMP, BIGINT), MonthAddition::new))
                .example("2024-02-29 06:00:00", time("2024-01-31 06:00:00"), 1)
                .example("2023-02-28 00:00:00", time("2024-02-29"), -12)
                .build());
        functions.add(new FunctionBuilder("last_day", Family.TIME, "The last day of the month that a time lies in.")
                .undefinedWhen("it is beyond the last DATE")
                .overload(Overload.of(DATE, List.of(TIMESTAMP), MonthEnd::new))
                .example("2024-02-29", time("2024-02-10 13:45:00"))
                .build());
        functions.addAll(ZoneFunctions.define());
        return functions;
    }

    static Supplier<Expr> time(String text) {
        return () -> new Expr.Call("cast", List.of(FunctionBuilder.expr(text)), TIMESTAMP);
    }

    private static Function extract(String name) {
        return new FunctionBuilder(name, Family.TIME, "A part of a time. Units: " + UNITS + ".")
                .overload(Overload.of(
                        BIGINT,
                        List.of(VARCHAR, TIMESTAMP),
                        site -> unitOf(site, new Extraction(TimeUnit.of(name, site.literal(0), false)))))
                .example("13", "hour", time("2024-02-29 13:45:06.5"))
                .example("6500", "millisecond", time("2024-02-29 13:45:06.5"))
                .example("9", "week", time("2024-02-29"))
                .build();
    }

    private static Function part(TimeUnit unit) {
        String name = unit.name().toLowerCase(Locale.ROOT);
        return new FunctionBuilder(name, Family.TIME, "As extract(" + name + " FROM …).")
                .overload(Overload.of(BIGINT, List.of(TIMESTAMP), () -> new Extraction(unit)))
                .exampleOf(
                        "true",
                        FunctionBuilder.call(
                                "=",
                                FunctionBuilder.call(name, time("2024-02-29 13:45:06.5")),
                                FunctionBuilder.call("extract", name, time("2024-02-29 13:45:06.5"))))
                .build();
    }

    /** A node for a kernel that knows the unit already: only the time is its argument. */
    static Node unitOf(CallSite site, Kernel kernel) {
        return site.withArguments(List.of(site.arguments().get(1))).call(kernel);
    }

    private static Overload reading(String function) {
        return Overload.of(
                TIMESTAMP,
                List.of(VARCHAR, VARCHAR),
                site -> formatted(site, new TimeReading(new TimestampFormatReader(function, format(function, site)))));
    }

    /** A node for a kernel that knows the format already: only the first argument is its own. */
    static Node formatted(CallSite site, Kernel kernel) {
        return site.withArguments(List.of(site.arguments().get(0))).call(kernel);
    }

    private static String format(String function, CallSite site) {
        Expr.Literal literal = site.literal(1);
        Object format = literal == null ? null : literal.value();
        if (format == null) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    function + " needs its format as a literal, such as '%d.%m.%Y %H:%M:%S'");
        }
        return format.toString();
    }

    private static Function fromEpoch(String name, EpochUnit unit, long example, String value) {
        return new FunctionBuilder(name, Family.TIME, "The time so many " + words(unit) + " after 1970.")
                .undefinedWhen(unit == EpochUnit.NANOSECONDS ? "" : RANGE)
                .overload(fromEpoch(unit))
                .example(value, example)
                .build();
    }

    private static Overload fromEpoch(EpochUnit unit) {
        return Overload.of(TIMESTAMP, List.of(BIGINT), () -> new EpochTime.FromUnits(unit));
    }

    private static Function toEpoch(String name, EpochUnit unit, String value) {
        return new FunctionBuilder(name, Family.TIME, "Whole " + words(unit) + " since 1970, rounded down.")
                .overload(Overload.of(BIGINT, List.of(TIMESTAMP), () -> new EpochTime.ToUnits(unit)))
                .example(value, time("1969-12-31 23:59:59.5"))
                .build();
    }

    private static String words(EpochUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    private static Function makeDate() {
        return new FunctionBuilder("make_date", Family.TIME, "The day of year, month and day.")
                .undefinedWhen("the calendar has no such date, or " + RANGE)
                .overload(Overload.of(
                        DATE,
                        List.of(BIGINT, BIGINT, BIGINT),
                        site -> site.rewritten(new Expr.Call(
                                "cast",
                                List.of(new Expr.Call(
                                        "make_timestamp", site.call().arguments(), TIMESTAMP)),
                                DATE))))
                .example("2024-02-29", 2024, 2, 29)
                .example("NULL", 2023, 2, 29)
                .build();
    }

    private static Function makeTimestamp() {
        FunctionBuilder builder = new FunctionBuilder(
                        "make_timestamp",
                        Family.TIME,
                        "The time of year, month, day, and perhaps hour, minute and second.")
                .undefinedWhen("the calendar has no such date, the day no such time, or " + RANGE);
        for (int parts = 3; parts <= 6; parts++) {
            builder.overload(Overload.of(TIMESTAMP, Collections.nCopies(parts, BIGINT), TimestampAssembly::new));
        }
        List<Type> fraction = new ArrayList<>(Collections.nCopies(5, BIGINT));
        fraction.add(DOUBLE);
        return builder.overload(Overload.of(TIMESTAMP, fraction, TimestampAssembly::new))
                .example("2013-03-01 23:00:00", 2013, 3, 1, 23)
                .example("2013-03-01 23:59:00.5", 2013, 3, 1, 23, 59, 0.5)
                .example("NULL", 2013, 2, 29)
                .build();
    }
}
