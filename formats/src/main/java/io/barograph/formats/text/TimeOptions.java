package io.barograph.formats.text;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.text.EpochUnit;
import io.barograph.core.zone.Zone;
import io.barograph.core.zone.Zones;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options that say how times are written. */
public final class TimeOptions {
    public static final String UNIT = "timestamp.unit";
    public static final String ZONE = "timestamp.zone";

    /** Of one column: {@code timestamp.unit.NAME}. */
    public static final String UNIT_OF = UNIT + ".";

    /** The unit of calendar time. */
    public static final String ISO = "iso";

    private TimeOptions() {}

    /** The units of TIMESTAMP columns that are written as counts; null for the others. */
    public static @Nullable EpochUnit[] units(Map<String, String> options, Schema schema) {
        @Nullable EpochUnit[] units = new EpochUnit[schema.size()];
        for (int c = 0; c < units.length; c++) {
            String unit = options.get(UNIT_OF + schema.name(c));
            if (schema.type(c) == Type.TIMESTAMP && unit != null) {
                units[c] = unit(unit);
            }
        }
        return units;
    }

    /** The unit of a TIMESTAMP column as the user gave it, or else as found; checked. */
    public static String chosen(Map<String, String> given, String column, String found) {
        String unit = given.getOrDefault(UNIT_OF + column, given.get(UNIT));
        String chosen = unit == null || unit.equals("auto") ? found : unit;
        unit(chosen);
        return chosen;
    }

    /**
     * As {@link #units}, where there is nothing to find a unit in: calendar time, unless an option says otherwise.
     *
     * @throws BarographException INVALID_OPTION for a unit of a column that the schema lacks, or that is no TIMESTAMP
     */
    public static @Nullable EpochUnit[] declaredUnits(Map<String, String> options, Schema schema) {
        requireColumns(UNIT_OF, options, schema);
        @Nullable EpochUnit[] units = new EpochUnit[schema.size()];
        for (int c = 0; c < units.length; c++) {
            String own = UNIT_OF + schema.name(c);
            boolean isTime = schema.type(c) == Type.TIMESTAMP;
            if (options.containsKey(own) && !isTime) {
                throw new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "option '" + own + "' is of a column that is no TIMESTAMP but " + schema.type(c));
            }
            String unit = options.getOrDefault(own, options.getOrDefault(UNIT, ISO));
            units[c] = isTime ? unit(unit) : null;
        }
        return units;
    }

    /**
     * What to add where a value is no TIMESTAMP: which option reads a whole number whose length is that of a count of today.
     *
     * @param isCalendar whether times are written by the calendar; else nothing is added
     * @return a part of a sentence, or an empty text
     */
    public static String hint(boolean isCalendar, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return "";
            }
        }
        EpochUnit unit = switch (to - from) {
            case 10 -> EpochUnit.SECONDS;
            case 13 -> EpochUnit.MILLISECONDS;
            case 16 -> EpochUnit.MICROSECONDS;
            case 19 -> EpochUnit.NANOSECONDS;
            default -> null;
        };
        return unit == null || !isCalendar
                ? ""
                : "; '" + UNIT + "' = '" + unit.symbol() + "' reads such counts since 1970";
    }

    /** Refuses units that are none; columns' names are not known yet. */
    public static void checkUnits(Map<String, String> options) {
        options.forEach((key, value) -> {
            if (key.equals(UNIT) || key.startsWith(UNIT_OF)) {
                unit(value);
            }
        });
    }

    /**
     * Refuses options of columns that are none.
     *
     * @param prefix behind which an option's name has that of a column
     * @throws BarographException INVALID_OPTION
     */
    public static void requireColumns(String prefix, Map<String, String> options, Schema schema) {
        for (String key : options.keySet()) {
            String column = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
            if (!column.isEmpty() && !schema.names().contains(column)) {
                throw new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "option '" + key + "' is of no column" + NearNames.hint(column, schema.names(), "columns"));
            }
        }
    }

    /** The unit that counts of this size are likely to be in: they are of our time. */
    public static String unitOf(long magnitude) {
        if (magnitude < 100_000_000_000L) {
            return "s";
        }
        if (magnitude < 100_000_000_000_000L) {
            return "ms";
        }
        return magnitude < 100_000_000_000_000_000L ? "us" : "ns";
    }

    /** The unit of a symbol; null for calendar time. */
    private static @Nullable EpochUnit unit(String symbol) {
        for (EpochUnit unit : EpochUnit.values()) {
            if (unit.symbol().equals(symbol)) {
                return unit;
            }
        }
        if (symbol.equals(ISO)) {
            return null;
        }
        throw invalid(UNIT, symbol, "iso, s, ms, us or ns");
    }

    /** The zone of times that name none. */
    public static Zone zone(Map<String, String> options) {
        String value = options.getOrDefault(ZONE, "UTC");
        try {
            return Zones.of(value);
        } catch (BarographException e) {
            throw invalid(ZONE, value, "a time zone such as UTC, Asia/Seoul or +09:00");
        }
    }

    /** What to say of an option's value. */
    public static BarographException invalid(String key, String value, String wanted) {
        return new BarographException(
                ErrorCode.INVALID_OPTION, "option '" + key + "' is '" + value + "', but must be " + wanted);
    }
}
