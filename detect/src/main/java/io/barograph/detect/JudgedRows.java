package io.barograph.detect;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.util.Arrays;
import java.util.function.Consumer;

/** Puts the rows of a batch and what was found of them together, and hands them on as batches. */
final class JudgedRows {
    /** Reasons that a dictionary holds before a new one is begun. */
    private static final int MOST_REASONS = 10_000;

    /** A multiple of the bits in a word. */
    private static final int LEAST_ROOM = 64;

    private final BatchCompactor compactor;
    private final int[] metricCodes;
    private final Dictionary metricNames = new Dictionary();
    private int[] positions = new int[LEAST_ROOM];
    private int[] metrics = new int[LEAST_ROOM];
    private double[] scores = new double[LEAST_ROOM];
    private boolean[] anomalies = new boolean[LEAST_ROOM];
    private long[] events = new long[LEAST_ROOM];
    private int[] reasons = new int[LEAST_ROOM];
    private long[] scored = new long[Validity.wordCount(LEAST_ROOM)];
    private long[] found = new long[Validity.wordCount(LEAST_ROOM)];
    private Dictionary reasonTexts = new Dictionary();
    private int count;
    private Batch source = new Batch(new Column[0], 0);
    private Consumer<Batch> output = batch -> {};

    JudgedRows(Schema input, int[] metrics) {
        compactor = BatchCompactor.of(input);
        metricCodes = new int[metrics.length];
        for (int i = 0; i < metrics.length; i++) {
            metricCodes[i] = metricNames.intern(input.name(metrics[i]));
        }
    }

    /** What is added from now on are rows of this batch; nothing waits to be flushed. */
    void over(Batch batch, Consumer<Batch> consumer) {
        source = batch;
        output = consumer;
    }

    /** A row that is no anomaly. */
    void add(int row, int metric, double score) {
        int at = place(row, metric);
        scores[at] = score;
        Validity.setPresent(scored, at);
    }

    /** A row whose metric is NULL. */
    void addNull(int row, int metric) {
        place(row, metric);
    }

    void addAnomaly(int row, int metric, double score, long event, String reason) {
        int at = place(row, metric);
        scores[at] = score;
        anomalies[at] = true;
        events[at] = event;
        reasons[at] = reasonTexts.intern(reason);
        Validity.setPresent(scored, at);
        Validity.setPresent(found, at);
    }

    private int place(int row, int metric) {
        if (count == Batch.CAPACITY) {
            flush();
        } else if (count == positions.length) {
            grow(2 * count);
        }
        positions[count] = row;
        metrics[count] = metricCodes[metric];
        return count++;
    }

    /** Of many keys with few rows each nobody keeps room for more. */
    private void grow(int room) {
        positions = Arrays.copyOf(positions, room);
        metrics = Arrays.copyOf(metrics, room);
        scores = Arrays.copyOf(scores, room);
        anomalies = Arrays.copyOf(anomalies, room);
        events = Arrays.copyOf(events, room);
        reasons = Arrays.copyOf(reasons, room);
        scored = Arrays.copyOf(scored, Validity.wordCount(room));
        found = Arrays.copyOf(found, Validity.wordCount(room));
    }

    /** Hands on what was added. */
    void flush() {
        if (count == 0) {
            return;
        }
        Column[] from = compactor.compact(source, positions, count).columns();
        Column[] columns = Arrays.copyOf(from, from.length + DetectOperator.RESULTS.size());
        int at = from.length;
        columns[at] = new VarcharColumn(metrics, metricNames, Validity.ALL);
        columns[at + 1] = new DoubleColumn(scores, Validity.of(scored));
        columns[at + 2] = new BooleanColumn(anomalies, Validity.ALL);
        columns[at + 3] = new LongColumn(Type.BIGINT, events, Validity.of(found));
        columns[at + 4] = new VarcharColumn(reasons, reasonTexts, Validity.of(found));
        output.accept(new Batch(columns, count));
        Arrays.fill(scored, 0);
        Arrays.fill(found, 0);
        Arrays.fill(anomalies, 0, count, false);
        Arrays.fill(reasons, 0, count, 0);
        count = 0;
        if (reasonTexts.size() > MOST_REASONS) {
            reasonTexts = new Dictionary();
        }
    }
}
