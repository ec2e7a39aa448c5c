package io.barograph.cli.plot;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.text.NaturalOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which keys there are, and the range of their times; of many keys the first in {@link NaturalOrder}. */
final class KeyExtents implements ResultSink {
    /** What the key NULL is called. */
    static final String NULL = "NULL";

    /** How many of the keys that are left out are named. */
    private static final int NAMED = 3;

    private record Extent(long first, long last) {}

    private final int most;
    private final TreeMap<String, Extent> extents = new TreeMap<>(new NaturalOrder());
    private long keys;
    private long rows;
    private long timeless;

    /** @param most keys that are drawn */
    KeyExtents(int most) {
        this.most = most;
    }

    @Override
    public void begin(Schema schema) {}

    @Override
    public void accept(Batch batch) {
        for (int row = 0; row < batch.size(); row++) {
            Object key = batch.column(0).value(row);
            Object first = batch.column(1).value(row);
            Object last = batch.column(2).value(row);
            long all = count(batch.column(3), row);
            rows += all;
            timeless += all - count(batch.column(4), row);
            if (first != null && last != null) {
                keys++;
                extents.put(key == null ? NULL : key.toString(), new Extent((Long) first, (Long) last));
                if (extents.size() > most + NAMED) {
                    extents.pollLastEntry();
                }
            }
        }
    }

    private static long count(Column counts, int row) {
        return ((LongColumn) counts).values()[row];
    }

    @Override
    public void end() {}

    boolean isEmpty() {
        return extents.isEmpty();
    }

    long rows() {
        return rows;
    }

    /** Rows without a time. */
    long timeless() {
        return timeless;
    }

    /** The keys to draw, in order. */
    List<String> drawn() {
        return extents.keySet().stream().limit(most).toList();
    }

    /** The keys that rows are to be asked of: null for all, where every key has its line. */
    @Nullable
    List<String> wanted() {
        return leftOut() > 0 ? drawn() : null;
    }

    /** How many keys have no line. */
    long leftOut() {
        return keys - drawn().size();
    }

    /** The first of those that have no line. */
    List<String> namesLeftOut() {
        return new ArrayList<>(extents.keySet()).subList(drawn().size(), extents.size());
    }

    /** The first time of the keys that are drawn. */
    long first() {
        return drawnExtents().stream().mapToLong(Extent::first).min().orElseThrow();
    }

    /** Their last time. */
    long last() {
        return drawnExtents().stream().mapToLong(Extent::last).max().orElseThrow();
    }

    private List<Extent> drawnExtents() {
        return extents.entrySet().stream().limit(most).map(Map.Entry::getValue).toList();
    }
}
