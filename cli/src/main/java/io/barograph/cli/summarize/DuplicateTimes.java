package io.barograph.cli.summarize;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many rows of each key have a time that an earlier row of the key has: all of them, found by grouping. */
public final class DuplicateTimes implements ResultSink {
    private final boolean keyed;
    private final Map<@Nullable Object, Long> counts = new HashMap<>();

    /** @param keyed whether rows are told apart by a key */
    public DuplicateTimes(boolean keyed) {
        this.keyed = keyed;
    }

    /**
     * The query over a table of this name, its columns already quoted. Clocks that were never set are left out, as
     * {@link KeyClock} does.
     *
     * @param key the key's column, or null where there is none
     * @param nanosPerUnit what a time of 1 means; 1 for a TIMESTAMP
     * @param timestamp whether the time is a TIMESTAMP, else a BIGINT
     */
    public static String sql(
            String tableName, String time, @Nullable String key, long nanosPerUnit, boolean timestamp) {
        String year2000 =
                timestamp ? "TIMESTAMP '2000-01-01 00:00:00'" : Long.toString(KeyClock.YEAR_2000 / nanosPerUnit);
        String each = key == null ? "" : key + ", ";
        return "SELECT " + each + "sum(n) - count(*) FROM (SELECT " + each + "count(*) AS n FROM " + tableName
                + " WHERE "
                + time + " >= " + year2000 + " GROUP BY " + each + time + " HAVING count(*) > 1)"
                + (key == null ? "" : " GROUP BY " + key);
    }

    @Override
    public void begin(Schema schema) {}

    @Override
    public void accept(Batch batch) {
        for (int row = 0; row < batch.size(); row++) {
            Object count = batch.column(keyed ? 1 : 0).value(row);
            counts.put(keyed ? batch.column(0).value(row) : null, count instanceof Long number ? number : 0L);
        }
    }

    @Override
    public void end() {}

    long of(@Nullable Object key) {
        return counts.getOrDefault(key, 0L);
    }
}
