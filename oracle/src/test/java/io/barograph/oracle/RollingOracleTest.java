package io.barograph.oracle;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.barograph.core.over.Frame;
import io.barograph.core.over.Frame.Bound;
import io.barograph.core.over.OverCall;
import io.barograph.core.over.OverOperator;
import io.barograph.core.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rolling aggregates against their definition: each cell that of the frame's rows in exact rationals, rounded once. */
@Tag("thorough")
class RollingOracleTest {
    private static final int CASES = Integer.getInteger("barograph.cases", 12);
    private static final int ROWS = 700;
    private static final List<String> DOUBLES =
            List.of("count", "sum", "avg", "var_pop", "var_samp", "stddev_pop", "stddev_samp", "min", "max");

    @TempDir
    Path folder;

    private static Schema schema(Type argument) {
        return new Schema(List.of(new Field("t", Type.TIMESTAMP), new Field("x", argument)));
    }

    @ParameterizedTest
    @EnumSource(HostileDoubles.class)
    void everyCellIsTheTrueOneOfItsFrame(HostileDoubles shape) {
        for (int number = 0; number < CASES; number++) {
            SplittableRandom random = new SplittableRandom(HostileDoubles.seed() + number);
            double[] values = shape.rows(random, 1 + random.nextInt(ROWS));
            Rows rows = Rows.random(random, values.length);
            Frame frame = frame(random);
            Column column = new DoubleColumn(values, rows.validity());
            List<List<Object>> answers = answers(column, Type.DOUBLE, rows, frame, random);
            for (int row = 0; row < values.length; row++) {
                double[] framed = rows.in(frame, row)
                        .filter(i -> !rows.nulls[i])
                        .mapToDouble(i -> values[i])
                        .toArray();
                ExactReference exact = ExactReference.of(framed);
                List<@Nullable Object> wanted = new ArrayList<>(results(exact, framed.length));
                // NaN is greatest, and -0.0 is 0.0.
                wanted.add(Arrays.stream(framed)
                        .map(value -> value + 0.0)
                        .boxed()
                        .min(Double::compare)
                        .orElse(null));
                wanted.add(Arrays.stream(framed)
                        .map(value -> value + 0.0)
                        .boxed()
                        .max(Double::compare)
                        .orElse(null));
                check(answers.get(row), wanted, shape + " case " + number + " row " + row + " " + frame);
            }
        }
    }

    @Test
    void soIsEveryOneOfIntegers() {
        for (int number = 0; number < 4 * CASES; number++) {
            SplittableRandom random = new SplittableRandom(HostileDoubles.seed() + number);
            int bits = 1 + random.nextInt(54);
            long[] values = random.longs(1 + random.nextInt(ROWS))
                    .map(value -> value >> Long.SIZE - bits)
                    .toArray();
            Rows rows = Rows.random(random, values.length);
            Frame frame = frame(random);
            Column column = new LongColumn(Type.BIGINT, values, rows.validity());
            List<List<Object>> answers = answers(column, Type.BIGINT, rows, frame, random);
            for (int row = 0; row < values.length; row++) {
                long[] framed = rows.in(frame, row)
                        .filter(i -> !rows.nulls[i])
                        .mapToLong(i -> values[i])
                        .toArray();
                ExactReference exact = ExactReference.of(framed);
                List<@Nullable Object> wanted = new ArrayList<>(results(exact, framed.length));
                wanted.set(1, framed.length == 0 ? null : Arrays.stream(framed).sum());
                wanted.add(
                        framed.length == 0 ? null : Arrays.stream(framed).min().getAsLong());
                wanted.add(
                        framed.length == 0 ? null : Arrays.stream(framed).max().getAsLong());
                check(answers.get(row), wanted, "integers case " + number + " row " + row + " " + frame);
            }
        }
    }

    /** Rows in any order in the file, and any number of threads: the same bytes. */
    @Test
    void shuffledRowsGiveTheSameBytes() throws IOException {
        SplittableRandom random = new SplittableRandom(HostileDoubles.seed());
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            double value = HostileDoubles.values()[random.nextInt(7)].next(random, i);
            lines.add(random.nextInt(40) + "," + random.nextInt(9_000) + "," + (random.nextInt(9) == 0 ? "" : value));
        }
        String query =
                "SELECT k, t, x, avg(x) OVER w AS a, stddev(x) OVER w AS s, max(x) OVER w AS m, count(x) OVER w AS n,"
                        + " sum(x) OVER r AS u FROM '%s' WINDOW w AS (PARTITION BY k ORDER BY t ROWS 59 PRECEDING),"
                        + " r AS (PARTITION BY k ORDER BY t RANGE BETWEEN 100 PRECEDING AND 20 FOLLOWING) ORDER BY k, t, x";
        String first = null;
        for (int threads : new int[] {1, 2, 5}) {
            Path file =
                    Files.writeString(folder.resolve(threads + ".csv"), "k,t,x\n" + String.join("\n", lines) + "\n");
            String answer = Command.run(query.formatted(file), "--threads", Integer.toString(threads))
                    .answer();
            first = first == null ? answer : first;
            assertThat(answer).as("%d threads", threads).isEqualTo(first);
            Collections.shuffle(lines, new Random(random.nextLong()));
        }
        assertThat(first.lines()).hasSize(20_001);
    }

    /** What {@link #DOUBLES} give but for the extremes. */
    private static List<@Nullable Object> results(ExactReference exact, int count) {
        return Arrays.asList(
                (long) count,
                exact.sum(),
                exact.avg(),
                exact.varPop(),
                exact.varSamp(),
                exact.stddevPop(),
                exact.stddevSamp());
    }

    private static void check(List<Object> answer, List<@Nullable Object> wanted, String where) {
        assertThat(answer.subList(2, answer.size()))
                .as("%s, %s; repeat with -Dbarograph.seed=%d", DOUBLES, where, HostileDoubles.seed())
                .isEqualTo(wanted);
    }

    /** Folds the rows, cut into batches at random. */
    private static List<List<Object>> answers(
            Column values, Type type, Rows rows, Frame frame, SplittableRandom random) {
        List<OverCall> calls = DOUBLES.stream()
                .map(name -> new OverCall(name, List.of(1), List.of(), false, false, -1, frame, resultType(name, type)))
                .toList();
        OverOperator operator = new OverOperator(List.of(new Plan.SortKey(0, false, false)), calls, DOUBLES);
        Fold fold = operator.newFold(schema(type), new EvaluationContext(List.of(), false));
        List<List<Object>> answers = new ArrayList<>();
        fold.begin();
        int size = rows.times.length;
        for (int from = 0; from < size; ) {
            int count = Math.min(size - from, 1 + random.nextInt(random.nextBoolean() ? 4 : 300));
            fold.accept(rows.batch(values, from, count), batch -> add(batch, answers));
            from += count;
        }
        fold.end(batch -> add(batch, answers));
        return answers;
    }

    private static Type resultType(String name, Type argument) {
        return switch (name) {
            case "count" -> Type.BIGINT;
            case "sum", "min", "max" -> argument;
            default -> Type.DOUBLE;
        };
    }

    private static void add(Batch batch, List<List<Object>> answers) {
        for (int i = 0; i < batch.size(); i++) {
            answers.add(batch.row(i));
        }
    }

    private static Frame frame(SplittableRandom random) {
        Frame.Unit unit = random.nextInt(3) == 0 ? Frame.Unit.RANGE : Frame.Unit.ROWS;
        long one = random.nextLong(-90, 20);
        long other = random.nextLong(-20, 40);
        Bound start = random.nextInt(6) == 0 ? Bound.FIRST : new Bound(Bound.Kind.OFFSET, Math.min(one, other));
        Bound end = random.nextInt(8) == 0
                ? Bound.LAST
                : new Bound(Bound.Kind.OFFSET, random.nextInt(3) == 0 ? 0 : Math.max(one, other));
        boolean isEmpty =
                start.kind() == Bound.Kind.OFFSET && end.kind() == Bound.Kind.OFFSET && start.offset() > end.offset();
        Frame.Exclusion exclusion = random.nextBoolean()
                ? Frame.Exclusion.NO_OTHERS
                : Frame.Exclusion.values()[random.nextInt(Frame.Exclusion.values().length)];
        return new Frame(unit, start, isEmpty ? start : end, exclusion);
    }

    /** When rows come, and which are NULL. */
    private record Rows(long[] times, boolean[] nulls) {
        static Rows random(SplittableRandom random, int size) {
            long[] times = new long[size];
            boolean[] nulls = new boolean[size];
            boolean any = random.nextInt(3) > 0;
            for (int i = 0; i < size; i++) {
                times[i] = (i == 0 ? 0 : times[i - 1]) + Math.max(0, random.nextInt(6) - 2);
                nulls[i] = any && random.nextInt(6) == 0;
            }
            return new Rows(times, nulls);
        }

        Validity validity() {
            return validity(0, nulls.length);
        }

        private Validity validity(int from, int count) {
            long[] present = Validity.allPresent(count);
            for (int i = 0; i < count; i++) {
                if (nulls[from + i]) {
                    Validity.setNull(present, i);
                }
            }
            return Validity.of(present);
        }

        Batch batch(Column values, int from, int count) {
            long[] someTimes = Arrays.copyOfRange(times, from, from + count);
            Column some = values instanceof LongColumn longs
                    ? new LongColumn(
                            Type.BIGINT, Arrays.copyOfRange(longs.values(), from, from + count), validity(from, count))
                    : new DoubleColumn(
                            Arrays.copyOfRange(((DoubleColumn) values).values(), from, from + count),
                            validity(from, count));
            return new Batch(new Column[] {new LongColumn(Type.TIMESTAMP, someTimes, Validity.ALL), some}, count);
        }

        /** The rows of a row's frame, by its definition. */
        IntStream in(Frame frame, int row) {
            IntPredicate behindStart = other -> frame.start().kind() == Bound.Kind.FIRST
                    || place(frame, other) >= place(frame, row) + frame.start().offset();
            IntPredicate beforeEnd = other -> frame.end().kind() == Bound.Kind.LAST
                    || place(frame, other) <= place(frame, row) + frame.end().offset();
            return IntStream.range(0, times.length)
                    .filter(behindStart)
                    .filter(beforeEnd)
                    .filter(other -> !isExcluded(frame.exclusion(), row, other));
        }

        private boolean isExcluded(Frame.Exclusion exclusion, int row, int other) {
            return switch (exclusion) {
                case NO_OTHERS -> false;
                case CURRENT_ROW -> other == row;
                case GROUP -> times[other] == times[row];
                case TIES -> other != row && times[other] == times[row];
            };
        }

        private long place(Frame frame, int row) {
            return frame.unit() == Frame.Unit.ROWS ? row : times[row];
        }
    }
}
