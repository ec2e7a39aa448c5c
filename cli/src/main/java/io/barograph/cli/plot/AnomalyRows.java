package io.barograph.cli.plot;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Reads the answer to {@link AnomalyQuery#sql}; of many events those with the highest scores. */
final class AnomalyRows implements ResultSink {
    /** Events that are kept: a picture of more shows nothing. */
    static final int MOST = 1_000;

    private static final Comparator<Anomaly> BY_TIME = Comparator.comparingLong(Anomaly::start)
            .thenComparingLong(Anomaly::end)
            .thenComparingInt(Anomaly::panel)
            .thenComparingInt(Anomaly::series);
    /** The most certain first, of equals the longest. */
    private static final Comparator<Anomaly> BY_WEIGHT = Comparator.comparingDouble(Anomaly::score)
            .thenComparingLong(Anomaly::rows)
            .reversed()
            .thenComparing(BY_TIME);

    private final List<String> keys;
    private final AnomalyQuery query;
    private final PriorityQueue<Anomaly> heaviest = new PriorityQueue<>(BY_WEIGHT.reversed());
    private long found;

    /** @param keys of the lines, in order: a line's series is its key's place */
    AnomalyRows(AnomalyQuery query, List<String> keys) {
        this.keys = keys;
        this.query = query;
    }

    @Override
    public void begin(Schema schema) {}

    @Override
    public void accept(Batch batch) {
        for (int row = 0; row < batch.size(); row++) {
            List<Object> cells = batch.row(row);
            String key = cells.get(0) == null ? KeyExtents.NULL : cells.get(0).toString();
            Object value = cells.get(8);
            found++;
            heaviest.add(new Anomaly(
                    0,
                    query.panel((String) cells.get(1)),
                    keys.indexOf(key),
                    ChartLoader.shown(key),
                    (Long) cells.get(2),
                    (Long) cells.get(3),
                    (Long) cells.get(7),
                    value == null ? Double.NaN : (Double) value,
                    (Long) cells.get(4),
                    (Double) cells.get(5),
                    (String) cells.get(6)));
            if (heaviest.size() > MOST) {
                heaviest.remove();
            }
        }
    }

    @Override
    public void end() {}

    /** How many events there are, also those that are not kept. */
    long found() {
        return found;
    }

    /**
     * The events in the order of time.
     *
     * @param numbered how many have a number, at most: those with the highest scores
     */
    List<Anomaly> anomalies(int numbered) {
        List<Anomaly> all = new ArrayList<>(heaviest);
        all.sort(BY_WEIGHT);
        List<Anomaly> named = all.subList(0, Math.min(numbered, all.size()));
        named.sort(BY_TIME);
        for (int i = 0; i < named.size(); i++) {
            named.set(i, named.get(i).numbered(i + 1));
        }
        all.sort(BY_TIME);
        return all;
    }
}
