package io.barograph.gpu;

import io.barograph.core.aggregate.totals.RowProgram;
import io.barograph.core.aggregate.totals.RowProgram.ComputedKeys;
import io.barograph.core.aggregate.totals.RowProgram.Instruction;
import io.barograph.core.aggregate.totals.RowProgram.KeyWord;
import io.barograph.core.aggregate.totals.RowProgram.Operation;
import io.barograph.core.aggregate.totals.RowProgram.PickedRows;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.aggregate.totals.RowsShape.PanedTime;
import io.barograph.core.aggregate.totals.RowsShape.Pick;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.window.Panes;
import io.barograph.testkit.RandomColumns.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/** Shapes of rows for a device, and how many of them come in what way: what kernels and twin are compared on. */
final class GroupedRows {
    static final int CHUNK = 1 << 17;
    static final TotalsShape COUNT = TotalsShape.COUNT;
    static final TotalsShape DOUBLES = new TotalsShape(false, TotalsShape.SQUARES, true);
    static final TotalsShape INTEGERS = new TotalsShape(true, TotalsShape.SQUARES, true);
    static final TotalsShape POWERS = new TotalsShape(false, TotalsShape.FOURTH_POWERS, true);
    static final TotalsShape POWERS_OF_INTEGERS = new TotalsShape(true, TotalsShape.FOURTH_POWERS, false);
    static final TotalsShape WIDE = TotalsShape.ofWide(TotalsShape.SQUARES, true);
    static final TotalsShape PAIRS = TotalsShape.ofPairs(false, false);
    static final TotalsShape INTEGERS_AND_DOUBLES = TotalsShape.ofPairs(true, false);
    static final TotalsShape DOUBLES_AND_INTEGERS = TotalsShape.ofPairs(false, true);
    static final TotalsShape PAIRS_OF_INTEGERS = TotalsShape.ofPairs(true, true);

    static final TotalsShape RANKED = TotalsShape.ofRanked(false, false);
    static final TotalsShape RANKED_INTEGERS = TotalsShape.ofRanked(true, true);
    static final TotalsShape INTEGERS_BY_DOUBLES = TotalsShape.ofRanked(true, false);
    static final TotalsShape DOUBLES_BY_INTEGERS = TotalsShape.ofRanked(false, true);
    static final TotalsShape BITS = TotalsShape.ofBits();

    private GroupedRows() {}

    /** How rows spread over groups. */
    enum Spread {
        ONE,
        EVEN,
        /** Nearly all to the first. */
        SKEWED,
        /** As rows that are sorted by key. */
        RUNS,
        /** As devices that report one after another. */
        TURNS;

        int group(int row, int groups, Random random) {
            return switch (this) {
                case ONE -> 0;
                case EVEN -> random.nextInt(groups);
                case SKEWED -> random.nextInt(50) == 0 ? random.nextInt(groups) : 0;
                case RUNS -> row / 97 % groups;
                case TURNS -> row % groups;
            };
        }
    }

    static RowsShape shape(int keyWords, @Nullable PanedTime time, TotalsShape... totals) {
        List<Pick> picks = new ArrayList<>();
        for (TotalsShape each : totals) {
            // Two picks look at a column, and pairs and values of two words at one of the last ones beside it.
            int column = picks.size() / 2;
            picks.add(new Pick(each, List.of(column, totals.length - column).subList(0, each.columns())));
        }
        boolean haveSeconds = Stream.of(totals).anyMatch(shape -> shape.columns() == 2);
        return new RowsShape(keyWords, time, totals.length + (haveSeconds ? 1 : 0), picks);
    }

    static Stream<Arguments> rows() {
        List<Arguments> all = new ArrayList<>();
        for (Values values : Values.values()) {
            for (Spread spread : Spread.values()) {
                all.add(Arguments.of(shape(1, null, DOUBLES), values, spread, 300, 9_001, false));
            }
            all.add(Arguments.of(shape(1, null, INTEGERS), values, Spread.EVEN, 300, 9_001, true));
            all.add(Arguments.of(shape(2, null, DOUBLES, DOUBLES, DOUBLES), values, Spread.TURNS, 100, 9_000, true));
            all.add(Arguments.of(
                    shape(2, null, new TotalsShape(false, TotalsShape.SUMS, false), COUNT),
                    values,
                    Spread.EVEN,
                    40,
                    5_000,
                    true));
            all.add(Arguments.of(shape(0, null, new TotalsShape(false, 0, true)), values, Spread.ONE, 1, 5_000, true));
            all.add(Arguments.of(
                    shape(3, null, new TotalsShape(true, TotalsShape.SUMS, true)),
                    values,
                    Spread.EVEN,
                    40,
                    5_000,
                    false));
        }
        for (Values values : Values.values()) {
            for (Spread spread : new Spread[] {Spread.ONE, Spread.EVEN, Spread.SKEWED}) {
                all.add(Arguments.of(shape(1, null, PAIRS), values, spread, 300, 9_001, false));
            }
            all.add(Arguments.of(shape(1, null, PAIRS_OF_INTEGERS), values, Spread.TURNS, 40, 5_000, false));
            all.add(Arguments.of(
                    shape(1, null, INTEGERS_AND_DOUBLES, COUNT, DOUBLES_AND_INTEGERS),
                    values,
                    Spread.RUNS,
                    40,
                    9_000,
                    true));
            all.add(Arguments.of(
                    shape(2, null, DOUBLES, PAIRS, PAIRS_OF_INTEGERS), values, Spread.EVEN, 100, 9_000, true));
        }
        for (Values values : Values.values()) {
            for (Spread spread : new Spread[] {Spread.ONE, Spread.EVEN, Spread.SKEWED}) {
                all.add(Arguments.of(shape(1, null, POWERS), values, spread, 300, 9_001, false));
                all.add(Arguments.of(shape(1, null, POWERS_OF_INTEGERS), values, spread, 300, 9_001, true));
            }
            all.add(Arguments.of(
                    shape(2, null, POWERS, DOUBLES, PAIRS, POWERS_OF_INTEGERS),
                    values,
                    Spread.TURNS,
                    100,
                    9_000,
                    true));
            for (Spread spread : Spread.values()) {
                all.add(Arguments.of(shape(1, null, WIDE), values, spread, 300, 9_001, spread == Spread.TURNS));
            }
            all.add(Arguments.of(
                    shape(
                            1,
                            null,
                            TotalsShape.ofWide(TotalsShape.SUMS, false),
                            COUNT,
                            TotalsShape.ofWide(0, true),
                            PAIRS_OF_INTEGERS),
                    values,
                    Spread.EVEN,
                    40,
                    9_000,
                    true));
            for (Spread spread : Spread.values()) {
                all.add(Arguments.of(shape(1, null, RANKED), values, spread, 300, 9_001, false));
            }
            all.add(Arguments.of(shape(1, null, RANKED_INTEGERS), values, Spread.EVEN, 40, 9_000, true));
            for (Spread spread : new Spread[] {Spread.EVEN, Spread.SKEWED}) {
                all.add(Arguments.of(shape(1, null, BITS), values, spread, 3_000, 9_001, false));
            }
            all.add(Arguments.of(
                    shape(2, null, BITS.and(INTEGERS), RANKED, DOUBLES), values, Spread.RUNS, 40, 9_000, true));
            all.add(Arguments.of(
                    shape(2, null, INTEGERS_BY_DOUBLES, COUNT, DOUBLES_BY_INTEGERS),
                    values,
                    Spread.TURNS,
                    40,
                    9_000,
                    true));
        }
        for (PanedTime time : new PanedTime[] {
            new PanedTime(0, new Panes.Elapsed(60, 0, 0)),
            new PanedTime(1, new Panes.Elapsed(7, 3, 0)),
            new PanedTime(1, new Panes.Elapsed(1_000_003, 999_999, 0)),
            new PanedTime(1, new Panes.Elapsed(60, 0, 20)),
            new PanedTime(0, new Panes.Elapsed(1_000_003, 999_999, 1)),
            new PanedTime(1, null),
            new PanedTime(0, null)
        }) {
            all.add(Arguments.of(shape(2, time, DOUBLES), Values.SENSOR, Spread.EVEN, 3_000, 10_000, true));
        }
        all.add(Arguments.of(shape(1, null, COUNT), Values.FEW, Spread.EVEN, 40, 5_000, false));
        // Keys alone.
        all.add(Arguments.of(shape(2, null), Values.FEW, Spread.EVEN, 3_000, 9_000, true));
        all.add(Arguments.of(shape(2, new PanedTime(1, null)), Values.FEW, Spread.SKEWED, 300, 5_000, false));
        for (Values values : Values.values()) {
            all.add(Arguments.of(computed(), values, Spread.EVEN, 100, 9_000, true));
            all.add(Arguments.of(computed(), values, Spread.TURNS, 100, 5_000, false));
            all.add(Arguments.of(computedKeys(), values, Spread.SKEWED, 9_000, 9_000, true));
            all.add(Arguments.of(computedKeys(), values, Spread.ONE, 3_000, 3_000, false));
        }
        // Keys of many words, as tuples of values that are counted have.
        all.add(Arguments.of(shape(9, null, COUNT, DOUBLES, COUNT), Values.FEW, Spread.EVEN, 3_000, 9_000, true));
        all.add(Arguments.of(shape(70, new PanedTime(69, null), COUNT), Values.FEW, Spread.SKEWED, 300, 5_000, false));
        // Around the borders of warps, blocks and tiles.
        for (int rows : new int[] {1, 255, 256, 257, 4_095, 4_096, 4_097}) {
            all.add(Arguments.of(shape(1, null, DOUBLES), Values.SENSOR, Spread.EVEN, 100, rows, false));
        }
        return all.stream();
    }

    /** Rows of two inputs: {@code x} and {@code i}, of which {@code x * i} is computed where {@code x} is below it and {@code i * i} no overflow. */
    static RowsShape computed() {
        RowProgram program = new RowProgram(
                2,
                List.of(
                        new Instruction(Operation.INPUT, 2, 0, 0),
                        new Instruction(Operation.INPUT, 3, 1, 0),
                        new Instruction(Operation.TO_DOUBLE, 1, 1, 0),
                        new Instruction(Operation.MULTIPLY_DOUBLES, 0, 2, 0),
                        new Instruction(Operation.LESS_DOUBLES, 0, 3, 0),
                        new Instruction(Operation.IS_NULL, 0, 0, 0),
                        new Instruction(Operation.OR, 4, 5, 0),
                        new Instruction(Operation.KEEP, 6, 6, 0),
                        new Instruction(Operation.MULTIPLY_LONGS, 1, 1, 0)),
                List.of(0, 3, 8),
                List.of(
                        new PickedRows(1 << 3, RowProgram.NONE),
                        new PickedRows(1 | 1 << 3, 4),
                        new PickedRows(1 << 3 | 1 << 8, RowProgram.NONE),
                        new PickedRows(0, 5),
                        new PickedRows(1 << 8, 4)));
        return new RowsShape(
                2,
                null,
                3,
                List.of(
                        new Pick(DOUBLES, List.of(1)),
                        new Pick(PAIRS, List.of(0, 1)),
                        new Pick(DOUBLES_AND_INTEGERS, List.of(1, 2)),
                        new Pick(COUNT, List.of()),
                        new Pick(POWERS_OF_INTEGERS, List.of(2))),
                program);
    }

    /** Rows that bring the first word of their key and what is NULL of it; the others are {@code i % 3} and {@code sign(x)}. */
    private static RowsShape computedKeys() {
        RowProgram program = new RowProgram(
                2,
                List.of(
                        new Instruction(Operation.INPUT, 4, 0, 0),
                        new Instruction(Operation.INPUT, 5, 1, 0),
                        new Instruction(Operation.CONSTANT, 0, 0, 3),
                        new Instruction(Operation.REMAINDER_LONGS, 1, 2, 0),
                        new Instruction(Operation.SIGN_DOUBLE, 0, 0, 0),
                        new Instruction(Operation.ORDERED_DOUBLE, 4, 4, 0)),
                List.of(0),
                List.of(new PickedRows(1, RowProgram.NONE)),
                new ComputedKeys(List.of(new KeyWord(2, 3, 7), new KeyWord(1, 5, 63)), 3));
        return new RowsShape(4, null, 1, List.of(new Pick(DOUBLES, List.of(0))), program);
    }

    static Stream<Arguments> manyRows() {
        List<Arguments> all = new ArrayList<>();
        // Around the borders of chunks.
        for (int rows : new int[] {CHUNK - 1, CHUNK, CHUNK + 1}) {
            all.add(Arguments.of(shape(1, null, DOUBLES), Values.SENSOR, Spread.EVEN, 100, rows, false));
            all.add(Arguments.of(computed(), Values.SENSOR, Spread.EVEN, 100, rows, true));
        }
        // Several chunks, whose boundaries differ.
        all.add(Arguments.of(shape(1, new PanedTime(0, null), COUNT), Values.FEW, Spread.EVEN, 900, CHUNK + 9, false));
        all.add(Arguments.of(shape(1, null, WIDE), Values.WIDE, Spread.SKEWED, 900, CHUNK + 9, false));
        all.add(Arguments.of(shape(1, null, RANKED), Values.FEW, Spread.SKEWED, 900, CHUNK + 9, false));
        // More groups than are copied back at once, and a table nearly as full as it becomes.
        all.add(Arguments.of(
                shape(1, null, POWERS, PAIRS, WIDE), Values.WIDE, Spread.EVEN, 65_536, 2 * CHUNK + 5, false));
        return all.stream();
    }
}
