package io.barograph.oracle;

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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The long lane of the exact states: every result of seeded groups against {@link ExactReference}, bit for bit. The rows
 * of a group are cut, added to several states, some of these written and read, all merged in random order; other rows
 * are added and taken away again on the way. The bytes must be those of a state that saw the rows in order.
 *
 * <p>Run it with {@code bench/long/exact-states}, which says how. It prints what it did and ends with status 1 at the
 * first wrong answer, naming the case: {@code -Dbarograph.from=CASE -Dbarograph.cases=1} repeats it. Logs of such runs
 * are kept in {@code bench/long}; {@link ExactStatesTest} runs a share.
 */
final class ExactStatesLane {
    private static final Finish[] UNIVARIATE = {
        Finish.SUM, Finish.AVG, Finish.VAR_POP, Finish.VAR_SAMP, Finish.STDDEV_POP, Finish.STDDEV_SAMP
    };
    private static final Finish[] BIVARIATE = {
        Finish.COVAR_POP,
        Finish.COVAR_SAMP,
        Finish.CORR,
        Finish.REGR_SLOPE,
        Finish.REGR_INTERCEPT,
        Finish.REGR_R2,
        Finish.REGR_AVGX,
        Finish.REGR_AVGY,
        Finish.REGR_SXX,
        Finish.REGR_SYY,
        Finish.REGR_SXY
    };
    private static final HostileDoubles[] SHAPES = HostileDoubles.values();

    private static final int MANY_ROWS = 100_000;
    /** One case in so many has many rows; prime to the shapes and kinds, so that each comes to it. */
    private static final int MANY_ROWS_SHARE = 20_011;

    private final long seed;
    private long answers;
    private long rows;

    ExactStatesLane(long seed) {
        this.seed = seed;
    }

    public static void main(String[] arguments) {
        long cases = Long.getLong("barograph.cases", 100_000);
        long from = Long.getLong("barograph.from", 0);
        ExactStatesLane lane = new ExactStatesLane(HostileDoubles.seed());
        long start = System.nanoTime();
        for (long number = from; number < from + cases; number++) {
            try {
                lane.run(number);
            } catch (AssertionError wrong) {
                System.out.println("WRONG, case " + number + ": " + wrong.getMessage());
                System.exit(1);
            }
        }
        System.out.printf(
                "%,d groups of %,d rows, %,d results, all as the exact reference has them; JDK %s; seed %d; %.0f s%n",
                cases,
                lane.rows,
                lane.answers,
                Runtime.version(),
                HostileDoubles.seed(),
                (System.nanoTime() - start) / 1e9);
    }

    /** A case by its number: shapes in turn, half of them single columns, a quarter pairs, a quarter integers. */
    private void run(long number) {
        int size = number % MANY_ROWS_SHARE == MANY_ROWS_SHARE - 1 ? MANY_ROWS : fewRows(number);
        HostileDoubles shape = SHAPES[(int) (number % SHAPES.length)];
        switch ((int) (number / SHAPES.length % 4)) {
            case 0 -> pairs(shape, number, size);
            case 1 -> integers(number, size);
            default -> moments(shape, number, size);
        }
    }

    /** How many rows a usual case has: often few, of which every way to cut them occurs. */
    static int fewRows(long number) {
        SplittableRandom random = new SplittableRandom(number);
        return switch ((int) (number % 8)) {
            case 0 -> random.nextInt(4);
            case 1 -> random.nextInt(400);
            default -> random.nextInt(40);
        };
    }

    /** Checks sums and moments of one group of doubles. */
    void moments(HostileDoubles shape, long number, int size) {
        SplittableRandom random = new SplittableRandom(seed + number);
        double[] values = shape.rows(random, size);
        Column[] arguments = {doubles(values)};
        Column[] others = {doubles(otherShape(random).rows(random, Math.min(size, MANY_ROWS / 10)))};
        ExactReference reference = ExactReference.of(values);
        String where = shape + " of " + size + " rows";
        ExactState moments = state(() -> new MomentsState(Type.DOUBLE), arguments, others, random, where);
        check(moments, UNIVARIATE, reference, where);
        ExactState sum = state(() -> new SumState(Type.DOUBLE), arguments, others, random, where);
        check(sum, new Finish[] {Finish.SUM, Finish.AVG}, reference, where);
        rows += size;
    }

    /** Checks the moments of one group of pairs. */
    void pairs(HostileDoubles shape, long number, int size) {
        SplittableRandom random = new SplittableRandom(seed + number);
        double[] ys = shape.rows(random, size);
        double[] xs = (random.nextInt(3) == 0 ? otherShape(random) : shape).rows(random, size);
        Column[] arguments = {doubles(ys), doubles(xs)};
        Column[] others = {
            doubles(otherShape(random).rows(random, size / 2)),
            doubles(otherShape(random).rows(random, size / 2))
        };
        String where = "pairs of " + shape + " of " + size + " rows";
        ExactState state = state(() -> new CoMomentsState(Type.DOUBLE, Type.DOUBLE), arguments, others, random, where);
        check(state, BIVARIATE, ExactReference.ofPairs(ys, xs), where);
        rows += size;
    }

    /** Checks the moments of one group of integers, and of pairs of them. */
    void integers(long number, int size) {
        SplittableRandom random = new SplittableRandom(seed + number);
        long[] ys = integers(random, size);
        long[] xs = integers(random, size);
        long[] less = integers(random, size / 2);
        String where = size + " integers";
        ExactState moments = state(
                () -> new MomentsState(Type.BIGINT),
                new Column[] {longs(ys)},
                new Column[] {longs(less)},
                random,
                where);
        check(moments, UNIVARIATE, ExactReference.of(ys), where);
        ExactState pairs = state(
                () -> new CoMomentsState(Type.BIGINT, Type.BIGINT),
                new Column[] {longs(ys), longs(xs)},
                new Column[] {longs(less), longs(less)},
                random,
                where);
        check(pairs, BIVARIATE, ExactReference.ofPairs(ys, xs), where);
        rows += size;
    }

    private static HostileDoubles otherShape(SplittableRandom random) {
        return SHAPES[random.nextInt(SHAPES.length)];
    }

    private static long[] integers(SplittableRandom random, int size) {
        long[] values = new long[size];
        int shift = random.nextInt(64);
        for (int i = 0; i < size; i++) {
            values[i] = random.nextInt(20) == 0 ? Long.MIN_VALUE : random.nextLong() >> shift;
        }
        return values;
    }

    /** A state that came to the rows by a random path, compared with one that saw them in order. */
    private ExactState state(
            Supplier<? extends ExactState> maker,
            Column[] arguments,
            Column[] others,
            SplittableRandom random,
            String where) {
        ExactState shuffled = shuffled(maker, arguments, others, random);
        ExactState plain = maker.get();
        plain.resize(1);
        add(plain, arguments);
        if (!Arrays.equals(bytes(shuffled, 0), bytes(plain, 0))) {
            throw new AssertionError("other bytes by another path, " + where + repeat());
        }
        return shuffled;
    }

    /** Cuts the rows into states of some groups each, and merges those in another order, some of them written and read. */
    private static ExactState shuffled(
            Supplier<? extends ExactState> maker, Column[] arguments, Column[] others, SplittableRandom random) {
        int size = length(arguments[0]);
        int parts = 1 + random.nextInt(4);
        List<ExactState> states = new ArrayList<>();
        int start = 0;
        for (int part = 0; part < parts; part++) {
            int end = part == parts - 1 ? size : start + random.nextInt(size - start + 1);
            ExactState state = maker.get();
            int groups = 1 + random.nextInt(3);
            state.resize(groups);
            int[] rowGroups = random.ints(end - start, 0, groups).toArray();
            boolean withOthers = random.nextInt(4) == 0;
            int[] groupsOfOthers = random.ints(length(others[0]), 0, groups).toArray();
            boolean othersFirst = random.nextBoolean();
            if (withOthers && othersFirst) {
                state.add(others, groupsOfOthers, groupsOfOthers.length);
            }
            state.add(slice(arguments, start, end), rowGroups, end - start);
            if (withOthers) {
                if (!othersFirst) {
                    state.add(others, groupsOfOthers, groupsOfOthers.length);
                }
                state.retract(others, groupsOfOthers, groupsOfOthers.length);
            }
            for (int group = 0; group < groups; group++) {
                ExactState single = maker.get();
                single.resize(1);
                if (random.nextInt(3) == 0) {
                    single.read(0, new StateInput(bytes(state, group)));
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

    private static void add(ExactState state, Column[] arguments) {
        int size = length(arguments[0]);
        state.add(arguments, new int[size], size);
    }

    private static byte[] bytes(ExactState state, int group) {
        StateOutput output = new StateOutput();
        state.write(group, output);
        return output.toByteArray();
    }

    private static int length(Column column) {
        return column instanceof LongColumn longs ? longs.values().length : ((DoubleColumn) column).values().length;
    }

    private static Column[] slice(Column[] arguments, int start, int end) {
        Column[] slices = new Column[arguments.length];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = arguments[i] instanceof LongColumn longs
                    ? longs(Arrays.copyOfRange(longs.values(), start, end))
                    : doubles(Arrays.copyOfRange(((DoubleColumn) arguments[i]).values(), start, end));
        }
        return slices;
    }

    private static LongColumn longs(long... values) {
        return new LongColumn(Type.BIGINT, values, Validity.ALL);
    }

    private static DoubleColumn doubles(double... values) {
        return new DoubleColumn(values, Validity.ALL);
    }

    private void check(ExactState state, Finish[] kinds, ExactReference reference, String where) {
        for (Finish kind : kinds) {
            answers++;
            Double actual = finish(state, kind);
            Double expected = expected(reference, kind);
            if (!Objects.equals(bits(actual), bits(expected))) {
                throw new AssertionError(kind + " of " + where + " is " + actual + ", not " + expected + repeat());
            }
        }
    }

    private String repeat() {
        return "; repeat with -Dbarograph.seed=" + seed;
    }

    private static @Nullable Double finish(ExactState state, Finish kind) {
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
            case REGR_AVGX -> reference.regrAvgX();
            case REGR_AVGY -> reference.regrAvgY();
            case REGR_SXX -> reference.regrSxx();
            case REGR_SYY -> reference.regrSyy();
            case REGR_SXY -> reference.regrSxy();
            case SKEWNESS -> reference.skewness();
            case KURTOSIS -> reference.kurtosis();
            case KURTOSIS_POP -> reference.kurtosisPop();
        };
    }

    private static @Nullable Long bits(@Nullable Double value) {
        return value == null ? null : Double.doubleToRawLongBits(value);
    }
}
