package io.barograph.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackedValuesTest {
    private static final int SIZE = 2_000;

    enum Shape {
        READINGS(true, 2),
        NINE_PLACES(true, 4),
        WHOLE(true, 2),
        ONE_VALUE(true, 2),
        PLACES_COME_LATE(true, 2),
        GREAT_DECIMALS(true, 4),
        LONGS(false, 2),
        LONGS_AT_BOTH_ENDS_OF_31_BITS(false, 4),
        GREATEST_LONGS(false, 2);

        private final boolean areDoubles;
        private final int bytes;

        Shape(boolean areDoubles, int bytes) {
            this.areDoubles = areDoubles;
            this.bytes = bytes;
        }

        private double real(int i, Random random) {
            return switch (this) {
                case READINGS -> (random.nextInt(6_000) - 2_000) / 1e2;
                case NINE_PLACES -> (random.nextInt(1 << 30) - (1 << 29)) / 1e9;
                case WHOLE -> random.nextInt(60_000) + 0x1p40;
                case ONE_VALUE -> 655.35;
                case PLACES_COME_LATE -> i % 500 == 499 ? (i / 500 + 1) / 1e4 : i % 7;
                default -> 1e9 + random.nextInt(1_000_000) / 1e3;
            };
        }

        private long whole(int i, Random random) {
            return switch (this) {
                case LONGS -> -5_000_000_000L + random.nextInt(1 << 16);
                case GREATEST_LONGS -> Long.MAX_VALUE - random.nextInt(100);
                default -> i % 2 == 0 ? Integer.MAX_VALUE : 0;
            };
        }

        long[] values(Random random) {
            return LongStream.range(0, SIZE)
                    .map(i -> areDoubles ? ValueCodec.fromDouble(real((int) i, random)) : whole((int) i, random))
                    .toArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsTheSameBitsInFewBytes(Shape shape) {
        long[] values = shape.values(new Random(shape.ordinal()));
        PackedValues packed = PackedValues.of(values, shape.areDoubles, new long[SIZE]);
        assertThat(packed).isNotNull();
        assertThat(packed.bytes()).isEqualTo((long) shape.bytes * SIZE);
        long[] copy = new long[SIZE + 1];
        packed.copyTo(copy, 1);
        assertThat(Arrays.copyOfRange(copy, 1, SIZE + 1)).isEqualTo(values);
        assertThat(packed.at(SIZE / 2)).isEqualTo(values[SIZE / 2]);
    }

    @ParameterizedTest
    @EnumSource
    void takesTheSameAsFromPlainValues(Shape shape) {
        Random random = new Random(shape.ordinal());
        long[] values = shape.values(random);
        PackedValues packed = PackedValues.of(values, shape.areDoubles, new long[SIZE]);
        assertThat(packed).isNotNull();
        long[] bounds = LongStream.concat(
                        LongStream.of(Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MAX_VALUE - 1),
                        LongStream.range(0, 10).map(i -> values[random.nextInt(SIZE)] + (i % 3 - 1)))
                .toArray();
        for (long least : bounds) {
            for (long greatest : bounds) {
                if (least <= greatest) {
                    Stretch stretch = new Stretch(least, greatest);
                    packed.take(stretch);
                    new PlainValues(values, SIZE).take(stretch);
                    long[] in = LongStream.of(values)
                            .filter(value -> value >= least && value <= greatest)
                            .toArray();
                    assertThat(stretch.before)
                            .isEqualTo(2
                                    * (int) LongStream.of(values)
                                            .filter(value -> value < least)
                                            .count());
                    assertThat(stretch.size).isEqualTo(2 * in.length);
                    assertThat(Arrays.copyOf(stretch.values, in.length)).isEqualTo(in);
                    assertThat(Arrays.copyOfRange(stretch.values, in.length, stretch.size))
                            .isEqualTo(in);
                }
            }
        }
    }

    @Test
    void leavesWhatIsNoDecimalOrTooFarApart() {
        for (double odd :
                new double[] {Math.PI, Double.NaN, 1e300, Double.MIN_VALUE, 1e-10, Double.NEGATIVE_INFINITY, 3e7}) {
            long[] values = DoubleStream.of(20.25, 20.5, 21.123, odd, 22)
                    .mapToLong(ValueCodec::fromDouble)
                    .toArray();
            assertThat(PackedValues.of(values, true, new long[values.length]))
                    .as("%s", odd)
                    .isNull();
        }
        assertThat(PackedValues.of(new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, false, new long[0]))
                .isNull();
        assertThat(PackedValues.of(new long[] {-1, Integer.MAX_VALUE}, false, new long[0]))
                .isNull();
    }
}
