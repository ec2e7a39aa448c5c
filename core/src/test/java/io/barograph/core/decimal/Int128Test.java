package io.barograph.core.decimal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Int128Test {
    private static final int CASES = 20_000;
    private static final long SEED = Long.getLong("barograph.seed", 20_261_123L);

    private final Random random = new Random(SEED);

    private BigInteger number(int bits) {
        return new BigInteger(random.nextInt(bits) + 1, random)
                .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1));
    }

    private static Int128 of(BigInteger value) {
        Int128 register = new Int128();
        assertThat(register.set(value)).isTrue();
        return register;
    }

    @Test
    void arithmeticAgreesWithBigInteger() {
        for (int i = 0; i < CASES; i++) {
            BigInteger x = number(126);
            BigInteger y = number(126);
            String what = "seed " + SEED + ": " + x + ", " + y;
            Int128 sum = of(x);
            assertThat(sum.add(of(y).high(), of(y).low())).as(what).isTrue();
            assertThat(sum.toBigInteger()).as(what).isEqualTo(x.add(y));
            assertThat(of(x).negate().toBigInteger()).as(what).isEqualTo(x.negate());
            assertThat(Int128.compare(of(x).high(), of(x).low(), of(y).high(), of(y).low()))
                    .as(what)
                    .isEqualTo(x.compareTo(y));
            long factor = random.nextLong() >> random.nextInt(64);
            Int128 product = of(x);
            BigInteger exact = x.multiply(BigInteger.valueOf(factor));
            boolean fits = product.multiply(factor);
            if (exact.bitLength() < 127) {
                assertThat(fits).as(what + " * " + factor).isTrue();
                assertThat(product.toBigInteger()).as(what + " * " + factor).isEqualTo(exact);
            } else if (exact.bitLength() > 127) {
                assertThat(fits).as(what + " * " + factor).isFalse();
            }
        }
    }

    @Test
    void scalingDownRoundsHalvesAwayFromZeroOnce() {
        for (int i = 0; i < CASES; i++) {
            BigInteger x = number(126);
            int digits = random.nextInt(39);
            BigInteger expected =
                    new BigDecimal(x, digits).setScale(0, RoundingMode.HALF_UP).unscaledValue();
            assertThat(of(x).scaleDown(digits).toBigInteger())
                    .as("seed " + SEED + ": " + x + " / 10^" + digits)
                    .isEqualTo(expected);
        }
    }

    @Test
    void digitsAreThoseOfTheDecimal() {
        for (int i = 0; i < CASES; i++) {
            BigInteger x = number(126);
            int digits = 1 + random.nextInt(38);
            assertThat(of(x).hasDigits(digits))
                    .as("seed " + SEED + ": " + x + ", " + digits)
                    .isEqualTo(x.abs().compareTo(BigInteger.TEN.pow(digits)) < 0);
        }
    }

    @Test
    void whatIsPrintedReadsBack() {
        Int128 register = new Int128();
        for (int i = 0; i < CASES; i++) {
            BigInteger x = number(126);
            int scale = random.nextInt(39);
            String text = DecimalText.toString(of(x).high(), of(x).low(), scale);
            assertThat(text).as("seed " + SEED).isEqualTo(new BigDecimal(x, scale).toPlainString());
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(DecimalText.parse(bytes, 0, bytes.length, (byte) '.', 38, scale, register))
                    .isTrue();
            assertThat(register.toBigInteger()).isEqualTo(x);
        }
    }

    @Test
    void hostileTextsAreNoNumbers() {
        Int128 register = new Int128();
        for (String text : new String[] {
            "", "-", ".", "1.2.3", "1e", "1e999999999", "1e99999999999", "--1", "1 2", "9".repeat(100_000), "NaN"
        }) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(DecimalText.parse(bytes, 0, bytes.length, (byte) '.', 38, 2, register))
                    .as(text)
                    .isFalse();
        }
        byte[] tiny = "1e-999999999".getBytes(StandardCharsets.US_ASCII);
        assertThat(DecimalText.parse(tiny, 0, tiny.length, (byte) '.', 38, 2, register))
                .isTrue();
        assertThat(register.signum()).isZero();
    }
}
