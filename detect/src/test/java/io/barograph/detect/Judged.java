package io.barograph.detect;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.zone.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row that came out of a fold over one metric. */
record Judged(
        long time,
        @Nullable Double value,
        @Nullable Double score,
        boolean anomaly,
        @Nullable Long event,
        @Nullable String reason) {
    static final Schema INPUT = Schema.of(
            new Field("device", Type.BIGINT), new Field("ts", Type.TIMESTAMP), new Field("value", Type.DOUBLE));

    static final TimeScale CLOCK = TimeScale.of(INPUT, 1, Zone.UTC);

    static DetectOperator operator(String name, Map<String, Double> settings) {
        return operator(name, settings, Zone.UTC);
    }

    static DetectOperator operator(String name, Map<String, Double> settings, Zone zone) {
        Detector detector = Detectors.named(name);
        return new DetectOperator(
                detector, Settings.of(detector, settings), Rest.STANDARD, zone.name(), 1, List.of(0), List.of(2));
    }

    static List<Judged> by(String detector, Series series) {
        return by(operator(detector, Map.of()), series);
    }

    static List<Judged> by(DetectOperator operator, Series series) {
        Fold fold = operator.newFold(INPUT, new EvaluationContext(List.of(), false));
        List<Judged> judged = new ArrayList<>();
        for (int from = 0; from < series.size(); from += Batch.CAPACITY) {
            fold.accept(batch(series, from, Math.min(series.size(), from + Batch.CAPACITY)), rows -> add(rows, judged));
        }
        fold.end(rows -> add(rows, judged));
        return judged;
    }

    static Batch batch(Series series, int from, int to) {
        int size = to - from;
        long[] times = new long[size];
        double[] values = new double[size];
        long[] present = Validity.allPresent(size);
        for (int i = 0; i < size; i++) {
            times[i] = series.time(from + i);
            Double value = series.value(from + i);
            if (value == null) {
                Validity.setNull(present, i);
            } else {
                values[i] = value;
            }
        }
        long[] devices = new long[size];
        java.util.Arrays.fill(devices, 7);
        return new Batch(
                new Column[] {
                    new LongColumn(Type.BIGINT, devices, Validity.ALL),
                    new LongColumn(Type.TIMESTAMP, times, Validity.ALL),
                    new DoubleColumn(values, Validity.of(present))
                },
                size);
    }

    static void add(Batch rows, List<Judged> judged) {
        for (int i = 0; i < rows.size(); i++) {
            List<Object> row = rows.row(i);
            judged.add(new Judged(
                    (Long) row.get(1),
                    (Double) row.get(2),
                    (Double) row.get(4),
                    (Boolean) row.get(5),
                    (Long) row.get(6),
                    (String) row.get(7)));
        }
    }

    /** The same state in a new fold. */
    static Fold moved(Fold fold, DetectOperator operator, Schema input) {
        StateOutput state = new StateOutput();
        fold.write(state);
        Fold other = operator.newFold(input, new EvaluationContext(List.of(), false));
        other.begin();
        other.read(new StateInput(state.toByteArray()));
        return other;
    }
}
