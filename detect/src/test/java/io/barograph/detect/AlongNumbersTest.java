package io.barograph.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows that a BIGINT orders, whose unit nobody knows. */
class AlongNumbersTest {
    private static final Schema INPUT = Schema.of(
            new Field("device", Type.BIGINT), new Field("message", Type.BIGINT), new Field("value", Type.DOUBLE));
    private static final int ROWS = 500;

    private final long[] numbers = new long[ROWS];
    private final double[] values = new double[ROWS];

    AlongNumbersTest() {
        Random random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            numbers[i] = 60L * i;
            values[i] = 20 + random.nextGaussian();
        }
    }

    @Test
    void aStepIsToldInTheColumnsOwnNumbers() {
        values[400] = 200;
        Judged step = judge("rate_of_change").stream()
                .filter(Judged::anomaly)
                .findFirst()
                .orElseThrow();
        assertThat(step.time()).isEqualTo(24_000);
        assertThat(step.reason()).contains(" in 60 of message; the 99.9th percentile is ");
    }

    @Test
    void silenceIsFoundInTheColumnsOwnNumbers() {
        for (int i = 400; i < ROWS; i++) {
            numbers[i] += 60_000;
        }
        for (String detector : List.of("gone_quiet", "ensemble")) {
            List<Judged> silent = judge(detector).stream()
                    .filter(row -> row.reason() != null && row.reason().startsWith("silent"))
                    .toList();
            assertThat(silent)
                    .extracting(Judged::reason)
                    .containsExactly(
                            "silent since message 23940, 20 rows missing; the usual interval is 60 of message",
                            "silent since message 23940, 1,000 rows missing; the usual interval is 60 of message");
            assertThat(silent.get(0).time()).isEqualTo(23_940 + 20 * 60);
        }
    }

    @Test
    void anotherKeysNumbersTellNothing() {
        Fold fold = fold("gone_quiet");
        fold.accept(batch(Validity.ALL), rows -> {});
        assertThat(fold.deadline()).isEqualTo(Long.MAX_VALUE);
        List<Judged> judged = new ArrayList<>();
        fold.advance(1_000_000_000, rows -> Judged.add(rows, judged));
        assertThat(judged).isEmpty();
    }

    @Test
    void aRowWithoutANumberIsNotJudged() {
        long[] present = Validity.allPresent(ROWS);
        Validity.setNull(present, ROWS - 1);
        values[ROWS - 1] = 1e9;
        List<Object> scores = new ArrayList<>();
        fold("ensemble").accept(batch(Validity.of(present)), rows -> {
            for (int i = 0; i < rows.size(); i++) {
                scores.add(rows.row(i).get(4));
            }
        });
        assertThat(scores.get(ROWS - 2)).isNotNull();
        assertThat(scores.get(ROWS - 1)).isNull();
    }

    @Test
    void theHourOfANumberIsNotAsked() {
        assertThatThrownBy(() -> Judged.operator("seasonal", Map.of()).schema(INPUT))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TYPE_MISMATCH))
                .hasMessage(
                        "message is of type BIGINT; seasonal needs the hours of a TIMESTAMP; no column is one: make it in"
                                + " a sub-query, as in TABLE (SELECT *, to_timestamp(seconds) AS time FROM …)");
    }

    private List<Judged> judge(String detector) {
        List<Judged> judged = new ArrayList<>();
        fold(detector).accept(batch(Validity.ALL), rows -> Judged.add(rows, judged));
        return judged;
    }

    private static Fold fold(String detector) {
        DetectOperator operator = Judged.operator(detector, Map.of());
        operator.schema(INPUT);
        return operator.newFold(INPUT, new EvaluationContext(List.of(), false));
    }

    private Batch batch(Validity present) {
        return new Batch(
                new Column[] {
                    new LongColumn(Type.BIGINT, new long[ROWS], Validity.ALL),
                    new LongColumn(Type.BIGINT, numbers, present),
                    new DoubleColumn(values, Validity.ALL)
                },
                ROWS);
    }
}
