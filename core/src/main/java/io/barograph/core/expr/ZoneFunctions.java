package io.barograph.core.expr;

import static io.barograph.core.column.Type.INTERVAL;
import static io.barograph.core.column.Type.TIMESTAMP;
import static io.barograph.core.column.Type.VARCHAR;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.window.Grid;
import io.barograph.core.window.Length;
import io.barograph.core.zone.Zone;
import io.barograph.core.zone.Zones;
import java.util.List;

/** Functions of times and zones. A zone is a literal: {@code 'Asia/Seoul'} or {@code '+09:00'}. */
final class ZoneFunctions {
    private static final long DAY = 86_400_000_000_000L;

    private ZoneFunctions() {}

    static List<Function> define() {
        return List.of(
                new FunctionBuilder(
                                "from_utc_timestamp",
                                Family.TIME,
                                "What the clocks of a zone show at a time, as a TIMESTAMP: for reports, and for extract.")
                        .undefinedWhen(TimeFunctions.RANGE)
                        .overload(Overload.of(
                                TIMESTAMP,
                                List.of(TIMESTAMP, VARCHAR),
                                site -> TimeFunctions.formatted(
                                        site, new ZoneKernels.ToLocal(zone("from_utc_timestamp", site, 1)))))
                        .example("2024-03-01 08:30:00", TimeFunctions.time("2024-02-29 23:30:00"), "Asia/Seoul")
                        .example("2024-03-31 03:00:00", TimeFunctions.time("2024-03-31 01:00:00"), "Europe/Berlin")
                        .build(),
                new FunctionBuilder(
                                "to_utc_timestamp",
                                Family.TIME,
                                "The time at which the clocks of a zone show this: of one that they show twice the first; one that they skip is as long after the skip.")
                        .undefinedWhen(TimeFunctions.RANGE)
                        .overload(Overload.of(
                                TIMESTAMP,
                                List.of(TIMESTAMP, VARCHAR),
                                site -> TimeFunctions.formatted(
                                        site, new ZoneKernels.ToInstant(zone("to_utc_timestamp", site, 1)))))
                        .example("2024-02-29 23:30:00", TimeFunctions.time("2024-03-01 08:30:00"), "Asia/Seoul")
                        .example("2024-03-31 01:30:00", TimeFunctions.time("2024-03-31 02:30:00"), "Europe/Berlin")
                        .build(),
                new FunctionBuilder(
                                "time_bucket",
                                Family.TIME,
                                "The start of the stretch of this length that a time lies in, counted from 1970, weeks from Monday. In a zone, whole days are those of its calendar. For months and years there is date_trunc.")
                        .undefinedWhen(TimeFunctions.RANGE)
                        .overload(Overload.of(
                                TIMESTAMP,
                                List.of(INTERVAL, TIMESTAMP),
                                site -> TimeFunctions.unitOf(site, new ZoneKernels.CellStart(grid(site, Zone.UTC)))))
                        .overload(Overload.of(
                                TIMESTAMP,
                                List.of(INTERVAL, TIMESTAMP, VARCHAR),
                                site -> TimeFunctions.unitOf(
                                        site, new ZoneKernels.CellStart(grid(site, zone("time_bucket", site, 2))))))
                        .example(
                                "2024-02-29 13:45:00",
                                new Expr.Literal(INTERVAL, 900_000_000_000L),
                                TimeFunctions.time("2024-02-29 13:59:59"))
                        .example(
                                "2024-02-25 15:00:00",
                                new Expr.Literal(INTERVAL, 7 * DAY),
                                TimeFunctions.time("2024-02-29 13:59:59"),
                                "Asia/Seoul")
                        .build());
    }

    /** The rounding down to a unit as a zone's clocks show it. */
    static Kernel truncation(TimeUnit unit, Zone zone) {
        return switch (unit) {
            case YEAR -> calendar(Length.ofMonths(12), zone);
            case QUARTER -> calendar(Length.ofMonths(3), zone);
            case MONTH -> calendar(Length.ofMonths(1), zone);
            case WEEK -> calendar(Length.ofDays(7), zone);
            case DAY -> calendar(Length.ofDays(1), zone);
            default -> new ZoneKernels.LocalStart(zone, unit.nanos());
        };
    }

    private static Kernel calendar(Length length, Zone zone) {
        return new ZoneKernels.CellStart(Grid.Calendar.of(length, zone.name()));
    }

    private static Grid grid(CallSite site, Zone zone) {
        Expr.Literal literal = site.literal(0);
        if (literal == null || !(literal.value() instanceof Long nanos) || nanos <= 0) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "time_bucket needs a length above zero as a literal, such as INTERVAL '15' MINUTE");
        }
        if (nanos % DAY == 0) {
            return Grid.Calendar.of(Length.ofDays((int) (nanos / DAY)), zone.name());
        }
        if (zone != Zone.UTC) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "stretches that are not whole days are elapsed time, the same in every zone; leave the zone away, or take"
                            + " whole days such as INTERVAL '1' DAY");
        }
        return new Grid.Elapsed(nanos, 0);
    }

    /** The zone that an argument names. */
    static Zone zone(String function, CallSite site, int argument) {
        Expr.Literal literal = site.literal(argument);
        Object name = literal == null ? null : literal.value();
        if (name == null) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT, function + " needs its zone as a literal, such as 'Asia/Seoul'");
        }
        return Zones.of(name.toString());
    }
}
