package io.barograph.cli.summarize;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.engine.ResultSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds rows of (time, key) in the order of the file: a {@link KeyClock} per key. Without a key all rows belong to one.
 */
public final class ClockProfile implements ResultSink {
    /** One key's clock. The key is null where there is none, or where it is NULL. */
    record Entry(@Nullable Object key, KeyClock clock) {}

    private final long nanosPerUnit;
    private final boolean keyed;
    private final boolean keepsAll;
    private final Map<Object, KeyClock> clocks = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final KeyClock withoutKey;
    private @Nullable Dictionary dictionary;
    private KeyClock[] byCode = new KeyClock[0];
    private long nullTimes;

    /**
     * @param nanosPerUnit what a time of 1 means: 1 for a TIMESTAMP, 1,000,000,000 for a BIGINT of seconds
     * @param keyed whether the second column is the key
     * @param keepsAll whether all times are kept, which take 8 to 16 bytes each, to find all duplicates
     */
    public ClockProfile(long nanosPerUnit, boolean keyed, boolean keepsAll) {
        this.nanosPerUnit = nanosPerUnit;
        this.keyed = keyed;
        this.keepsAll = keepsAll;
        this.withoutKey = new KeyClock(keepsAll);
    }

    @Override
    public void begin(Schema schema) {
        entries.clear();
        clocks.clear();
    }

    @Override
    public void accept(Batch batch) {
        LongColumn times = (LongColumn) batch.column(0);
        long latest = Long.MAX_VALUE / nanosPerUnit;
        for (int row = 0; row < batch.size(); row++) {
            if (times.validity().isNull(row)) {
                nullTimes++;
                continue;
            }
            long time = times.values()[row];
            KeyClock clock = keyed ? clock(batch.column(1), row) : withoutKey;
            // What no time can be is as wrong as a clock that was never set.
            clock.add(time > latest || time < 0 ? Long.MIN_VALUE : time * nanosPerUnit);
        }
    }

    @Override
    public void end() {
        if (withoutKey.rows > 0) {
            entries.add(new Entry(null, withoutKey));
        }
        entries.forEach(entry -> entry.clock().end());
    }

    private KeyClock clock(Column keys, int row) {
        if (keys.validity().isNull(row)) {
            return withoutKey;
        }
        if (keys instanceof VarcharColumn texts) {
            if (texts.dictionary() != dictionary) {
                dictionary = texts.dictionary();
                byCode = new KeyClock[dictionary.size()];
            }
            int code = texts.codes()[row];
            if (code >= byCode.length) {
                byCode = Arrays.copyOf(byCode, Math.max(texts.dictionary().size(), code + 1));
            }
            KeyClock known = byCode[code];
            if (known == null) {
                known = clock(texts.dictionary().string(code));
                byCode[code] = known;
            }
            return known;
        }
        return clock(Objects.requireNonNull(keys.value(row)));
    }

    private KeyClock clock(Object key) {
        return clocks.computeIfAbsent(key, absent -> {
            KeyClock clock = new KeyClock(keepsAll);
            entries.add(new Entry(absent, clock));
            return clock;
        });
    }

    /** The keys in the order of their first rows; then the rows without a key. */
    List<Entry> entries() {
        return entries;
    }

    /** Whether the counts of duplicates are complete. */
    boolean allDuplicatesFound() {
        return keepsAll;
    }

    /** Rows without a time. */
    long nullTimes() {
        return nullTimes;
    }

    /** All keys taken together. */
    KeyClock total() {
        KeyClock total = new KeyClock(false);
        entries.forEach(entry -> total.addAll(entry.clock()));
        return total;
    }
}
