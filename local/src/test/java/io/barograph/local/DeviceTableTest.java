package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.DeferredRows;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.merge.WindowKeys;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.window.WindowSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose rows a device adds up: what they count, hold and let go while it does. */
class DeviceTableTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    private static final Schema WINDOWS =
            Schema.of(new Field("s", Type.TIMESTAMP), new Field("e", Type.TIMESTAMP), new Field("x", Type.BIGINT));
    private static final AggregateCall SUM = new AggregateCall("sum", List.of(2), List.of(), false, -1, Type.BIGINT);

    @BeforeEach
    void aDevice() {
        PretendedDevice.reset(1, null);
    }

    @AfterEach
    void allIsGivenBack() {
        assertThat(PretendedDevice.TOTALS).hasValue(0);
    }

    /** Each may be a new group's. */
    @Test
    void rowsOnTheirWayCountAsGroups() {
        PretendedDevice.chunkRows = 3_000;
        Schema keys = Schema.of(new Field("k", Type.BIGINT));
        AggregateCall call = new AggregateCall("sum", List.of(0), List.of(), false, -1, Type.BIGINT);
        Schema result = Schema.of(new Field("k", Type.BIGINT), new Field("s", Type.BIGINT));
        MergeTable table = new MergeTable(
                keys, new Plan.Aggregate(new Plan.Values(keys, List.of()), List.of(0), List.of(call), result));
        table.addOn(new PretendedDevice(), null, null, table::addHere, () -> {}, 1 << 30);
        long[] values = new Random(SEED).longs(Batch.CAPACITY, 0, 10).toArray();
        Batch batch = new Batch(new Column[] {new LongColumn(Type.BIGINT, values, Validity.ALL)}, values.length);
        table.add(batch);
        assertThat(table.groupsOnDevice()).isEqualTo(values.length);
        assertThat(table.memoryBytes()).isGreaterThan(values.length * table.leastGroupBytes());
        table.add(batch);
        table.add(batch);
        // Of all chunks but the last one it is known whose rows they are.
        assertThat(table.groupsOnDevice()).isEqualTo(10 + 3_000 + (3 * values.length - 6_000));
        table.settle();
        assertThat(table.groupsOnDevice()).isZero();
        assertThat(table.groups()).isEqualTo(10);
        table.leaveDevice();
    }

    /** Rows of 500 windows each: many that the device has no room for, or all as panes. */
    @ParameterizedTest
    @ValueSource(ints = {100, 1 << 30})
    void whileMuchComesBackGroupsCanBePutAway(int deviceBytes) {
        PretendedDevice.chunkRows = 300;
        MergeTable table = new MergeTable(
                WINDOWS, new Plan.Aggregate(new Plan.Values(WINDOWS, List.of()), List.of(0, 1), List.of(SUM), WINDOWS));
        MergeTable all = table.empty();
        int[] most = new int[1];
        Runnable between = () -> {
            most[0] = Math.max(most[0], table.groups());
            assertThat(table.groupsOnDevice()).isZero();
            all.merge(table);
            table.letGo();
        };
        WindowKeys windows = new WindowKeys(List.of(0), List.of(1), WindowSpec.hop(1_000, 2, 0));
        table.addOn(new PretendedDevice(), windows, null, table::addHere, between, deviceBytes);
        int rows = 2_000;
        long[] times = LongStream.range(0, rows).map(row -> 5_000 * row).toArray();
        LongColumn column = new LongColumn(Type.TIMESTAMP, times, Validity.ALL);
        LongColumn ones = new LongColumn(
                Type.BIGINT, LongStream.range(0, rows).map(row -> 1).toArray(), Validity.ALL);
        table.add(new Batch(new Column[] {column, column, ones}, rows));
        table.settle();
        table.leaveDevice();
        assertThat(most[0]).isBetween(1, Batch.CAPACITY);
        assertThat(all.groups()).isEqualTo(500 * rows);
    }

    /** The device drops the rows with NULL keys, and brings nothing back that would tell the table of them. */
    @Test
    void nullKeysThatOnlyDroppedRowsHaveChangeNoOtherKey() {
        Schema schema = Schema.of(new Field("k", Type.BIGINT), new Field("v", Type.BIGINT));
        AggregateCall count = new AggregateCall("count", List.of(), List.of(), false, -1, Type.BIGINT);
        MergeTable table = new MergeTable(
                schema, new Plan.Aggregate(new Plan.Values(schema, List.of()), List.of(0), List.of(count), schema));
        Expr positive = new Expr.Call(
                "<", List.of(new Expr.Literal(Type.BIGINT, 0L), new Expr.ColumnRef(1, Type.BIGINT)), Type.BOOLEAN);
        DeferredRows filter =
                Objects.requireNonNull(table.defer(schema, List.of(new RowOperator.Filter(positive, schema)), null)
                        .rows());
        table.addOn(new PretendedDevice(), null, filter, table::addHere, () -> {}, 1 << 30);

        int groups = 1_500;
        table.add(rows(LongStream.range(0, groups).toArray(), Validity.ALL, 1));
        table.settle();
        table.add(rows(new long[10], Validity.of(new long[1]), -1));
        table.settle();
        table.leaveDevice();

        Batch found = MergedGroups.of(List.of(table)).reader().read(0, groups);
        assertThat(((LongColumn) found.column(0)).values())
                .isEqualTo(LongStream.range(0, groups).toArray());
        assertThat(found.column(0).validity().countPresent(groups)).isEqualTo(groups);
    }

    private static Batch rows(long[] keys, Validity validity, long value) {
        long[] values = new long[keys.length];
        Arrays.fill(values, value);
        return new Batch(
                new Column[] {
                    new LongColumn(Type.BIGINT, keys, validity), new LongColumn(Type.BIGINT, values, Validity.ALL)
                },
                keys.length);
    }

    /** Each level looks at the one within twice: thirty of them would be a thousand million looks. */
    @Test
    void nestedExpressionsAreCompiledOnce() {
        Schema schema = Schema.of(new Field("v", Type.BIGINT));
        AggregateCall sum = new AggregateCall("sum", List.of(0), List.of(), false, -1, Type.BIGINT);
        MergeTable table = new MergeTable(
                schema, new Plan.Aggregate(new Plan.Values(schema, List.of()), List.of(), List.of(sum), schema));
        Expr nested = new Expr.ColumnRef(0, Type.BIGINT);
        for (int level = 0; level < 200; level++) {
            nested = new Expr.Call("nullif", List.of(nested, new Expr.Literal(Type.BIGINT, 0L)), Type.BIGINT);
        }

        DeferredRows.Attempt attempt =
                table.defer(schema, List.of(new RowOperator.Project(List.of(nested), schema)), null);

        assertThat(attempt.rows()).isNull();
        assertThat(attempt.reason()).contains("at most 64 instructions");
    }
}
