package io.barograph.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What memory a table takes of values that a device counts for it. */
class CountedValuesTest {
    private static final Schema INPUT = new Schema(
            List.of(new Field("x", Type.BIGINT), new Field("t", Type.TIMESTAMP), new Field("s", Type.VARCHAR)));
    private static final int ROWS = Batch.CAPACITY;

    private static MergeTable table(AggregateCall... calls) {
        Schema output = new Schema(IntStream.range(0, calls.length)
                .mapToObj(call -> new Field("result" + call, calls[call].type()))
                .toList());
        return new MergeTable(
                INPUT, new Plan.Aggregate(new Plan.Values(INPUT, List.of()), List.of(), List.of(calls), output));
    }

    private static AggregateCall call(String function, List<Integer> arguments, Type type) {
        List<Expr.Literal> constants =
                function.startsWith("quantile") ? List.of(new Expr.Literal(Type.DOUBLE, 0.5)) : List.of();
        return new AggregateCall(function, arguments, constants, false, -1, type);
    }

    /** Rows of two values at one time, three of four the first; each text comes once in all batches. */
    private static Batch batch(int number) {
        long[] values = new long[ROWS];
        Arrays.setAll(values, row -> row % 4 == 0 ? 2 : 1);
        Dictionary texts = new Dictionary();
        int[] codes = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            byte[] text = String.format("%090d", number * ROWS + row).getBytes(StandardCharsets.UTF_8);
            codes[row] = texts.intern(text, 0, text.length);
        }
        return new Batch(
                new Column[] {
                    new LongColumn(Type.BIGINT, values, Validity.ALL),
                    new LongColumn(Type.TIMESTAMP, new long[ROWS], Validity.ALL),
                    new VarcharColumn(codes, texts, Validity.ALL)
                },
                ROWS);
    }

    private static String written(MergeTable table) {
        StateOutput output = new StateOutput();
        table.writeGroup(0, output);
        return Arrays.toString(output.toByteArray());
    }

    /** States are let go of in between, as by who watches memory: together they are what all rows make. */
    @Test
    void aFrequentValueComesInParts() {
        AggregateCall[] calls = {
            call("quantile_disc", List.of(0), Type.BIGINT),
            call("time_weighted_avg", List.of(0, 1), Type.DOUBLE),
            call("mode", List.of(0), Type.BIGINT),
            call("sum", List.of(0), Type.BIGINT)
        };
        MergeTable here = table(calls);
        MergeTable onDevice = table(calls);
        int batches = 50;
        List<byte[]> parts = new ArrayList<>();
        onDevice.addOn(
                new TwinDevice(100, ROWS),
                null,
                null,
                onDevice::addHere,
                () -> {
                    StateOutput output = new StateOutput();
                    onDevice.writeGroup(0, output);
                    parts.add(output.toByteArray());
                    onDevice.letGo();
                },
                1 << 20);
        for (int number = 0; number < batches; number++) {
            here.add(batch(number));
            onDevice.add(batch(number));
        }
        onDevice.settle();
        onDevice.leaveDevice();
        assertThat(parts).hasSizeBetween(batches * ROWS / (1 << 14), batches * ROWS / (1 << 13));
        parts.forEach(part -> onDevice.readGroup(new StateInput(part)));
        assertThat(written(onDevice)).isEqualTo(written(here));
    }

    @Test
    void textsThatHaveComeBackAreHeldOnce() {
        AggregateCall most = call("max", List.of(2), Type.VARCHAR);
        MergeTable here = table(most);
        MergeTable onDevice = table(most);
        onDevice.addOn(new TwinDevice(1_000, ROWS / 4 + 1), null, null, onDevice::addHere, () -> {}, 1 << 30);
        for (int number = 0; number < 8; number++) {
            here.add(batch(number));
            onDevice.add(batch(number));
        }
        onDevice.settle();
        assertThat(onDevice.memoryBytes() - here.memoryBytes()).isLessThan(here.memoryBytes() / 4);
        assertThat(written(onDevice)).isEqualTo(written(here));
        onDevice.leaveDevice();
    }
}
