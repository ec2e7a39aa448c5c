package io.barograph.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.exact.Finish;
import io.barograph.core.aggregate.exact.PowerSumsState;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Skewness and kurtosis against their definitions, bit for bit: of rows that were split, saved, merged and taken away again. */
class PowerSumsTest {
    private static final int CASES = 200;
    private static final List<Finish> KINDS = List.of(Finish.SKEWNESS, Finish.KURTOSIS, Finish.KURTOSIS_POP);

    @ParameterizedTest
    @EnumSource(HostileDoubles.class)
    void everyShapeIsTheTrueOneRoundedOnce(HostileDoubles shape) {
        SplittableRandom random = new SplittableRandom(HostileDoubles.seed());
        for (int i = 0; i < CASES; i++) {
            double[] rows = shape.rows(random, i % 12);
            double[] others = shape.rows(random, 5);
            check(
                    ExactReference.of(rows),
                    new DoubleColumn(rows, Validity.ALL),
                    new DoubleColumn(others, Validity.ALL),
                    rows.length);
        }
    }

    @Test
    void soIsThatOfIntegers() {
        SplittableRandom random = new SplittableRandom(HostileDoubles.seed());
        for (int i = 0; i < CASES; i++) {
            long[] rows = random.longs(i % 12)
                    .map(value -> value >> random.nextInt(64))
                    .toArray();
            if (rows.length > 4) {
                rows[1] = Long.MIN_VALUE;
                rows[3] = Long.MAX_VALUE;
            }
            check(
                    ExactReference.of(rows),
                    new LongColumn(Type.BIGINT, rows, Validity.ALL),
                    new LongColumn(Type.BIGINT, new long[] {5, -3, Long.MIN_VALUE, 0, 1L << 40}, Validity.ALL),
                    rows.length);
        }
    }

    private static void check(ExactReference reference, Column rows, Column others, int size) {
        PowerSumsState state = new PowerSumsState(rows.type());
        state.resize(3);
        int[] groups = new int[Math.max(size, 5)];
        for (int i = 0; i < size; i++) {
            groups[i] = i % 2;
        }
        state.add(new Column[] {others}, new int[5], 5);
        state.add(new Column[] {rows}, groups, size);
        state.retract(new Column[] {others}, new int[5], 5);
        StateOutput saved = new StateOutput();
        state.write(0, saved);
        state.read(2, new StateInput(saved.toByteArray()));
        state.merge(state, new int[] {1}, new int[] {2}, 1);
        for (Finish kind : KINDS) {
            double[] out = new double[1];
            long[] validity = new long[1];
            state.finish(kind, new int[] {2}, 1, out, validity);
            @Nullable Double expected = ExactStatesLane.expected(reference, kind);
            assertThat(validity[0] == 0 ? null : (Double) out[0]).as("%s", kind).isEqualTo(expected);
        }
    }
}
