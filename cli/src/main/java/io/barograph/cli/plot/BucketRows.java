package io.barograph.cli.plot;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the answer to {@link ChartQuery#buckets}: per metric and key, buckets and marks in the order of their columns. */
final class BucketRows implements ResultSink {
    /** One line's part of the answer. */
    private static final class Found {
        private final TreeMap<Integer, Bucket> buckets = new TreeMap<>();
        private final TreeMap<Integer, List<Mark>> marks = new TreeMap<>();
    }

    private final int metrics;
    private final boolean timesOfExtremes;
    private final boolean isMarked;
    private final List<Map<String, Found>> found = new ArrayList<>();
    private boolean isFinite = true;
    private long values;
    private final long[] marked;

    /** The form of the answer: as {@link ChartQuery#buckets} was asked. */
    BucketRows(ChartQuery query, boolean timesOfExtremes) {
        this.metrics = query.metrics().size();
        this.timesOfExtremes = timesOfExtremes;
        this.isMarked = query.mark() != null;
        this.marked = new long[metrics];
        for (int metric = 0; metric < metrics; metric++) {
            found.add(new HashMap<>());
        }
    }

    @Override
    public void begin(Schema schema) {}

    @Override
    public void accept(Batch batch) {
        for (int row = 0; row < batch.size(); row++) {
            List<Object> cells = batch.row(row);
            String key = cells.get(0) == null ? KeyExtents.NULL : cells.get(0).toString();
            int column = ((Long) cells.get(1)).intValue();
            int at = 2;
            for (int metric = 0; metric < metrics; metric++) {
                Found line = found.get(metric).computeIfAbsent(key, unseen -> new Found());
                at = read(cells, at, column, metric, line);
            }
        }
    }

    /** Takes a metric's cells; returns the position behind them. */
    private int read(List<Object> cells, int from, int column, int metric, Found line) {
        int at = from;
        long count = (Long) cells.get(at++);
        if (count > 0) {
            values += count;
            double first = number(cells.get(at));
            double last = number(cells.get(at + 1));
            double least = number(cells.get(at + 2));
            double most = number(cells.get(at + 3));
            // NaN is greater than every number, so one of the extremes tells.
            isFinite &= Double.isFinite(least) && Double.isFinite(most);
            long firstTime = (Long) cells.get(at + 4);
            long lastTime = (Long) cells.get(at + 5);
            long leastTime = timesOfExtremes ? (Long) cells.get(at + 6) : firstTime;
            long mostTime = timesOfExtremes ? (Long) cells.get(at + 7) : lastTime;
            line.buckets.put(
                    column,
                    new Bucket(column, count, first, last, least, most, firstTime, lastTime, leastTime, mostTime));
        }
        at += timesOfExtremes ? 8 : 6;
        if (!isMarked) {
            return at;
        }
        long hits = (Long) cells.get(at);
        if (hits > 0) {
            marked[metric] += hits;
            Mark least = new Mark(column, (Long) cells.get(at + 3), number(cells.get(at + 1)));
            Mark most = new Mark(column, (Long) cells.get(at + 4), number(cells.get(at + 2)));
            line.marks.put(column, least.value() == most.value() ? List.of(least) : List.of(least, most));
        }
        return at + 5;
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    @Override
    public void end() {}

    /** Whether no value was NaN or infinite. */
    boolean isFinite() {
        return isFinite;
    }

    /** How many values the lines are made of. */
    long values() {
        return values;
    }

    /** How many of them are to be marked, of the metric with the most. */
    long marked() {
        return Arrays.stream(marked).max().orElse(0);
    }

    /** The line of a metric and key; empty where that key has no value of it. */
    Line line(int metric, String key, String label, int series, TimeGrid grid) {
        Found line = found.get(metric).getOrDefault(key, new Found());
        List<Bucket> buckets = List.copyOf(line.buckets.values());
        List<Mark> marks = line.marks.values().stream().flatMap(List::stream).toList();
        return new Line(label, series, buckets, marks, Line.gap(buckets, grid));
    }
}
