package io.barograph.core.aggregate.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines against rationals of unlimited size. */
class LineTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    @Test
    void aValueBetweenIsTheTrueOneRoundedOnce() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            double a = value(random);
            double b = random.nextInt(4) == 0 ? random.nextBoolean() ? -a : Math.nextDown(Math.abs(a)) : value(random);
            long before = distance(random);
            long after = distance(random);
            assertThat(Line.between(a, b, before, after))
                    .as("seed %d: %s, %s at %d of %d", SEED, a, b, before, after)
                    .isEqualTo(rational(a, b, before, after));
        }
    }

    private static double value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Math.rint(random.nextGaussian() * 1000) / 100;
            case 1 -> random.nextInt(5) - 2;
            case 2 -> Double.longBitsToDouble(random.nextLong() & 0x8000_FFFF_FFFF_FFFFL);
            case 3 -> (random.nextBoolean() ? 1 : -1) * Double.MAX_VALUE / (1 + random.nextInt(3));
            case 4 -> random.nextGaussian() * Math.pow(2, random.nextInt(2000) - 1000);
            default -> 20 + random.nextGaussian();
        };
    }

    private static long distance(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(10);
            case 1 -> 1 + random.nextLong(1L << 62);
            default -> (1 + random.nextInt(100_000)) * 1_000_000_000L;
        };
    }

    private static double rational(double a, double b, long before, long after) {
        BigDecimal sum = new BigDecimal(a)
                .multiply(BigDecimal.valueOf(after))
                .add(new BigDecimal(b).multiply(BigDecimal.valueOf(before)));
        BigInteger whole = BigInteger.valueOf(before).add(BigInteger.valueOf(after));
        BigInteger scaled = sum.scaleByPowerOfTen(0)
                .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(2200)))
                .toBigIntegerExact();
        return Rounding.ratio(scaled, whole, -2200);
    }

    @Test
    void aSlopeIsTheTrueOneRoundedOnce() {
        assertThat(Line.slope(0.1, 0.4, 3, 1)).isEqualTo(0.1);
        assertThat(Line.slope(-Double.MAX_VALUE, Double.MAX_VALUE, 4, 1)).isEqualTo(Double.MAX_VALUE / 2);
        assertThat(Line.slope(Long.MIN_VALUE, Long.MAX_VALUE, -1L, 1)).isEqualTo(1.0);
        assertThat(Line.slope(1.0, Double.POSITIVE_INFINITY, 1, 1)).isInfinite();
    }
}
