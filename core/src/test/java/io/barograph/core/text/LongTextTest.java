package io.barograph.core.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.text.LongText.Outcome;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTextTest {
    private static final long SEED = Long.getLong("barograph.seed", 1);

    @Test
    void numbersOfEveryLengthComeBack() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 200_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            String text = print(value);
            assertThat(text).as("seed %d", SEED).isEqualTo(Long.toString(value));
            assertThat(parse(text)).isEqualTo(value);
            assertThat(parse("#" + text + "########", 1, 1 + text.length())).isEqualTo(value);
        }
        for (long value :
                new long[] {0, Long.MIN_VALUE, Long.MAX_VALUE, 99_999_999, 100_000_000, 999_999_999_999_999_999L}) {
            assertThat(print(value)).isEqualTo(Long.toString(value));
            assertThat(parse(print(value))).isEqualTo(value);
            assertThat(outcome(print(value))).isEqualTo(Outcome.VALUE);
        }
    }

    @Test
    void signsAndLeadingZerosAreRead() {
        assertThat(parse("+7")).isEqualTo(7);
        assertThat(parse("-0")).isZero();
        assertThat(parse("0000000000000000000000000000012")).isEqualTo(12);
        assertThat(parse("-0009223372036854775807")).isEqualTo(-Long.MAX_VALUE);
        assertThat(outcome("-0009223372036854775808")).isEqualTo(Outcome.VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9223372036854775808", "-9223372036854775809", "99999999999999999999", "18446744073709551617"})
    void whatDoesNotFitOverflows(String text) {
        assertThat(parse(text)).isEqualTo(LongText.DOUBTFUL);
        assertThat(outcome(text)).isEqualTo(Outcome.OVERFLOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "+", "1.0", "1e3", " 1", "1 ", "--1", "12345678x", "x", "999999999999999999999x", "1-1"
            })
    void whatIsNoIntegerIsMalformed(String text) {
        assertThat(parse(text)).isEqualTo(LongText.DOUBTFUL);
        assertThat(outcome(text)).isEqualTo(Outcome.MALFORMED);
    }

    private static String print(long value) {
        byte[] out = new byte[LongText.MAX_BYTES];
        return new String(out, 0, LongText.print(value, out, 0), ISO_8859_1);
    }

    private static long parse(String text) {
        return parse(text, 0, text.length());
    }

    private static long parse(String text, int from, int to) {
        return LongText.parse(text.getBytes(ISO_8859_1), from, to);
    }

    private static Outcome outcome(String text) {
        return LongText.outcome(text.getBytes(ISO_8859_1), 0, text.length());
    }
}
