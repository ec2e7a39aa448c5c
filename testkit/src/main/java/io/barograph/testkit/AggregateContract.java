package io.barograph.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.barograph.core.aggregate.AggregateFunction;
import io.barograph.core.aggregate.BoundAggregate;
import io.barograph.core.aggregate.GroupedState;
import io.barograph.core.aggregate.Signature;
import io.barograph.core.aggregate.Slide;
import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import io.barograph.testkit.RandomColumns.Nulls;
import io.barograph.testkit.RandomColumns.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/**
 * What every aggregate must keep, as tests over seeded rows: law 1 for any split and any order of merging, canonical bytes,
 * saved states that come back, rows that can be taken away again, frames that move, and a device that adds up for the state.
 *
 * <p>Write {@code @TestFactory Stream<DynamicNode> laws() { return AggregateContract.of(new MyFunction()); }} for a function
 * that the registry of aggregates finds.
 */
public final class AggregateContract {
    private static final int ROWS = 300;
    private static final int GROUPS = 7;

    private final AggregateFunction function;
    private final Signature signature;
    private final boolean distinct;

    private AggregateContract(AggregateFunction function, Signature signature, boolean distinct) {
        this.function = function;
        this.signature = signature;
        this.distinct = distinct;
    }

    /** The tests of a function: for each of its signatures, with and without DISTINCT. */
    public static Stream<DynamicNode> of(AggregateFunction function) {
        List<DynamicNode> nodes = new ArrayList<>();
        for (Signature signature : signatures(function)) {
            nodes.add(new AggregateContract(function, signature, false).tests());
            if (!signature.columns().isEmpty()) {
                nodes.add(new AggregateContract(function, signature, true).tests());
            }
        }
        return nodes.stream();
    }

    /** Those that the function lists, and those that it takes DECIMALs with: short ones and ones that fill 128 bits. */
    private static Set<Signature> signatures(AggregateFunction function) {
        Set<Signature> signatures = new LinkedHashSet<>(function.signatures());
        for (Signature signature : function.signatures()) {
            if (!signature.columns().isEmpty() && signature.columns().get(0) == Type.BIGINT) {
                for (Type decimal : List.of(Type.decimal(12, 3), Type.decimal(38, 4))) {
                    List<Type> arguments = new ArrayList<>(signature.arguments());
                    arguments.set(0, decimal);
                    function.signature(arguments)
                            .filter(found -> found.arguments().get(0) == decimal)
                            .ifPresent(signatures::add);
                }
            }
        }
        return signatures;
    }

    private DynamicNode tests() {
        return dynamicContainer(
                toString(),
                List.of(
                        dynamicTest("no rows, one row, all NULL: the result has its type", this::edges),
                        dynamicTest("any split and order gives the same bits and bytes", this::splits),
                        dynamicTest("a written state reads back as itself", this::roundTrip),
                        dynamicTest("finishing changes nothing", this::finishOnlyReads),
                        dynamicTest("rows with a NULL argument do not count", this::nulls),
                        dynamicTest("what is taken away was never there", this::retract),
                        dynamicTest("a frame's state is that of its rows alone", this::slide),
                        dynamicTest("rows that a device adds up give the same bytes", this::addOnDevice)));
    }

    private void edges() {
        for (int rows : new int[] {0, 1}) {
            for (Nulls nulls : new Nulls[] {Nulls.NONE, Nulls.ALL}) {
                MergeTable table = add(newTable(List.of()), rows(rows, Values.SENSOR, nulls), inOrder(rows), rows + 1);
                Batch result = MergedGroups.of(List.of(table)).reader().read(0, 1);
                assertThat(result.size()).isEqualTo(1);
                assertThat(result.column(0).type()).isEqualTo(signature.result());
            }
        }
    }

    private void splits() {
        Random random = Seeds.random(toString());
        for (Values values : Values.values()) {
            for (Nulls nulls : Nulls.values()) {
                Column[] rows = rows(ROWS, values, nulls);
                String expected = answer(add(newTable(List.of(0)), rows, inOrder(ROWS), ROWS));
                for (int workers = 1; workers <= 4; workers++) {
                    assertThat(answer(splitAndMerge(rows, workers, random)))
                            .as("%s, values %s, NULLs %s, %d workers%s", this, values, nulls, workers, Seeds.repeat())
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** Rows in random order to random workers in random batches, merged pairwise in random order. */
    private MergeTable splitAndMerge(Column[] rows, int workers, Random random) {
        List<Integer> shuffled =
                new ArrayList<>(IntStream.range(0, ROWS).boxed().toList());
        Collections.shuffle(shuffled, random);
        int[] order = shuffled.stream().mapToInt(Integer::intValue).toArray();
        List<MergeTable> tables = new ArrayList<>();
        int from = 0;
        for (int worker = 0; worker < workers; worker++) {
            int to = worker == workers - 1 ? ROWS : from + random.nextInt(ROWS - from + 1);
            tables.add(add(newTable(List.of(0)), rows, Arrays.copyOfRange(order, from, to), 1 + random.nextInt(ROWS)));
            from = to;
        }
        while (tables.size() > 1) {
            MergeTable source = tables.remove(random.nextInt(tables.size()));
            tables.get(random.nextInt(tables.size())).merge(source);
        }
        return tables.get(0);
    }

    private void addOnDevice() {
        assertThat(newTable(List.of(0)).notForDevice()).isEmpty();
        for (List<Integer> keys : List.of(List.of(0), List.<Integer>of())) {
            for (Values values : Values.values()) {
                for (Nulls nulls : Nulls.values()) {
                    addOnDevice(keys, rows(ROWS, values, nulls), values + ", NULLs " + nulls);
                }
            }
        }
    }

    private void addOnDevice(List<Integer> keys, Column[] rows, String kind) {
        MergeTable table = newTable(keys);
        // Not all groups find room at first: so rows are left over as a whole, too.
        table.addOn(new TwinDevice(GROUPS / 2, ROWS / 4), null, null, table::addHere, () -> {}, 1);
        add(table, rows, inOrder(ROWS), ROWS / 3);
        table.settle();
        table.leaveDevice();
        assertThat(answer(table))
                .as("%s, keys %s, values %s%s", this, keys, kind, Seeds.repeat())
                .isEqualTo(answer(add(newTable(keys), rows, inOrder(ROWS), ROWS)));
    }

    private void roundTrip() {
        for (Values values : Values.values()) {
            MergeTable table = add(newTable(List.of(0)), rows(ROWS, values, Nulls.SOME), inOrder(ROWS), ROWS);
            MergeTable restored = table.empty();
            for (byte[] group : groups(table)) {
                StateInput input = new StateInput(group);
                restored.readGroup(input);
                assertThat(input.isAtEnd()).isTrue();
            }
            assertThat(answer(restored)).as("%s, values %s", this, values).isEqualTo(answer(table));
        }
    }

    private void finishOnlyReads() {
        MergeTable table = add(newTable(List.of(0)), rows(ROWS, Values.WIDE, Nulls.SOME), inOrder(ROWS), ROWS);
        String before = answer(table);
        assertThat(answer(table)).isEqualTo(before);
    }

    private void nulls() {
        Column[] rows = rows(ROWS, Values.SENSOR, Nulls.ALTERNATING);
        int[] present = IntStream.range(0, ROWS)
                .filter(row ->
                        Arrays.stream(rows).allMatch(column -> column.validity().isPresent(row)))
                .toArray();
        assumeTrue(rows.length > 1, "there is no argument");
        assertThat(answer(add(newTable(List.of()), rows, inOrder(ROWS), 64)))
                .isEqualTo(answer(add(newTable(List.of()), rows, present, 64)));
    }

    private void retract() {
        BoundAggregate bound = bind();
        assumeTrue(bound.state().create() instanceof GroupedState.Invertible, "the state does not retract");
        for (Values values : Values.values()) {
            GroupedState.Invertible state =
                    (GroupedState.Invertible) bound.state().create();
            GroupedState kept = bound.state().create();
            state.resize(GROUPS);
            kept.resize(GROUPS);
            Column[] rows = rows(ROWS, values, Nulls.NONE);
            int split = ROWS / 3;
            int[] order = inOrder(ROWS);
            state.add(arguments(rows, order, 0, ROWS), groupsOf(rows, order, 0, ROWS), ROWS);
            kept.add(arguments(rows, order, 0, split), groupsOf(rows, order, 0, split), split);
            state.retract(arguments(rows, order, split, ROWS), groupsOf(rows, order, split, ROWS), ROWS - split);
            for (int group = 0; group < GROUPS; group++) {
                assertThat(written(state, group))
                        .as("%s, values %s%s", this, values, Seeds.repeat())
                        .isEqualTo(written(kept, group));
            }
        }
    }

    private void slide() {
        BoundAggregate bound = bind();
        for (boolean fromFirstRow : new boolean[] {false, true}) {
            assumeTrue(bound.state().create().slide(fromFirstRow) != null, "the state does not slide");
            for (Values values : Values.values()) {
                Column[] rows = rows(ROWS, values, Nulls.NONE);
                GroupedState state = bound.state().create();
                slideAlong(state, Objects.requireNonNull(state.slide(fromFirstRow)), rows, fromFirstRow, values);
            }
        }
    }

    /** Moves frames of any length along the rows, some at a time, and compares each with a state that saw its rows alone. */
    private void slideAlong(GroupedState state, Slide slide, Column[] rows, boolean fromFirstRow, Values values) {
        Random random = Seeds.random(this + " frames of " + values);
        int[] order = inOrder(ROWS);
        Column[] all = arguments(rows, order, 0, ROWS);
        slide.begin(0);
        for (int start = 0, end = 0; end < ROWS; ) {
            int count = 1 + random.nextInt(40);
            long[] starts = new long[count];
            long[] ends = new long[count];
            for (int i = 0; i < count; i++) {
                end = Math.min(ROWS, end + random.nextInt(random.nextInt(9) == 0 ? 30 : 3));
                start = fromFirstRow ? 0 : start + random.nextInt(end - start + 1) / (1 + random.nextInt(20));
                starts[i] = start;
                ends[i] = end;
            }
            slide.move(all, 0, starts, ends, count);
            for (int i = 0; i < count; i++) {
                GroupedState alone = bind().state().create();
                alone.resize(1);
                int from = (int) starts[i];
                int to = (int) ends[i];
                alone.add(arguments(rows, order, from, to), new int[to - from], to - from);
                assertThat(written(state, i + 1))
                        .as("%s, values %s, frame [%d, %d)%s", this, values, from, to, Seeds.repeat())
                        .isEqualTo(written(alone, 0));
            }
            assertThat(written(state, 0)).isEqualTo(written(state, count));
        }
    }

    private static String written(GroupedState state, int group) {
        StateOutput output = new StateOutput();
        state.write(group, output);
        return HexFormat.of().formatHex(output.toByteArray());
    }

    private static Column[] arguments(Column[] rows, int[] order, int from, int to) {
        return Arrays.stream(rows)
                .skip(1)
                .map(column -> RandomColumns.pick(column, order, from, to))
                .toArray(Column[]::new);
    }

    private static int[] groupsOf(Column[] rows, int[] order, int from, int to) {
        long[] keys = ((LongColumn) rows[0]).values();
        return IntStream.range(from, to).map(i -> (int) keys[order[i]]).toArray();
    }

    /** A key column without NULLs, then the arguments. */
    private Column[] rows(int size, Values values, Nulls nulls) {
        Random random = Seeds.random(this + " " + values + " " + nulls);
        RandomColumns columns = new RandomColumns(random);
        List<Column> rows = new ArrayList<>();
        rows.add(new LongColumn(
                Type.BIGINT, random.ints(size, 0, GROUPS).asLongStream().toArray(), Validity.ALL));
        for (Type type : signature.columns()) {
            rows.add(columns.column(type, size, values, nulls));
        }
        return rows.toArray(Column[]::new);
    }

    private static int[] inOrder(int size) {
        return IntStream.range(0, size).toArray();
    }

    private MergeTable add(MergeTable table, Column[] rows, int[] order, int batchSize) {
        for (int from = 0; from < order.length; from += batchSize) {
            int start = from;
            int to = Math.min(order.length, from + batchSize);
            Column[] batch = Arrays.stream(rows)
                    .map(column -> RandomColumns.pick(column, order, start, to))
                    .toArray(Column[]::new);
            table.add(new Batch(batch, to - from));
        }
        return table;
    }

    private MergeTable newTable(List<Integer> keys) {
        List<Field> input = new ArrayList<>();
        input.add(new Field("key", Type.BIGINT));
        List<Integer> arguments = new ArrayList<>();
        for (Type type : signature.columns()) {
            arguments.add(input.size());
            input.add(new Field("argument" + input.size(), type));
        }
        AggregateCall call =
                new AggregateCall(function.name(), arguments, constants(), distinct, -1, signature.result());
        List<Field> output = new ArrayList<>();
        keys.forEach(key -> output.add(input.get(key)));
        output.add(new Field("result", signature.result()));
        Schema schema = new Schema(input);
        return new MergeTable(
                schema,
                new Plan.Aggregate(new Plan.Values(schema, List.of()), keys, List.of(call), new Schema(output)));
    }

    private BoundAggregate bind() {
        BoundAggregate bound = function.bind(signature, constants());
        return distinct ? bound.distinct(signature.columns()) : bound;
    }

    private List<Expr.Literal> constants() {
        List<Expr.Literal> constants = new ArrayList<>();
        for (Type type : signature
                .arguments()
                .subList(signature.columns().size(), signature.arguments().size())) {
            constants.add(constant(type));
        }
        return constants;
    }

    private static Expr.Literal constant(Type type) {
        return switch (type.kind()) {
            case DOUBLE -> new Expr.Literal(type, 0.5);
            case VARCHAR -> new Expr.Literal(type, ", ");
            case BOOLEAN -> new Expr.Literal(type, true);
            default -> new Expr.Literal(type, 1L);
        };
    }

    /** Results to the bit and states to the byte; or the failure that finishing ends in. */
    private static String answer(MergeTable table) {
        StringBuilder answer = new StringBuilder();
        for (byte[] group : groups(table)) {
            answer.append(HexFormat.of().formatHex(group)).append('\n');
        }
        try {
            MergedGroups merged = MergedGroups.of(List.of(table));
            Batch batch = merged.reader().read(0, merged.groups());
            for (int i = 0; i < batch.size(); i++) {
                for (Object value : batch.row(i)) {
                    boolean isDouble = value instanceof Double;
                    answer.append(isDouble ? Double.doubleToRawLongBits((Double) value) + "d" : value)
                            .append(' ');
                }
            }
        } catch (BarographException e) {
            answer.append(e.code()).append(' ').append(e.getMessage());
        }
        return answer.toString();
    }

    /** The written groups in the order of their bytes, that is of their keys. */
    private static List<byte[]> groups(MergeTable table) {
        List<byte[]> written = new ArrayList<>();
        for (int group = 0; group < table.groups(); group++) {
            StateOutput output = new StateOutput();
            table.writeGroup(group, output);
            written.add(output.toByteArray());
        }
        written.sort(Arrays::compareUnsigned);
        return written;
    }

    @Override
    public String toString() {
        return function.name() + (distinct ? " DISTINCT " : " ") + signature;
    }
}
