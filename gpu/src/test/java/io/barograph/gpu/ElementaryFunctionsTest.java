package io.barograph.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.totals.ComputedRow.Fate;
import io.barograph.core.aggregate.totals.RowProgram;
import io.barograph.core.aggregate.totals.RowProgram.Instruction;
import io.barograph.core.aggregate.totals.RowProgram.Operation;
import io.barograph.core.aggregate.totals.RowProgram.PickedRows;
import io.barograph.core.aggregate.totals.RowsShape;
import java.nio.LongBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code elementary.cuh}, {@code angles.cuh} and {@code inverse.cuh} have the bits of {@link StrictMath}, which the kernel's twin calls: over all exponents, and around every border. */
class ElementaryFunctionsTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final int ROWS = 1 << 20;
    private static final int KINDS = 14;

    private static final double[] BORDERS = {
        0.0,
        -0.0,
        1,
        -1,
        2,
        -2,
        3,
        -7,
        0.5,
        -0.5,
        1.5,
        2.5,
        1 / 3.0,
        10,
        1e22,
        1e23,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        0x1p31,
        -0x1p31,
        0x1p53,
        0x1p53 + 2,
        0x1p64,
        -0x1p64,
        1024,
        -1022,
        -1074,
        -1075,
        // Beyond these exp is infinite, and 0.
        0x1.62e42fefa39efp+9,
        -0x1.74910d52d3051p+9,
        // Where exp begins to reduce its argument, and takes more than one ln 2.
        0.34657359027997264,
        1.0397207708399179,
        0x1p-28,
        // Where logarithms take the other form.
        1 + 0x1p-20,
        1 - 0x1p-20,
        Math.sqrt(0.5),
        Math.sqrt(2),
        Math.sqrt(1.5),
        Math.sqrt(3),
        // Where angles are reduced with few digits, with many, and where tangents and arcs take other forms.
        Math.PI / 4,
        0x1p19 * Math.PI / 2,
        0.6744,
        0x1p-27,
        0x1p-29,
        0x1p-57,
        0x1p66,
        0.975,
        7 / 16.0,
        11 / 16.0,
        19 / 16.0,
        39 / 16.0,
        // Of all doubles the one that is closest to a multiple of π/2, by its size.
        6381956970095103.0 * 0x1p797
    };

    @BeforeEach
    void aDevice() {
        StandIn.use();
    }

    @ParameterizedTest
    @EnumSource(names = {"EXP", "LN", "LOG10", "LOG2", "POWER", "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "ATAN2"})
    void theBitsAreThoseOfStrictMath(Operation operation) {
        RowProgram program = new RowProgram(
                2,
                List.of(
                        new Instruction(Operation.INPUT, 0, 0, 0),
                        new Instruction(Operation.INPUT, 1, 1, 0),
                        new Instruction(
                                operation, 0, operation == Operation.POWER || operation == Operation.ATAN2 ? 1 : 0, 0)),
                List.of(2),
                List.of(new PickedRows(1 << 2, RowProgram.NONE)));
        RowsShape shape = new RowsShape(0, null, 1, List.of(), program);
        LongBuffer[] chunk = {LongBuffer.allocate(ROWS), LongBuffer.allocate(ROWS), LongBuffer.allocate(ROWS)};
        SplittableRandom random = new SplittableRandom(SEED);
        for (int row = 0; row < ROWS; row++) {
            draw(random, row, chunk[0], chunk[1]);
            chunk[2].put(row, -1);
        }
        ComputedChunk device = ComputedChunk.onDevice(shape, chunk, ROWS);
        assertThat(device.difference(ComputedChunk.byTwin(program, chunk, ROWS)))
                .as("repeat with -Dbarograph.seed=" + SEED)
                .isEmpty();
        assertThat(device.fates()).contains(Fate.TAKEN);
        assertThat(StandIn.allocated()).isZero();
    }

    /** One of doubles, in a pair of them that becomes more than 0 and less than infinity often enough. */
    private static void draw(SplittableRandom random, int row, LongBuffer first, LongBuffer second) {
        double border = BORDERS[random.nextInt(BORDERS.length)];
        double beside = Double.longBitsToDouble(Double.doubleToRawLongBits(border) + random.nextInt(7) - 3);
        double x = Double.longBitsToDouble(random.nextLong());
        double y = Double.longBitsToDouble(random.nextLong());
        switch (row % KINDS) {
            case 0 -> {
                x = border;
                y = BORDERS[random.nextInt(BORDERS.length)];
            }
            case 1 -> {
                x = beside;
                y = uniform(random, 2_000);
            }
            case 2 -> {
                x = uniform(random, 760);
                y = random.nextInt(101) - 50;
            }
            case 3 -> {
                x = 1 + uniform(random, 1) * Math.scalb(1.0, -random.nextInt(54));
                y = uniform(random, 1) * Math.scalb(1.0, random.nextInt(70));
            }
            case 4 -> {
                // The greatest results, and the least.
                x = Math.scalb(1 + random.nextDouble(), random.nextInt(2_100) - 1_076);
                double logarithm = random.nextBoolean() ? 1024 : -1074.5;
                y = logarithm
                        / (StrictMath.log(x) / StrictMath.log(2))
                        * (1 + uniform(random, 1) * Math.scalb(1.0, -random.nextInt(54)));
            }
            case 5 -> {
                x = Math.scalb((double) random.nextLong(), -random.nextInt(80));
                y = (random.nextInt(4_001) - 2_000) / 2.0;
            }
            case 6 -> x = Math.abs(x);
            case 7 -> {
                // Around zeros of sine and cosine, of which most digits cancel.
                x = (random.nextInt(1_400_001) - 700_000) * (Math.PI / 2);
                x = Double.longBitsToDouble(Double.doubleToRawLongBits(x) + random.nextInt(7) - 3);
            }
            case 8 -> {
                x = uniform(random, 10);
                y = Math.scalb(x, random.nextInt(130) - 65);
            }
            case 9 -> x = uniform(random, 1);
            case 10 -> {
                // Around multiples of π/2 of large angles.
                x = Math.rint(Math.scalb(random.nextDouble(), 20 + random.nextInt(32))) * (Math.PI / 2);
                y = random.nextInt(7) - 3;
            }
            case 11 -> {
                x = Math.scalb(uniform(random, 1), random.nextInt(1_000));
                y = Math.scalb(uniform(random, 1), random.nextInt(2_000) - 1_000);
            }
            case 12 -> {
                x = 1 - Math.scalb(random.nextDouble(), -random.nextInt(54));
                y = beside;
            }
            default -> {}
        }
        first.put(row, Double.doubleToRawLongBits(x));
        second.put(row, Double.doubleToRawLongBits(y));
    }

    private static double uniform(SplittableRandom random, double bound) {
        return (2 * random.nextDouble() - 1) * bound;
    }
}
