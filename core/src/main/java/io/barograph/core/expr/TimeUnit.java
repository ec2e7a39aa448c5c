package io.barograph.core.expr;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The units of {@code extract} and {@code date_trunc}. Days have 24 hours: all times are UTC. */
public enum TimeUnit {
    YEAR(0),
    QUARTER(0),
    MONTH(0),
    WEEK(7 * 86_400_000_000_000L),
    DAY(86_400_000_000_000L),
    HOUR(3_600_000_000_000L),
    MINUTE(60_000_000_000L),
    SECOND(1_000_000_000L),
    MILLISECOND(1_000_000L),
    MICROSECOND(1_000L),
    NANOSECOND(1L),
    /** Day of the week, Sunday 0 to Saturday 6. */
    DOW(-1),
    /** Day of the week, Monday 1 to Sunday 7. */
    ISODOW(-1),
    /** Day of the year, from 1. */
    DOY(-1),
    /** The year that the week belongs to. */
    ISOYEAR(-1),
    /** Whole seconds since 1970. */
    EPOCH(-1);

    private final long nanos;

    TimeUnit(long nanos) {
        this.nanos = nanos;
    }

    /** The unit's length, or 0 where it varies. */
    public long nanos() {
        return nanos;
    }

    /** Whether times can be rounded down to it. */
    boolean isSpan() {
        return nanos >= 0;
    }

    /**
     * The unit that a literal names: singular or plural, in any case.
     *
     * @param span whether times must be roundable to it
     * @throws BarographException INVALID_ARGUMENT where it names none, with the units that there are
     */
    public static TimeUnit of(String function, Expr.@Nullable Literal literal, boolean span) {
        Object name = literal == null ? null : literal.value();
        if (name == null) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT, function + " needs its unit as a literal, such as 'hour'");
        }
        String upper = name.toString().trim().toUpperCase(Locale.ROOT);
        for (TimeUnit unit : values()) {
            boolean named = upper.equals(unit.name()) || upper.equals(unit.name() + "S") || upper.equals(unit.alias());
            if (named && (unit.isSpan() || !span)) {
                return unit;
            }
        }
        List<String> known = Arrays.stream(values())
                .filter(unit -> unit.isSpan() || !span)
                .map(unit -> unit.name().toLowerCase(Locale.ROOT))
                .toList();
        String meant = NearNames.didYouMean(name.toString(), known);
        throw new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                "there is no unit '" + name + "'"
                        + (meant.isEmpty() ? " for " + function + "; there are " + String.join(", ", known) : meant));
    }

    private String alias() {
        return switch (this) {
            case DOW -> "DAYOFWEEK";
            case DOY -> "DAYOFYEAR";
            case DAY -> "DAYOFMONTH";
            default -> name();
        };
    }
}
