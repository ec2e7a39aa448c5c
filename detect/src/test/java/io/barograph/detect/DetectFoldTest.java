package io.barograph.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.error.BarographException;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every detector: neither batches nor a restart nor the key before change an answer, and nothing makes it throw. */
class DetectFoldTest {
    static List<Detector> detectors() {
        return Detectors.all();
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void cutsAndRestartsChangeNothing(Detector detector) {
        long seed = Long.getLong("barograph.seed", 17);
        Random random = new Random(seed);
        Series series = wild(random, 6000);
        DetectOperator operator = Judged.operator(detector.name(), Map.of());
        List<Judged> whole = Judged.by(operator, series);
        Fold fold = operator.newFold(Judged.INPUT, new EvaluationContext(List.of(), false));
        List<Judged> pieces = new ArrayList<>();
        for (int from = 0; from < series.size(); ) {
            int to = Math.min(series.size(), from + 1 + random.nextInt(random.nextBoolean() ? 3 : 700));
            fold.accept(Judged.batch(series, from, to), rows -> Judged.add(rows, pieces));
            if (random.nextBoolean()) {
                fold = Judged.moved(fold, operator, Judged.INPUT);
            }
            if (to < series.size() && random.nextBoolean()) {
                fold.advance(series.time(to), rows -> Judged.add(rows, pieces));
            }
            from = to;
        }
        assertThat(pieces).as("-Dbarograph.seed=" + seed).isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void aWrittenStateIsCanonical(Detector detector) {
        DetectOperator operator = Judged.operator(detector.name(), Map.of());
        Fold fold = operator.newFold(Judged.INPUT, new EvaluationContext(List.of(), false));
        fold.accept(Judged.batch(wild(new Random(3), 2000), 0, 2000), rows -> {});
        assertThat(bytes(Judged.moved(fold, operator, Judged.INPUT))).isEqualTo(bytes(fold));
        assertThat(fold.memoryBytes()).isBetween(100L, 20_000L);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void theKeyBeforeIsForgotten(Detector detector) {
        Series series = wild(new Random(5), 1500);
        DetectOperator operator = Judged.operator(detector.name(), Map.of());
        Fold fold = operator.newFold(Judged.INPUT, new EvaluationContext(List.of(), false));
        fold.accept(Judged.batch(wild(new Random(6), 2000), 0, 2000), rows -> {});
        fold.end(rows -> {});
        fold.begin();
        List<Judged> second = new ArrayList<>();
        fold.accept(Judged.batch(series, 0, 1500), rows -> Judged.add(rows, second));
        assertThat(second).isEqualTo(Judged.by(operator, series));
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void nothingMakesItThrow(Detector detector) {
        double[] values = {
            0,
            -0.0,
            1,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_VALUE,
            1e-300,
            655.35
        };
        Random random = new Random(7);
        Series series = new Series().add(Long.MIN_VALUE + 1, 3.0).add(Long.MIN_VALUE + 1, null);
        long time = Series.START;
        for (int i = 0; i < 6000; i++) {
            boolean calm = i / 1000 % 2 == 1;
            series.add(time, random.nextInt(9) == 0 ? null : calm ? 5.0 : values[random.nextInt(values.length)]);
            time += random.nextInt(3) * Series.SECOND + (i % 997 == 0 ? 400L * 86_400 * Series.SECOND : 0);
        }
        series.add(Long.MAX_VALUE, 4.0);
        for (Judged row : Judged.by(detector.name(), series)) {
            if (row.score() != null) {
                assertThat(row.score()).isBetween(0.0, 1.0);
            }
            assertThat(row.anomaly()).isEqualTo(row.score() != null && row.score() >= Track.ALARM);
            assertThat(row.reason() != null).isEqualTo(row.anomaly());
            assertThat(row.event() != null).isEqualTo(row.anomaly());
        }
    }

    @Test
    void whatIsNoNumberIsAnAnomalyAndNullIsNone() {
        Series series = Series.noise(8, 300)
                .set(200, Double.NaN)
                .set(201, Double.NEGATIVE_INFINITY)
                .set(202, null);
        List<Judged> judged = Judged.by("z_score", series);
        assertThat(judged.get(200).reason()).isEqualTo("NaN is no measurement");
        assertThat(judged.get(201).reason()).isEqualTo("-Infinity is no measurement");
        assertThat(judged.get(202).score()).isNull();
        assertThat(judged.get(202).anomaly()).isFalse();
        assertThat(judged.get(203).anomaly()).isFalse();
    }

    @Test
    void silenceIsFoundWhenItsTimePassesAndOnce() {
        DetectOperator operator = Judged.operator("ensemble", Map.of());
        Fold fold = operator.newFold(Judged.INPUT, new EvaluationContext(List.of(), false));
        Series series = Series.noise(9, 1000);
        fold.accept(Judged.batch(series, 0, 1000), rows -> {});
        long last = series.time(999);
        List<Judged> judged = new ArrayList<>();
        fold.advance(last + 200 * Series.SECOND, rows -> Judged.add(rows, judged));
        assertThat(judged).isEmpty();
        fold = Judged.moved(fold, operator, Judged.INPUT);
        fold.advance(last + 201 * Series.SECOND, rows -> {
            assertThat(rows.row(0).get(0)).isEqualTo(7L);
            Judged.add(rows, judged);
        });
        fold.advance(last + 999 * Series.SECOND, rows -> Judged.add(rows, judged));
        assertThat(judged).hasSize(1);
        assertThat(judged.get(0).time()).isEqualTo(last + 200 * Series.SECOND);
        assertThat(judged.get(0).reason()).startsWith("silent since 2024-01-01 02:46:30");
    }

    @Test
    void everyMetricOfARowIsJudged() {
        Schema schema = Schema.of(
                new Field("ts", Type.TIMESTAMP),
                new Field("node", Type.VARCHAR),
                new Field("temperature", Type.DOUBLE),
                new Field("humidity", Type.DOUBLE),
                new Field("sent", Type.TIMESTAMP));
        DetectOperator operator = DetectOperator.standard(0, List.of(1), List.of(2, 3, 4));
        assertThat(operator.schema(schema).names()).endsWith("sent", "metric", "score", "anomaly", "event", "reason");
        Dictionary names = new Dictionary();
        Batch rows = new Batch(
                new Column[] {
                    new LongColumn(Type.TIMESTAMP, new long[] {Series.START, Series.START}, Validity.ALL),
                    new VarcharColumn(new int[] {names.intern("a"), 0}, names, Validity.ALL),
                    new DoubleColumn(new double[] {20, 21}, Validity.ALL),
                    new DoubleColumn(new double[] {655.35, 50}, Validity.ALL),
                    new LongColumn(Type.TIMESTAMP, new long[] {0, Series.START}, Validity.ALL)
                },
                2);
        List<List<Object>> judged = new ArrayList<>();
        operator.newFold(schema, new EvaluationContext(List.of(), false)).accept(rows, batch -> {
            for (int i = 0; i < batch.size(); i++) {
                judged.add(batch.row(i));
            }
        });
        assertThat(judged)
                .extracting(row -> row.get(5))
                .containsExactly("temperature", "humidity", "sent", "temperature", "humidity", "sent");
        assertThat(judged.get(1).get(9)).isEqualTo("655.35 is above 100, the most that it can be");
        assertThat(judged.get(2).get(9))
                .isEqualTo("the clock stands at 1970-01-01 00:00:00, before it can have been set");
        assertThat(judged.get(1).get(1)).isEqualTo("a");
    }

    @Test
    void equalOperatorsAreEqual() {
        DetectOperator operator = Judged.operator("stuck", Map.of("rows", 5.0));
        assertThat(operator).isEqualTo(Judged.operator("stuck", Map.of("rows", 5.0)));
        assertThat(operator).isNotEqualTo(Judged.operator("stuck", Map.of()));
        assertThat(operator.text())
                .isEqualTo("DETECT(stuck, factor=5.0, rows=5.0, rest=0.025/500, time=$1, keys=[$0], metrics=[$2])");
    }

    @Test
    void damagedStatesAreRefused() {
        DetectOperator operator = Judged.operator("ensemble", Map.of());
        byte[] torn = {9};
        assertThatThrownBy(() -> operator.newFold(Judged.INPUT, new EvaluationContext(List.of(), false))
                        .read(new StateInput(torn)))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("layout version 9");
        assertThatThrownBy(() -> operator.newFold(Judged.INPUT, new EvaluationContext(List.of(), false))
                        .read(new StateInput(new byte[] {3, 4})))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("damaged");
    }

    private static byte[] bytes(Fold fold) {
        StateOutput output = new StateOutput();
        fold.write(output);
        return output.toByteArray();
    }

    /** Noise, steps, repeats, NULLs, spikes, ties and gaps. */
    private static Series wild(Random random, int rows) {
        Series series = new Series();
        long time = Series.START;
        double level = 20;
        for (int i = 0; i < rows; i++) {
            level += random.nextInt(500) == 0 ? random.nextInt(20) - 10 : 0;
            double value = i % 1500 > 1300 ? level : level + random.nextGaussian();
            boolean spike = random.nextInt(300) == 0;
            series.add(time, random.nextInt(50) == 0 ? null : Double.valueOf(spike ? value * 30 : value));
            time += (random.nextInt(3) + (random.nextInt(1000) == 0 ? 100_000 : 0)) * 60 * Series.SECOND;
        }
        return series;
    }
}
