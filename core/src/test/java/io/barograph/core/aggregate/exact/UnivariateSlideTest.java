package io.barograph.core.aggregate.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.Slide;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A frame's state has the bytes of that of its rows alone, whichever way the frame took and whatever came into it before. */
class UnivariateSlideTest {
    private static final int ROWS = 3000;

    private final SplittableRandom random = new SplittableRandom(60);

    private final List<DoubleSupplier> shapes = List.of(
            () -> random.nextDouble(20, 30),
            () -> random.nextDouble(-1, 1),
            () -> random.nextInt(3) == 0 ? random.nextBoolean() ? 0.0 : -0.0 : random.nextDouble(1, 2),
            () -> random.nextInt(500) == 0 ? 1e300 : random.nextDouble(1, 2),
            () -> random.nextInt(700) == 0 ? Double.NaN : random.nextDouble(1, 2),
            () -> random.nextInt(300) == 0 ? Double.NEGATIVE_INFINITY : random.nextDouble(1, 2),
            () -> random.nextInt(300) == 0 ? Double.MIN_VALUE : 0x1p-1020,
            () -> random.nextInt(2) == 0 ? 1e16 : -1e16 + 2 * random.nextInt(3),
            () -> Double.longBitsToDouble(random.nextLong()));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 60, 700})
    void framesOfDoubles(int longest) {
        for (DoubleSupplier shape : shapes) {
            double[] values = new double[ROWS];
            Arrays.setAll(values, row -> shape.getAsDouble());
            check(new SumState(Type.DOUBLE), new SumState(Type.DOUBLE), values, longest, false);
            check(new MomentsState(Type.DOUBLE), new MomentsState(Type.DOUBLE), values, longest, false);
            check(new MomentsState(Type.DOUBLE), new MomentsState(Type.DOUBLE), values, longest, true);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60, 700})
    void framesOfIntegers(int longest) {
        for (int shift = 0; shift < 64; shift += 9) {
            int bits = shift;
            long[] values = random.longs(ROWS).map(value -> value >> bits).toArray();
            check(new SumState(Type.BIGINT), new SumState(Type.BIGINT), values, longest, false);
            check(new MomentsState(Type.BIGINT), new MomentsState(Type.BIGINT), values, longest, false);
            check(new MomentsState(Type.BIGINT), new MomentsState(Type.BIGINT), values, longest, true);
        }
    }

    @Test
    void limbsAreCarriedWhileAFrameGrowsByMillionsOfRows() {
        // The least value sets the window, in which the others are as large as they can be.
        double large = 0x1.fffffffffffffp2;
        double[] values = new double[512];
        Arrays.fill(values, large);
        values[0] = 1;
        int[] groups = new int[values.length];
        long[] starts = new long[values.length];
        long[] ends = new long[values.length];
        MomentsState state = new MomentsState(Type.DOUBLE);
        MomentsState alone = new MomentsState(Type.DOUBLE);
        alone.resize(1);
        Slide slide = state.slide(true);
        slide.begin(0);
        Column[] column = {new DoubleColumn(values, Validity.ALL)};
        for (int call = 0; call < 3 << Record.CARRY_BITS - 9; call++) {
            long first = (long) call * values.length;
            Arrays.setAll(ends, i -> first + i + 1);
            slide.move(column, first, starts, ends, values.length);
            alone.add(column, groups, values.length);
            values[0] = large;
        }
        assertThat(bytes(state, 0)).isEqualTo(bytes(alone, 0));
    }

    private void check(UnivariateState state, UnivariateState alone, Object values, int longest, boolean fromFirstRow) {
        Slide slide = state.slide(fromFirstRow);
        slide.begin(0);
        alone.resize(1);
        long start = 0;
        long end = 0;
        while (end < ROWS) {
            int count = random.nextInt(1, 200);
            long[] starts = new long[count];
            long[] ends = new long[count];
            // Rows that nobody needs any more are gone.
            int first = (int) random.nextLong(Math.max(0, start - 5), (fromFirstRow ? end : start) + 1);
            for (int i = 0; i < count; i++) {
                int step = random.nextInt(40) == 0 ? random.nextInt(2 * longest) : random.nextInt(3);
                end = Math.min(ROWS, end + step);
                start = fromFirstRow ? 0 : Math.min(end, Math.max(start, end - random.nextInt(longest, longest + 2)));
                starts[i] = start;
                ends[i] = end;
            }
            slide.move(new Column[] {column(values, first, ROWS)}, first, starts, ends, count);
            for (int i = 0; i < count; i += 1 + count / 5) {
                int size = (int) (ends[i] - starts[i]);
                alone.clear(0);
                alone.add(new Column[] {column(values, (int) starts[i], (int) ends[i])}, new int[size], size);
                assertThat(bytes(state, i + 1)).isEqualTo(bytes(alone, 0));
            }
            assertThat(bytes(state, 0)).isEqualTo(bytes(state, count));
        }
    }

    private static Column column(Object values, int from, int to) {
        return values instanceof double[] doubles
                ? new DoubleColumn(Arrays.copyOfRange(doubles, from, to), Validity.ALL)
                : new LongColumn(Type.BIGINT, Arrays.copyOfRange((long[]) values, from, to), Validity.ALL);
    }

    private static byte[] bytes(UnivariateState state, int group) {
        StateOutput output = new StateOutput();
        state.write(group, output);
        return output.toByteArray();
    }
}
