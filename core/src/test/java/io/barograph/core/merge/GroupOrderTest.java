package io.barograph.core.merge;

import static io.barograph.core.merge.Rows.call;
import static io.barograph.core.merge.Rows.filter;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.GroupRuns;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Type;
import io.barograph.core.plan.AggregateCall;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows added in order of their groups leave the states that rows added one by one do: the same bytes. */
class GroupOrderTest {
    private static final int ROWS = 6000;
    private static final int BATCH = 1500;

    private static final double[] HOSTILE = {
        0.0,
        -0.0,
        Double.NaN,
        Double.longBitsToDouble(0xFFF8_0000_0000_0001L),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        -Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        0x1p63,
        -0x1p63,
        0x1p-20,
        0x1.fffffffffffffp40,
        1e-300
    };

    /**
     * What numbers are drawn. Of {@code ENDS} all lie at an end of the window of 20.0, where a number in its unit may just not fit 64 bits.
     * {@code MOST} and {@code LEAST} are the greatest numbers whose squares are added by halves and those of least size with any last bit,
     * {@code MORE} and {@code LESS} lie beyond. Of {@code SUBNORMAL} the unit may be so large that a value would vanish in it.
     */
    enum Values {
        READINGS,
        HOSTILE_NOW_AND_THEN,
        HOSTILE_ALWAYS,
        HUGE,
        TINY,
        ENDS,
        MOST,
        MORE,
        LEAST,
        LESS,
        SUBNORMAL,
        RISING,
        FALLING;

        double first() {
            return this == SUBNORMAL ? 0x1p60 : 20;
        }

        double next(SplittableRandom random, int row) {
            double reading = Math.round(200_000 + 50_000 * random.nextDouble(-1, 1)) / 1e4;
            return switch (this) {
                case READINGS -> reading;
                case HOSTILE_NOW_AND_THEN -> random.nextInt(500) == 0 ? hostile(random) : reading;
                case HOSTILE_ALWAYS -> hostile(random);
                case HUGE -> reading * 1e200;
                case TINY -> Math.scalb(reading, -1060);
                case ENDS ->
                    random.nextInt(10) == 0 ? Math.scalb(random.nextBoolean() ? 1.0 : -1.0, random.nextInt(5, 9)) : 20;
                case MOST -> random.nextInt(50) == 0 ? -Math.nextUp(4.0) : Math.nextDown(0x1p7);
                case MORE -> random.nextInt(50) == 0 ? -Math.nextUp(4.0) : Math.nextDown(0x1p8);
                case LEAST -> random.nextBoolean() ? -Math.nextUp(4.0) : reading;
                case LESS -> random.nextBoolean() ? -Math.nextUp(2.0) : reading;
                case SUBNORMAL -> random.nextInt(2000) == 0 ? Double.MIN_VALUE : 0x1p60;
                case RISING -> Math.scalb(reading, row / 500);
                case FALLING -> Math.scalb(reading, -row / 500);
            };
        }

        long nextInteger(SplittableRandom random) {
            return switch (this) {
                case READINGS, LESS -> random.nextLong(-1000, 1000);
                case MOST -> random.nextInt(50) == 0 ? -1L << 57 : (1L << 57) - 1;
                case MORE -> random.nextInt(50) == 0 ? -1L << 57 : (1L << 58) - 1;
                default -> random.nextInt(50) == 0 ? random.nextLong() >> 1 : random.nextLong(1000);
            };
        }

        private static double hostile(SplittableRandom random) {
            return HOSTILE[random.nextInt(HOSTILE.length)];
        }
    }

    private static final AggregateCall[] CALLS = {
        call("count", Type.BIGINT),
        call("sum", Type.DOUBLE, 1),
        call("stddev", Type.DOUBLE, 2),
        call("min", Type.DOUBLE, 1),
        call("max", Type.DOUBLE, 2),
        call("sum", Type.BIGINT, 3),
        call("variance", Type.DOUBLE, 3),
        call("max", Type.BIGINT, 3),
        call("min", Type.VARCHAR, 4),
        filter(call("avg", Type.DOUBLE, 2), 5),
        call("count_if", Type.BIGINT, 5),
        call("median", Type.DOUBLE, 1)
    };

    @ParameterizedTest
    @EnumSource
    void devicesByTurnsLeaveTheSameStates(Values values) {
        sameStates(values, false, row -> row % 100);
        sameStates(values, true, row -> row % 100);
    }

    @ParameterizedTest
    @EnumSource
    void devicesOneAfterAnotherLeaveTheSameStates(Values values) {
        sameStates(values, false, row -> row / 37);
        sameStates(values, true, row -> row / 37);
    }

    @Test
    void soDoRowsThatCannotBeOrderedInPart() {
        sameStates(Values.READINGS, true, row -> row < 3 * BATCH / 2 ? row % 70 : row % 1200);
    }

    private static void sameStates(Values values, boolean withNulls, IntUnaryOperator deviceOf) {
        SplittableRandom random = new SplittableRandom(5);
        Rows rows = new Rows(Type.BIGINT, Type.DOUBLE, Type.DOUBLE, Type.BIGINT, Type.VARCHAR, Type.BOOLEAN);
        for (int i = 0; i < ROWS; i++) {
            // Windows are made for the first value of all.
            rows.add(
                    (long) deviceOf.applyAsInt(i),
                    i == 0 ? (Object) values.first() : orNull(random, withNulls, values.next(random, i)),
                    i == 0 ? (Object) values.first() : orNull(random, withNulls, values.next(random, i)),
                    orNull(random, withNulls, values.nextInteger(random)),
                    orNull(random, withNulls, "text " + random.nextInt(9)),
                    orNull(random, withNulls, random.nextBoolean()));
        }
        MergeTable ordered = rows.into(rows.table(List.of(0), CALLS), BATCH);
        MergeTable oneByOne = rows.into(ordered.empty(), 1);
        assertThat(states(ordered)).isEqualTo(states(oneByOne));
    }

    private static Object orNull(SplittableRandom random, boolean withNulls, Object value) {
        return withNulls && random.nextInt(9) == 0 ? null : value;
    }

    private static List<String> states(MergeTable table) {
        List<String> states = new ArrayList<>();
        for (int group = 0; group < table.groups(); group++) {
            StateOutput output = new StateOutput();
            table.writeGroup(group, output);
            states.add(HexFormat.of().formatHex(output.toByteArray()));
        }
        return states;
    }

    @Test
    void rowsOfAGroupStayInTheirOrder() {
        int[] groups = new int[600];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = 1000 + i * 7 % 60;
        }
        GroupOrder order = new GroupOrder(true);

        assertThat(order.find(groups, groups.length)).isTrue();
        assertThat(order.isGiven()).isFalse();
        GroupRuns runs = order.runs();
        assertThat(runs.count()).isEqualTo(60);
        assertThat(runs.rows()).isEqualTo(groups.length);
        for (int run = 0, from = 0; run < 60; from = runs.end(run++)) {
            assertThat(runs.group(run)).isEqualTo(1000 + run);
            for (int i = from; i < runs.end(run); i++) {
                assertThat(order.groups()[i]).isEqualTo(1000 + run);
                assertThat(groups[order.positions()[i]]).isEqualTo(1000 + run);
                assertThat(i == from || order.positions()[i] > order.positions()[i - 1])
                        .isTrue();
            }
        }
    }

    @Test
    void rowsAreMovedOnlyWhereThatMakesLongRuns() {
        int[] spread = new int[600];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = i % 76;
        }
        int[] inRuns = new int[600];
        for (int i = 0; i < inRuns.length; i++) {
            inRuns[i] = 1_000_000 * (i / 10 % 2);
        }

        assertThat(new GroupOrder(true).find(spread, 600)).isFalse();
        assertThat(new GroupOrder(true).find(spread, 3)).isFalse();
        GroupOrder unmoved = new GroupOrder(false);
        assertThat(unmoved.find(inRuns, 600)).isTrue();
        assertThat(unmoved.isGiven()).isTrue();
        assertThat(unmoved.runs().count()).isEqualTo(60);
        int[] byTurns = new int[600];
        for (int i = 0; i < byTurns.length; i++) {
            byTurns[i] = i % 2;
        }
        assertThat(unmoved.find(byTurns, 600)).isFalse();
    }
}
