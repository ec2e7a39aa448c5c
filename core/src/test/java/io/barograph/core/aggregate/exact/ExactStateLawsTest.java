package io.barograph.core.aggregate.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The group laws of the exact states, on bytes. Values are checked against the oracle elsewhere. */
class ExactStateLawsTest {
    private static final int[] ZERO = {0};

    /** How many powers of ten rows are apart: close, some apart, all over the range. */
    @ParameterizedTest
    @ValueSource(ints = {1, 12, 300})
    void equalRowsGiveEqualBytesByAnyPath(int decades) {
        for (Supplier<ExactState> maker : makers()) {
            SplittableRandom random = new SplittableRandom(decades);
            for (int round = 0; round < 200; round++) {
                double[] rows = rows(random, 1 + random.nextInt(60), decades);
                ExactState whole = filled(maker, rows);

                double[] shuffled = rows.clone();
                for (int i = shuffled.length - 1; i > 0; i--) {
                    int j = random.nextInt(i + 1);
                    double kept = shuffled[i];
                    shuffled[i] = shuffled[j];
                    shuffled[j] = kept;
                }
                int cut = random.nextInt(rows.length + 1);
                ExactState left = filled(maker, Arrays.copyOfRange(shuffled, 0, cut));
                left.merge(filled(maker, Arrays.copyOfRange(shuffled, cut, rows.length)), ZERO, ZERO, 1);
                ExactState restored = maker.get();
                restored.resize(1);
                restored.read(0, new StateInput(bytes(left)));

                assertThat(bytes(left)).as("merged, round %d", round).isEqualTo(bytes(whole));
                assertThat(bytes(restored)).as("restored, round %d", round).isEqualTo(bytes(whole));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 300})
    void retractedRowsLeaveNoTrace(int decades) {
        for (Supplier<ExactState> maker : makers()) {
            SplittableRandom random = new SplittableRandom(decades);
            for (int round = 0; round < 200; round++) {
                double[] kept = rows(random, random.nextInt(20), decades);
                double[] taken = rows(random, random.nextInt(20), decades);
                ExactState state = filled(maker, kept);
                add(state, taken);
                state.retract(columns(taken), new int[taken.length], taken.length);
                assertThat(bytes(state)).as("round %d", round).isEqualTo(bytes(filled(maker, kept)));
            }
        }
    }

    @Test
    void limbsThatGrowLargeStayExact() {
        SumState sum = new SumState(Type.BIGINT);
        MomentsState moments = new MomentsState(Type.BIGINT);
        sum.resize(1);
        moments.resize(1);
        long[] rows = new long[1 << 16];
        Arrays.fill(rows, Long.MAX_VALUE);
        Column[] column = {new LongColumn(Type.BIGINT, rows, Validity.ALL)};
        int rounds = 80; // beyond 2^22 rows: limbs are carried several times, and the top one spills
        for (int i = 0; i < rounds; i++) {
            sum.add(column, new int[rows.length], rows.length);
            moments.add(column, new int[rows.length], rows.length);
        }
        assertThat(finish(sum, Finish.AVG)).isEqualTo(0x1p63);
        assertThat(finish(moments, Finish.STDDEV_POP)).isEqualTo(0.0);
        assertThat(finish(moments, Finish.SUM)).isEqualTo(0x1p63 * rounds * rows.length);
    }

    @Test
    void integerSumsFailOnlyIfTheFinalOneDoesNotFit() {
        SumState state = new SumState(Type.BIGINT);
        state.resize(1);
        long[] rows = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
        state.add(new Column[] {new LongColumn(Type.BIGINT, rows, Validity.ALL)}, new int[3], 2);
        assertThatThrownBy(() -> state.finishInteger(ZERO, 1, new long[1], new long[1]))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_DATA))
                .hasMessageContaining("18446744073709551614 does not fit BIGINT");
        state.add(new Column[] {new LongColumn(Type.BIGINT, new long[] {Long.MIN_VALUE}, Validity.ALL)}, ZERO, 1);
        long[] out = new long[1];
        state.finishInteger(ZERO, 1, out, new long[1]);
        assertThat(out[0]).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void writtenBytesAreFrozen() {
        assertThat(HexFormat.of().formatHex(bytes(filled(() -> new MomentsState(Type.DOUBLE), 1, 2, 4))))
                .isEqualTo("1203" + "000000" + "018601011c" + "018c02020150");
        assertThat(HexFormat.of().formatHex(bytes(filled(() -> new SumState(Type.DOUBLE), -0.0, Double.NaN))))
                .isEqualTo("1102" + "010000" + "00");
        assertThat(HexFormat.of().formatHex(bytes(filled(() -> new SumState(Type.DOUBLE), -Double.MIN_VALUE))))
                .isEqualTo("1101" + "000000" + "02000101");
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] good = bytes(filled(() -> new MomentsState(Type.DOUBLE), 1, 2, 4));
        for (byte[] bad : List.of(new byte[] {0x22}, Arrays.copyOf(good, good.length - 1))) {
            MomentsState state = new MomentsState(Type.DOUBLE);
            state.resize(1);
            assertThatThrownBy(() -> state.read(0, new StateInput(bad)))
                    .isInstanceOf(BarographException.class)
                    .hasMessageContaining("a saved state is");
        }
    }

    @Test
    void retractingFromAnEmptyGroupIsADefect() {
        SumState state = new SumState(Type.DOUBLE);
        state.resize(1);
        assertThatThrownBy(() -> state.retract(columns(1.0), ZERO, 1)).isInstanceOf(IllegalStateException.class);
    }

    private static List<Supplier<ExactState>> makers() {
        return List.of(
                () -> new SumState(Type.DOUBLE),
                () -> new MomentsState(Type.DOUBLE),
                () -> new CoMomentsState(Type.DOUBLE, Type.DOUBLE));
    }

    private static double[] rows(SplittableRandom random, int count, int decades) {
        double[] rows = new double[count];
        for (int i = 0; i < count; i++) {
            rows[i] = switch (random.nextInt(30)) {
                case 0 -> Double.NaN;
                case 1 -> Double.NEGATIVE_INFINITY;
                case 2 -> -0.0;
                case 3 -> Double.MIN_VALUE * random.nextInt(100);
                default -> (random.nextInt(3) - 1) * Math.pow(10, random.nextDouble(decades) - decades / 2.0);
            };
        }
        return rows;
    }

    private static ExactState filled(Supplier<? extends ExactState> maker, double... rows) {
        ExactState state = maker.get();
        state.resize(1);
        add(state, rows);
        return state;
    }

    private static void add(ExactState state, double[] rows) {
        state.add(columns(rows), new int[rows.length], rows.length);
    }

    /** One column, and a second made from it for pairs. */
    private static Column[] columns(double... rows) {
        double[] second = Arrays.stream(rows).map(x -> x * 3 - 7).toArray();
        return new Column[] {new DoubleColumn(rows, Validity.ALL), new DoubleColumn(second, Validity.ALL)};
    }

    private static byte[] bytes(ExactState state) {
        StateOutput output = new StateOutput();
        state.write(0, output);
        return output.toByteArray();
    }

    private static double finish(UnivariateState state, Finish kind) {
        double[] out = new double[1];
        state.finish(kind, ZERO, 1, out, new long[1]);
        return out[0];
    }
}
