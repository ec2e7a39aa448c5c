package io.barograph.core.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
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
import io.barograph.core.expr.Expr;
import io.barograph.core.fold.Fold;
import io.barograph.core.plan.AsOf;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A join as a fold along the rows of both sides finds what one finds that holds the right side, however its rows are cut. */
class AlongFoldTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final Schema LEFT =
            Schema.of(new Field("t", Type.TIMESTAMP), new Field("text", Type.VARCHAR), new Field("v", Type.DOUBLE));
    private static final Schema RIGHT =
            Schema.of(new Field("note", Type.VARCHAR), new Field("at", Type.TIMESTAMP), new Field("n", Type.BIGINT));
    private static final Expr LEFT_TIME = new Expr.ColumnRef(0, Type.TIMESTAMP);
    private static final Expr RIGHT_TIME = new Expr.ColumnRef(1, Type.TIMESTAMP);
    private static final EvaluationContext CONTEXT = new EvaluationContext(List.of(), false);

    /** @param from of a join by a distance, like {@code to} */
    record Case(JoinKind kind, @Nullable AsOf asOf, long from, long to) {
        AlongJoin join() {
            Schema schema = Plan.Join.schemaOf(kind, LEFT, RIGHT);
            Expr time = new Expr.ColumnRef(LEFT.size() + 1, Type.TIMESTAMP);
            Expr distance =
                    new Expr.Call("between", List.of(time, moved(LEFT_TIME, from), moved(LEFT_TIME, to)), Type.BOOLEAN);
            Terminal.Join join =
                    new Terminal.Join(1, kind, List.of(), List.of(), asOf, asOf == null ? distance : null, schema);
            JoinSpec spec = new JoinSpec(join, LEFT, RIGHT, false);
            return asOf != null
                    ? AlongJoin.asOf(spec, asOf)
                    : new AlongJoin(spec, LEFT_TIME, RIGHT_TIME, null, from, to);
        }

        private static Expr moved(Expr time, long by) {
            return new Expr.Call("+", List.of(time, new Expr.Literal(Type.INTERVAL, by)), Type.TIMESTAMP);
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (JoinKind kind : JoinKind.values()) {
            cases.add(new Case(kind, null, -3, 5));
            cases.add(new Case(kind, null, 2, 6));
            cases.add(new Case(kind, null, -7, -1));
        }
        for (AsOf.Direction direction : AsOf.Direction.values()) {
            for (long within : new long[] {AsOf.ANY_DISTANCE, 4}) {
                for (boolean orEqual : new boolean[] {true, false}) {
                    if (orEqual || direction != AsOf.Direction.NEAREST) {
                        AsOf asOf = new AsOf(direction, LEFT_TIME, RIGHT_TIME, orEqual, within, List.of(0, 2));
                        cases.add(new Case(JoinKind.LEFT, asOf, 0, 0));
                        cases.add(new Case(JoinKind.INNER, asOf, 0, 0));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itFindsWhatAJoinFindsThatHoldsOneSide(Case given) {
        Random random = new Random(SEED);
        Batch left = left(random, random.nextInt(400));
        Batch right = right(random, random.nextInt(400));
        AlongJoin join = given.join();
        Map<String, Integer> found = new TreeMap<>();
        List<List<Object>> rows = new ArrayList<>();
        join.newEntry(true, CONTEXT).accept(left, boxed(rows), into(found));
        join.newEntry(false, CONTEXT).accept(right, boxed(rows), into(found));

        Terminal.Fold terminal = join.fold(CONTEXT);
        Fold fold = terminal.operator().newFold(join.rows(), CONTEXT);
        fold.begin();
        rows.sort((one, other) -> compare(one, other, terminal.order()));
        long time = Long.MIN_VALUE;
        int timeColumn = terminal.order().get(0).column();
        for (int from = 0; from < rows.size(); ) {
            int to = Math.min(rows.size(), from + 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
            fold.accept(batch(join.rows(), rows.subList(from, to)), into(found));
            time = (Long) rows.get(to - 1).get(timeColumn);
            if (to < rows.size() && random.nextBoolean()) {
                fold.advance((Long) rows.get(to).get(timeColumn), into(found));
            }
            StateOutput saved = new StateOutput();
            fold.write(saved);
            fold = terminal.operator().newFold(join.rows(), CONTEXT);
            fold.begin();
            fold.read(new StateInput(saved.toByteArray()));
            from = to;
        }
        if (given.asOf() == null || given.asOf().within() >= 0) {
            fold.advance(time + 100, into(found));
            assertThat(fold.isAtBeginning())
                    .as("nothing is kept that no row can reach")
                    .isTrue();
            assertThat(fold.deadline()).isEqualTo(Long.MAX_VALUE);
        }
        fold.end(into(found));
        assertThat(found).as("seed %d", SEED).isEqualTo(held(join.spec(), left, right));
    }

    private static Map<String, Integer> held(JoinSpec spec, Batch left, Batch right) {
        JoinTable table = new JoinTable(spec, CONTEXT);
        table.add(right);
        table.seal();
        Map<String, Integer> found = new TreeMap<>();
        JoinProbe probe = table.newProbe(CONTEXT, () -> {});
        probe.begin(left);
        for (Batch rows = probe.next(); rows != null; rows = probe.next()) {
            into(found).accept(rows);
        }
        if (spec.keepsHeld()) {
            into(found).accept(table.newRest().read(0, right.size()));
        }
        return found;
    }

    private static Consumer<Batch> into(Map<String, Integer> found) {
        return batch -> {
            for (int i = 0; i < batch.size(); i++) {
                found.merge(batch.row(i).toString(), 1, Integer::sum);
            }
        };
    }

    private static Consumer<Batch> boxed(List<List<Object>> rows) {
        return batch -> {
            for (int i = 0; i < batch.size(); i++) {
                rows.add(batch.row(i));
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static int compare(List<Object> one, List<Object> other, List<Plan.SortKey> order) {
        for (Plan.SortKey key : order) {
            Comparator<Object> values = (a, b) -> ((Comparable<Object>) a).compareTo(b);
            Comparator<Object> ordered = Comparator.nullsLast(key.descending() ? values.reversed() : values);
            int compared = ordered.compare(one.get(key.column()), other.get(key.column()));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private static Batch batch(Schema schema, List<List<Object>> rows) {
        Column[] columns = new Column[schema.size()];
        for (int column = 0; column < columns.length; column++) {
            int at = column;
            List<Object> values = new ArrayList<>();
            rows.forEach(row -> values.add(row.get(at)));
            columns[column] = column(schema.type(column), values);
        }
        return new Batch(columns, rows.size());
    }

    private static Column column(Type type, List<Object> values) {
        int size = values.size();
        long[] present = Validity.allPresent(size);
        long[] longs = new long[size];
        Dictionary texts = new Dictionary();
        for (int i = 0; i < size; i++) {
            Object value = values.get(i);
            if (value == null) {
                Validity.setNull(present, i);
            } else if (value instanceof Long number) {
                longs[i] = number;
            } else if (value instanceof Double number) {
                longs[i] = ValueCodec.fromDouble(number);
            } else if (value instanceof Boolean truth) {
                longs[i] = truth ? 1 : 0;
            } else {
                longs[i] = texts.intern((String) value);
            }
        }
        return ValueCodec.decode(type, longs, size, Validity.of(present), texts);
    }

    private static Batch left(Random random, int size) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> random.nextInt(50));
        return new Batch(
                new Column[] {times(random, size), texts(random, size), new DoubleColumn(values, Validity.ALL)}, size);
    }

    private static Batch right(Random random, int size) {
        long[] numbers = new long[size];
        Arrays.setAll(numbers, i -> random.nextInt(3));
        return new Batch(
                new Column[] {
                    texts(random, size), times(random, size), new LongColumn(Type.BIGINT, numbers, Validity.ALL)
                },
                size);
    }

    private static Column times(Random random, int size) {
        long[] times = new long[size];
        Arrays.setAll(times, i -> random.nextInt(600));
        return new LongColumn(Type.TIMESTAMP, times, nulls(random, size));
    }

    private static Column texts(Random random, int size) {
        Dictionary dictionary = new Dictionary();
        int[] codes = new int[size];
        Arrays.setAll(codes, i -> dictionary.intern("text " + random.nextInt(3)));
        return new VarcharColumn(codes, dictionary, nulls(random, size));
    }

    private static Validity nulls(Random random, int size) {
        long[] present = Validity.allPresent(size);
        for (int i = 0; i < size; i++) {
            if (random.nextInt(20) == 0) {
                Validity.setNull(present, i);
            }
        }
        return Validity.of(present);
    }
}
