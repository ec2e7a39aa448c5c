package io.barograph.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.exact.CoMomentsState;
import io.barograph.core.aggregate.exact.ExactState;
import io.barograph.core.aggregate.exact.Finish;
import io.barograph.core.aggregate.exact.MomentsState;
import io.barograph.core.aggregate.exact.SumState;
import io.barograph.core.aggregate.exact.UnivariateState;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every finish of every exact state, bit for bit; -Dbarograph.cases=N sets how many data sets each shape gets. */
class ExactStatesTest {
    private static final int CASES = Integer.getInteger("barograph.cases", 1500);
    private static final Finish[] UNIVARIATE = {
        Finish.SUM, Finish.AVG, Finish.VAR_POP, Finish.VAR_SAMP, Finish.STDDEV_POP, Finish.STDDEV_SAMP
    };
    private static final Finish[] BIVARIATE = {
        Finish.COVAR_POP, Finish.COVAR_SAMP, Finish.CORR, Finish.REGR_SLOPE, Finish.REGR_INTERCEPT, Finish.REGR_R2
    };

    @ParameterizedTest
    @EnumSource(HostileDoubles.class)
    void everyMomentIsTheTrueOneRoundedOnce(HostileDoubles shape) {
        for (int i = 0; i < CASES; i++) {
            SplittableRandom random = new SplittableRandom(HostileDoubles.seed() + i);
            double[] rows = shape.rows(random, size(random, i));
            ExactReference reference = ExactReference.of(rows);
            Column[] arguments = {new DoubleColumn(rows, Validity.ALL)};
            for (Supplier<UnivariateState> maker : List.<Supplier<UnivariateState>>of(
                    () -> new MomentsState(Type.DOUBLE), () -> new SumState(Type.DOUBLE))) {
                ExactState state = shuffled(maker, arguments, rows.length, random);
                for (Finish kind : UNIVARIATE) {
                    if (state instanceof MomentsState || kind == Finish.SUM || kind == Finish.AVG) {
                        check(kind, finish(state, kind), expected(reference, kind), shape + " case " + i);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(HostileDoubles.class)
    void everyPairMomentIsTheTrueOneRoundedOnce(HostileDoubles shape) {
        HostileDoubles[] shapes = HostileDoubles.values();
        for (int i = 0; i < CASES / 3; i++) {
            SplittableRandom random = new SplittableRandom(HostileDoubles.seed() + i);
            int size = size(random, i);
            double[] ys = shape.rows(random, size);
            double[] xs = random.nextInt(3) == 0
                    ? shapes[random.nextInt(shapes.length)].rows(random, size)
                    : shape.rows(random, size);
            Column[] arguments = {new DoubleColumn(ys, Validity.ALL), new DoubleColumn(xs, Validity.ALL)};
            ExactReference reference = ExactReference.ofPairs(ys, xs);
            ExactState state = shuffled(() -> new CoMomentsState(Type.DOUBLE, Type.DOUBLE), arguments, size, random);
            for (Finish kind : BIVARIATE) {
                check(kind, finish(state, kind), expected(reference, kind), shape + " case " + i);
            }
        }
    }

    @Test
    void everyMomentOfIntegersIsTheTrueOneRoundedOnce() {
        for (int i = 0; i < CASES * 2; i++) {
            SplittableRandom random = new SplittableRandom(HostileDoubles.seed() + i);
            long[] rows = integers(random, size(random, i));
            long[] others = integers(random, rows.length);
            Column[] arguments = {longs(rows)};
            ExactReference reference = ExactReference.of(rows);
            ExactState state = shuffled(() -> new MomentsState(Type.BIGINT), arguments, rows.length, random);
            for (Finish kind : UNIVARIATE) {
                check(kind, finish(state, kind), expected(reference, kind), "case " + i);
            }
            Column[] pairs = {longs(rows), longs(others)};
            ExactState coMoments =
                    shuffled(() -> new CoMomentsState(Type.BIGINT, Type.BIGINT), pairs, rows.length, random);
            ExactReference ofPairs = ExactReference.ofPairs(rows, others);
            for (Finish kind : BIVARIATE) {
                check(kind, finish(coMoments, kind), expected(ofPairs, kind), "case " + i);
            }
        }
    }

    /** Cuts the rows into states of some groups each, and merges those in another order, some of them written and read. */
    private static ExactState shuffled(
            Supplier<? extends ExactState> maker, Column[] arguments, int size, SplittableRandom random) {
        int parts = 1 + random.nextInt(4);
        List<ExactState> states = new ArrayList<>();
        int start = 0;
        for (int part = 0; part < parts; part++) {
            int end = part == parts - 1 ? size : start + random.nextInt(size - start + 1);
            ExactState state = maker.get();
            int groups = 1 + random.nextInt(3);
            state.resize(groups);
            int[] rowGroups = random.ints(end - start, 0, groups).toArray();
            state.add(slice(arguments, start, end), rowGroups, end - start);
            if (end > start && random.nextInt(4) == 0) {
                int again = 1 + random.nextInt(end - start);
                state.add(slice(arguments, start, end), rowGroups, again);
                state.retract(slice(arguments, start, end), rowGroups, again);
            }
            for (int group = 0; group < groups; group++) {
                ExactState single = maker.get();
                single.resize(1);
                if (random.nextInt(3) == 0) {
                    StateOutput written = new StateOutput();
                    state.write(group, written);
                    single.read(0, new StateInput(written.toByteArray()));
                } else {
                    single.merge(state, new int[] {group}, new int[] {0}, 1);
                }
                states.add(random.nextInt(states.size() + 1), single);
            }
            start = end;
        }
        while (states.size() > 1) {
            ExactState right = states.remove(random.nextInt(states.size()));
            states.get(random.nextInt(states.size())).merge(right, new int[1], new int[1], 1);
        }
        return states.get(0);
    }

    static Column[] slice(Column[] arguments, int start, int end) {
        Column[] slices = new Column[arguments.length];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = arguments[i] instanceof LongColumn longs
                    ? longs(java.util.Arrays.copyOfRange(longs.values(), start, end))
                    : new DoubleColumn(
                            java.util.Arrays.copyOfRange(((DoubleColumn) arguments[i]).values(), start, end),
                            Validity.ALL);
        }
        return slices;
    }

    static LongColumn longs(long... values) {
        return new LongColumn(Type.BIGINT, values, Validity.ALL);
    }

    private static int size(SplittableRandom random, int round) {
        return switch (round % 8) {
            case 0 -> random.nextInt(4);
            case 1 -> random.nextInt(400);
            default -> random.nextInt(40);
        };
    }

    private static long[] integers(SplittableRandom random, int size) {
        long[] rows = new long[size];
        int shift = random.nextInt(64);
        for (int i = 0; i < size; i++) {
            rows[i] = random.nextInt(20) == 0 ? Long.MIN_VALUE : random.nextLong() >> shift;
        }
        return rows;
    }

    static @Nullable Double finish(ExactState state, Finish kind) {
        double[] out = new double[1];
        long[] validity = new long[1];
        if (state instanceof UnivariateState univariate) {
            univariate.finish(kind, new int[1], 1, out, validity);
        } else {
            ((CoMomentsState) state).finish(kind, new int[1], 1, out, validity);
        }
        return validity[0] == 0 ? null : out[0];
    }

    static @Nullable Double expected(ExactReference reference, Finish kind) {
        return switch (kind) {
            case SUM -> reference.sum();
            case AVG -> reference.avg();
            case VAR_POP -> reference.varPop();
            case VAR_SAMP -> reference.varSamp();
            case STDDEV_POP -> reference.stddevPop();
            case STDDEV_SAMP -> reference.stddevSamp();
            case COVAR_POP -> reference.covarPop();
            case COVAR_SAMP -> reference.covarSamp();
            case CORR -> reference.corr();
            case REGR_SLOPE -> reference.regrSlope();
            case REGR_INTERCEPT -> reference.regrIntercept();
            case REGR_R2 -> reference.regrR2();
        };
    }

    private static void check(Finish kind, @Nullable Double actual, @Nullable Double expected, String where) {
        if (!java.util.Objects.equals(bits(actual), bits(expected))) {
            assertThat(actual)
                    .as("%s of %s; repeat with -Dbarograph.seed=%d", kind, where, HostileDoubles.seed())
                    .isEqualTo(expected);
        }
    }

    private static @Nullable Long bits(@Nullable Double value) {
        return value == null ? null : Double.doubleToRawLongBits(value);
    }
}
