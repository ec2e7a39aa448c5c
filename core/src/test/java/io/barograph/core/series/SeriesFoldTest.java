package io.barograph.core.series;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.FoldFunction;
import io.barograph.core.fold.FoldFunctions;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.window.Length;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every fold of this package: neither batches nor a restart nor the key before change an answer. */
class SeriesFoldTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final int ROWS = 3_000;
    private static final long SECOND = 1_000_000_000L;
    private static final int KEY = 1;
    private static final Schema INPUT = Schema.of(
            new Field("t", Type.TIMESTAMP),
            new Field("k", Type.VARCHAR),
            new Field("x", Type.DOUBLE),
            new Field("n", Type.BIGINT),
            new Field("s", Type.VARCHAR));

    static Stream<Arguments> calls() {
        Length minute = Length.elapsed(60 * SECOND);
        return Stream.of(
                new Arguments("resample", Map.of("step", minute)),
                new Arguments("resample", Map.of("step", minute, "fill", "linear")),
                new Arguments("resample", Map.of("step", minute, "fill", "next", "n", "linear", "x", 0.5)),
                new Arguments(
                        "resample",
                        Map.of("step", Length.elapsed(7 * SECOND), "fill", "linear", "max_gap", minute, "s", "next")),
                new Arguments(
                        "resample",
                        Map.of(
                                "step",
                                Length.ofMonths(1),
                                "fill",
                                "null",
                                "zone",
                                "Asia/Seoul",
                                "since",
                                Instant.parse("1969-01-01T00:00:00Z"),
                                "until",
                                Instant.parse("1971-01-01T00:00:00Z"))),
                new Arguments("tumble_edges", Map.of("size", minute)),
                new Arguments("tumble_edges", Map.of("size", minute, "fill", "prev", "max_gap", minute)),
                new Arguments("runs", Map.of("columns", "s")),
                new Arguments("runs", Map.of("columns", "s, n", "max_gap", minute)),
                new Arguments("deadband", Map.of("columns", "x, s", "threshold", 3.5)),
                new Arguments("deadband", Map.of("columns", "x", "threshold", 1e9, "max_silence", minute)),
                new Arguments("lttb", Map.of("column", "x", "buckets", 100L)),
                new Arguments("lttb", Map.of("column", "x", "buckets", Length.elapsed(600 * SECOND))),
                new Arguments("m4", Map.of("column", "n", "buckets", 40L)),
                new Arguments("m4", Map.of("column", "x", "buckets", Length.elapsed(600 * SECOND))),
                new Arguments("minmax", Map.of("column", "x", "buckets", Length.ofMonths(1))));
    }

    record Arguments(String function, Map<String, Object> given) {
        FoldOperator operator() {
            FoldFunction found = FoldFunctions.find(function);
            assertThat(found).isNotNull();
            return found.operator(new FoldFunction.Call(INPUT, List.of(KEY), 0, given));
        }

        @Override
        public String toString() {
            return function + new TreeMap<>(given);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void cutsAndSavedStatesChangeNothing(Arguments call) {
        Random random = new Random(SEED);
        Rows rows = new Rows(random, ROWS);
        FoldOperator operator = call.operator();
        List<List<Object>> wanted = whole(operator, rows);
        assertThat(wanted).isNotEmpty();
        List<List<Object>> found = new ArrayList<>();
        Fold fold = operator.newFold(INPUT, new EvaluationContext(List.of(), false));
        for (int from = 0; from < ROWS; ) {
            int to = Math.min(ROWS, from + 1 + random.nextInt(random.nextBoolean() ? 5 : 900));
            fold.accept(rows.batch(from, to), into(found));
            if (to < ROWS && random.nextBoolean()) {
                fold.advance(rows.times[to], into(found));
            }
            byte[] saved = saved(fold);
            fold = operator.newFold(INPUT, new EvaluationContext(List.of(), false));
            fold.begin();
            fold.read(new StateInput(saved));
            assertThat(saved(fold)).as("seed %d, behind row %d", SEED, to).isEqualTo(saved);
            assertThat(fold.memoryBytes()).isPositive();
            from = to;
        }
        fold.end(into(found));
        assertThat(found).as("seed %d", SEED).isEqualTo(wanted);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void theKeyBeforeIsForgotten(Arguments call) {
        FoldOperator operator = call.operator();
        Rows rows = new Rows(new Random(SEED), 500);
        Fold fold = operator.newFold(INPUT, new EvaluationContext(List.of(), false));
        fold.accept(new Rows(new Random(SEED + 1), 900).batch(0, 900), batch -> {});
        fold.end(batch -> {});
        fold.begin();
        List<List<Object>> found = new ArrayList<>();
        fold.accept(rows.batch(0, 500), into(found));
        fold.end(into(found));
        assertThat(found).as("seed %d", SEED).isEqualTo(whole(operator, rows));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void rowsWithoutATimeAndNoRowsGiveNothing(Arguments call) {
        Fold fold = call.operator().newFold(INPUT, new EvaluationContext(List.of(), false));
        List<List<Object>> found = new ArrayList<>();
        fold.end(into(found));
        fold.begin();
        Rows rows = new Rows(new Random(SEED), 3);
        Arrays.fill(rows.hasTime, 0);
        fold.accept(rows.batch(0, 3), into(found));
        fold.end(into(found));
        assertThat(found).isEmpty();
    }

    @Test
    void aPointAtARowComesWhenTimeHasPassedIt() {
        Fold fold = new Arguments("resample", Map.of("step", Length.elapsed(60 * SECOND), "fill", "linear"))
                .operator()
                .newFold(INPUT, new EvaluationContext(List.of(), false));
        Rows rows = new Rows(new Random(1), 2);
        rows.times[0] = 60 * SECOND;
        rows.times[1] = 120 * SECOND;
        Arrays.fill(rows.hasTime, -1);
        for (long[] present : rows.present) {
            Arrays.fill(present, -1);
        }
        List<List<Object>> found = new ArrayList<>();
        fold.accept(rows.batch(0, 2), into(found));
        assertThat(found).hasSize(1);
        assertThat(fold.deadline()).isEqualTo(120 * SECOND);
        fold.advance(120 * SECOND, into(found));
        assertThat(found).as("another row may have this time").hasSize(1);
        fold.advance(120 * SECOND + 1, into(found));
        assertThat(found).hasSize(2);
        fold.end(into(found));
        assertThat(found).hasSize(2);
    }

    @Test
    void aStepThatAWrongClockMakesEndlessIsRefused() {
        Fold fold = new Arguments("resample", Map.of("step", Length.elapsed(1)))
                .operator()
                .newFold(INPUT, new EvaluationContext(List.of(), false));
        Rows rows = new Rows(new Random(1), 2);
        rows.times[1] = rows.times[0] + 1000 * SECOND;
        Arrays.fill(rows.hasTime, -1);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> fold.accept(rows.batch(0, 2), batch -> {}))
                .hasMessageStartingWith("RESAMPLE(00:00:00.000000001: x ")
                .hasMessageContaining("): more than 100 million points lie between");
    }

    private static List<List<Object>> whole(FoldOperator operator, Rows rows) {
        List<List<Object>> found = new ArrayList<>();
        Fold fold = operator.newFold(INPUT, new EvaluationContext(List.of(), false));
        for (int from = 0; from < rows.times.length; from += Batch.CAPACITY) {
            fold.accept(rows.batch(from, Math.min(rows.times.length, from + Batch.CAPACITY)), into(found));
        }
        fold.end(into(found));
        return found;
    }

    private static Consumer<Batch> into(List<List<Object>> rows) {
        return batch -> {
            assertThat(batch.size()).isBetween(1, Batch.CAPACITY);
            for (int i = 0; i < batch.size(); i++) {
                rows.add(batch.row(i));
            }
        };
    }

    private static byte[] saved(Fold fold) {
        StateOutput output = new StateOutput();
        fold.write(output);
        return output.toByteArray();
    }

    /** Rows of one key in order: ties, gaps, and NULLs everywhere. */
    private static final class Rows {
        private final long[] times;
        private final double[] x;
        private final long[] n;
        private final int[] s;
        private final long[] hasTime;
        private final long[][] present = new long[3][];
        private final Dictionary texts = new Dictionary();

        Rows(Random random, int size) {
            times = new long[size];
            x = new double[size];
            n = new long[size];
            s = new int[size];
            hasTime = Validity.allPresent(size);
            for (int i = 0; i < 3; i++) {
                present[i] = Validity.allPresent(size);
            }
            String[] states = {"on", "off", "fault"};
            long time = -90_000_000 * SECOND;
            int state = 0;
            for (int i = 0; i < size; i++) {
                time += random.nextInt(4) == 0
                        ? 0
                        : random.nextInt(200) == 0 ? 3_000 * SECOND : random.nextLong(90 * SECOND);
                times[i] = time;
                x[i] = random.nextGaussian() * Math.pow(2, random.nextInt(30));
                n[i] = random.nextInt(1000);
                state = random.nextInt(6) == 0 ? random.nextInt(3) : state;
                s[i] = texts.intern(states[state]);
                if (random.nextInt(50) == 0 && i > size - 20) {
                    Validity.setNull(hasTime, i);
                }
                for (int column = 0; column < 3; column++) {
                    if (random.nextInt(column + 3) == 0) {
                        Validity.setNull(present[column], i);
                    }
                }
            }
        }

        Batch batch(int from, int to) {
            int size = to - from;
            Dictionary keys = new Dictionary();
            keys.intern("another");
            int key = keys.intern("key");
            int[] codes = new int[size];
            Arrays.fill(codes, key);
            return new Batch(
                    new Column[] {
                        new LongColumn(Type.TIMESTAMP, Arrays.copyOfRange(times, from, to), part(hasTime, from, size)),
                        new VarcharColumn(codes, keys, Validity.ALL),
                        new DoubleColumn(Arrays.copyOfRange(x, from, to), part(present[0], from, size)),
                        new LongColumn(Type.BIGINT, Arrays.copyOfRange(n, from, to), part(present[1], from, size)),
                        new VarcharColumn(Arrays.copyOfRange(s, from, to), texts, part(present[2], from, size))
                    },
                    size);
        }

        private static Validity part(long[] words, int from, int size) {
            Validity all = Validity.of(words);
            long[] part = new long[Validity.wordCount(size)];
            for (int i = 0; i < size; i++) {
                if (all.isPresent(from + i)) {
                    Validity.setPresent(part, i);
                }
            }
            return Validity.of(part);
        }
    }
}
