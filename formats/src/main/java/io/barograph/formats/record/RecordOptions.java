package io.barograph.formats.record;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.text.EpochUnit;
import io.barograph.formats.text.TimeOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What formats of records do with a table's options. */
public final class RecordOptions {
    private RecordOptions() {}

    /** Moves a format's own options out of a table's. */
    public static Map<String, String> take(Map<String, String> options, Predicate<String> isOwn) {
        Map<String, String> taken = new TreeMap<>();
        options.forEach((key, value) -> {
            if (isOwn.test(key)) {
                taken.put(key, value);
            }
        });
        options.keySet().removeAll(taken.keySet());
        return taken;
    }

    /**
     * Refuses an option by which records can be read but not written.
     *
     * @param differs whether it asks for another form than that in which records are written
     * @throws BarographException INVALID_OPTION
     */
    public static void refuse(String key, Map<String, String> options, boolean differs) {
        if (differs) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "messages cannot be written with '" + key + "' = '" + options.get(key)
                            + "': it says how they are read; leave the option out");
        }
    }

    /** Refuses units of times: times are written as calendar time. */
    public static void refuseUnits(Map<String, String> options, Schema schema) {
        for (EpochUnit unit : TimeOptions.declaredUnits(options, schema)) {
            if (unit != null) {
                String key = options.keySet().stream()
                        .filter(name -> name.startsWith(TimeOptions.UNIT))
                        .findFirst()
                        .orElse(TimeOptions.UNIT);
                refuse(key, options, true);
            }
        }
    }
}
