package io.barograph.formats.text;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
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
