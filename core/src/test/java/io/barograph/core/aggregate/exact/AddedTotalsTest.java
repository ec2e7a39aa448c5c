package io.barograph.core.aggregate.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Totals of any size become the state of these sums: also such as only rows without number would reach. */
class AddedTotalsTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final int ROUNDS = 2_000;

    private static UnivariateState state(boolean isInteger, boolean withSquares) {
        Type type = isInteger ? Type.BIGINT : Type.DOUBLE;
        UnivariateState state = withSquares ? new MomentsState(type) : new SumState(type);
        state.resize(2);
        return state;
    }

    private static byte[] written(ExactState state) {
        StateOutput output = new StateOutput();
        state.write(1, output);
        return output.toByteArray();
    }

    private static byte[] written(boolean withSquares, long rows, BigInteger sum, BigInteger squares) {
        return withSquares ? written(2, rows, sum, squares) : written(1, rows, sum);
    }

    /** The layout of {@link ExactState}, from integers alone. */
    private static byte[] written(int kind, long rows, BigInteger... sums) {
        StateOutput output = new StateOutput();
        output.writeByte(1 << 4 | kind);
        output.writeVarint(rows);
        for (int special = 0; special < 3; special++) {
            output.writeVarint(0);
        }
        for (BigInteger sum : sums) {
            CanonicalInteger.write(sum, output);
        }
        return output.toByteArray();
    }

    private static void setWords(BigInteger value, long[] words) {
        setWords(value, words, 0, words.length);
    }

    private static void setWords(BigInteger value, long[] words, int at, int count) {
        for (int i = 0; i < count; i++) {
            words[at + i] = value.shiftRight(Long.SIZE * i).longValue();
        }
    }

    private static BigInteger signed(int bits, Random random) {
        BigInteger value = new BigInteger(random.nextInt(bits + 1), random);
        return random.nextBoolean() ? value.negate() : value;
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void theyAreTheStateOfTheirSums(boolean isInteger, boolean withSquares) {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            int window = isInteger ? Record.INTEGER_WINDOW : 1 + random.nextInt(2036);
            BigInteger sum = new BigInteger(random.nextInt(106), random);
            sum = random.nextBoolean() ? sum.negate() : sum;
            BigInteger squares = new BigInteger(random.nextInt(169), random);
            UnivariateState state = state(isInteger, withSquares);
            GroupTotals totals = GroupTotals.of(state.totals(), 1);
            totals.counts()[0] = 1 + random.nextInt(1 << 30);
            if (!isInteger) {
                totals.windows()[0] = window;
            }
            setWords(sum, totals.sums());
            setWords(squares, totals.products());
            state.addTotals(totals, new int[] {1}, 1);

            BigInteger exactSum = sum.shiftLeft(window - 1);
            BigInteger exactSquares = squares.shiftLeft(2 * (window - 1));
            String at = "round " + round + "; repeat with -Dbarograph.seed=" + SEED;
            assertThat(written(state))
                    .as(at)
                    .isEqualTo(written(withSquares, totals.counts()[0], exactSum, exactSquares));

            // Behind rows that are there, and once more.
            long value = random.nextInt(1_000);
            Column rows = isInteger
                    ? new LongColumn(Type.BIGINT, new long[] {value}, Validity.ALL)
                    : new DoubleColumn(new double[] {value}, Validity.ALL);
            UnivariateState other = state(isInteger, withSquares);
            other.add(new Column[] {rows}, new int[] {1}, 1);
            other.addTotals(totals, new int[] {1}, 1);
            other.addTotals(totals, new int[] {1}, 1);
            BigInteger added = BigInteger.valueOf(value).shiftLeft(Record.INTEGER_WINDOW - 1);
            BigInteger square = BigInteger.valueOf(value * value).shiftLeft(2 * (Record.INTEGER_WINDOW - 1));
            assertThat(written(other))
                    .as(at)
                    .isEqualTo(written(
                            withSquares,
                            2 * totals.counts()[0] + 1,
                            exactSum.shiftLeft(1).add(added),
                            exactSquares.shiftLeft(1).add(square)));
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void pairsAreTheStateOfTheirSums(boolean isIntegerY, boolean isIntegerX) {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            CoMomentsState state = pairs(isIntegerY, isIntegerX);
            GroupTotals totals = GroupTotals.of(state.totals(), 2);
            totals.counts()[1] = 1 + random.nextInt(1 << 30);
            int windowOfY = isIntegerY ? Record.INTEGER_WINDOW : 1 + random.nextInt(2036);
            int windowOfX = isIntegerX ? Record.INTEGER_WINDOW : 1 + random.nextInt(2036);
            if (totals.windows().length > 0) {
                totals.windows()[2] = isIntegerY ? 0 : windowOfY;
                totals.windows()[3] = isIntegerX ? 0 : windowOfX;
            }
            BigInteger y = signed(105, random);
            BigInteger x = signed(105, random);
            BigInteger yy = signed(168, random).abs();
            BigInteger xx = signed(168, random).abs();
            BigInteger xy = signed(168, random);
            setWords(y, totals.sums(), 4, 2);
            setWords(x, totals.sums(), 6, 2);
            setWords(yy, totals.products(), 9, 3);
            setWords(xx, totals.products(), 12, 3);
            setWords(xy, totals.products(), 15, 3);
            // Group 0 of the totals has no rows.
            state.addTotals(totals, new int[] {0, 1}, 2);
            state.addTotals(totals, new int[] {0, 1}, 2);
            assertThat(state.count(0)).isZero();
            assertThat(written(state))
                    .as("round " + round + "; repeat with -Dbarograph.seed=" + SEED)
                    .isEqualTo(written(
                            3,
                            2 * totals.counts()[1],
                            x.shiftLeft(windowOfX),
                            y.shiftLeft(windowOfY),
                            xx.shiftLeft(2 * windowOfX - 1),
                            yy.shiftLeft(2 * windowOfY - 1),
                            xy.shiftLeft(windowOfX + windowOfY - 1)));
        }
    }

    private static CoMomentsState pairs(boolean isIntegerY, boolean isIntegerX) {
        CoMomentsState state =
                new CoMomentsState(isIntegerY ? Type.BIGINT : Type.DOUBLE, isIntegerX ? Type.BIGINT : Type.DOUBLE);
        state.resize(2);
        return state;
    }

    /** Zeros of one argument beside a window for the other. */
    @Test
    void pairsOfZerosHaveTheOtherArgumentsSums() {
        CoMomentsState state = pairs(false, false);
        GroupTotals totals = GroupTotals.of(state.totals(), 1);
        totals.counts()[0] = 3;
        totals.windows()[0] = 1_000;
        totals.sums()[0] = 5;
        totals.products()[0] = 25;
        state.addTotals(totals, new int[] {1}, 1);
        BigInteger zero = BigInteger.ZERO;
        assertThat(written(state))
                .isEqualTo(written(
                        3,
                        3,
                        zero,
                        BigInteger.valueOf(5).shiftLeft(999),
                        zero,
                        BigInteger.valueOf(25).shiftLeft(2 * 999),
                        zero));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void zerosAloneAreRowsAndNoSum(boolean withSquares) {
        UnivariateState state = state(false, withSquares);
        GroupTotals totals = GroupTotals.of(state.totals(), 3);
        totals.counts()[1] = 7;
        state.addTotals(totals, new int[] {0, 1}, 2);
        assertThat(written(state)).isEqualTo(written(withSquares, 7, BigInteger.ZERO, BigInteger.ZERO));
        assertThat(state.count(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thoseOfPowersAreTheStateOfTheirSums(boolean isInteger) {
        Random random = new Random(SEED);
        Type type = isInteger ? Type.BIGINT : Type.DOUBLE;
        for (int round = 0; round < ROUNDS; round++) {
            PowerSumsState state = new PowerSumsState(type);
            state.resize(2);
            GroupTotals totals = GroupTotals.of(state.totals(), 3);
            BigInteger[] expected = {BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO};
            // The last one is of zeros alone, which have no window; the first one has no rows.
            totals.counts()[1] = 5;
            totals.counts()[2] = 2;
            int window = isInteger ? Record.INTEGER_WINDOW : 1 + random.nextInt(2036);
            if (!isInteger) {
                totals.windows()[1] = window;
            }
            for (int power = 1; power <= 4; power++) {
                BigInteger sum = signed(63 * power + 42, random);
                sum = power % 2 == 0 ? sum.abs() : sum;
                long[] words = power == 1 ? totals.sums() : totals.products();
                int at = power == 1 ? 2 : 12 + new int[] {0, 3, 7}[power - 2];
                setWords(sum, words, at, power + 1);
                expected[power - 1] = sum.shiftLeft(power * (window - 1) + 1);
            }
            state.addTotals(totals, new int[] {0, 1, 1}, 3);
            state.addTotals(totals, new int[] {0, 1, 1}, 3);
            StateOutput found = new StateOutput();
            state.write(1, found);
            StateOutput all = new StateOutput();
            all.writeByte(1);
            all.writeVarint(14);
            for (int special = 0; special < 3; special++) {
                all.writeVarint(0);
            }
            for (BigInteger sum : expected) {
                CanonicalInteger.write(sum, all);
            }
            assertThat(found.toByteArray()).as("seed %d", SEED).isEqualTo(all.toByteArray());
            assertThat(state.count(0)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"18, false", "18, true", "19, false", "38, true"})
    void thoseOfDecimalsAreTheStateOfTheirSums(int digits, boolean withSquares) {
        Random random = new Random(SEED);
        int valueWords = digits > 18 ? 2 : 1;
        int sumWords = valueWords + 1;
        int squareWords = 2 * valueWords + 1;
        for (int round = 0; round < ROUNDS; round++) {
            DecimalState state = new DecimalState(Type.decimal(digits, 3), withSquares);
            state.resize(2);
            GroupTotals totals = GroupTotals.of(state.totals(), 2);
            BigInteger sum = BigInteger.ZERO;
            BigInteger squares = BigInteger.ZERO;
            for (int place = 0; place < 2; place++) {
                BigInteger added = signed(63 * valueWords + 42, random);
                BigInteger addedSquares = new BigInteger(random.nextInt(126 * valueWords + 42), random);
                totals.counts()[place] = 3;
                setWords(added, totals.sums(), sumWords * place, sumWords);
                sum = sum.add(added);
                if (withSquares) {
                    setWords(addedSquares, totals.products(), squareWords * place, squareWords);
                    squares = squares.add(addedSquares);
                }
            }
            state.addTotals(totals, new int[] {1, 1}, 2);
            StateOutput found = new StateOutput();
            state.write(1, found);
            StateOutput expected = new StateOutput();
            expected.writeByte(1);
            expected.writeVarint(6);
            CanonicalInteger.write(sum, expected);
            if (withSquares) {
                CanonicalInteger.write(squares, expected);
            }
            assertThat(found.toByteArray()).as("seed %d", SEED).isEqualTo(expected.toByteArray());
        }
    }
}
