package io.barograph.core.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleTextTest {
    private static final long SEED = Long.getLong("barograph.seed", 1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "1",
                "+1",
                "-1",
                "25.",
                ".5",
                "-.5",
                "23.4567",
                "1013.25",
                "99999999",
                "123456789",
                "1e5",
                "1E5",
                "1e+5",
                "1e-5",
                "2e23",
                "9007199254740993",
                "9007199254740993.0",
                "9007199254740992.999999999999999999999",
                "9007199254740993.000000000000000000000000000001",
                "5e-324",
                "2.4703282292062327e-324",
                "2.4703282292062328e-324",
                "4.9e-324",
                "2.2250738585072011e-308",
                "2.2250738585072014e-308",
                "1.7976931348623157e308",
                "1.7976931348623158e308",
                "1.7976931348623159e308",
                "1e308",
                "1e309",
                "-1e400",
                "1e-400",
                "1e99999999999999999999",
                "1e-99999999999999999999",
                "0e99999999999999999999",
                "00000000000000000000001",
                "0.00000000000000000000000000000000000000001",
                "18446744073709551615",
                "18446744073709551616",
                "9999999999999999999",
                "10000000000000000000",
                "6.02214076e23",
                "123456789012345678901234567890",
                "8.5",
                "1.0e-10",
                "7.3177701707893310e+15",
                "3.0e-300",
                "89255e-22",
                "1448997445238699",
                "0.1",
                "0.2",
                "0.3"
            })
    void readsAsTheExactDecimalRounded(String text) {
        assertThat(bits(text)).isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
        byte[] padded = ("##" + text + "########").getBytes(ISO_8859_1);
        assertThat(DoubleText.parseBits(padded, 2, 2 + text.length(), (byte) '.'))
                .isEqualTo(bits(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ".",
                "-.",
                "e5",
                "1e",
                "1e+",
                "1e-",
                "1.2.3",
                "1,5",
                "--1",
                "+-1",
                " 1",
                "1 ",
                "1x",
                "x1",
                "0x10",
                "1f",
                "1d",
                "1_000",
                "1e5.0",
                "1e5e5",
                "infinit",
                "in",
                "na",
                "nanx",
                "NULL",
                "１",
                "12345678x",
                "1234567.8.",
                "1/2",
                "1:2",
                "2023-01-01",
                "1-1",
                "..",
                "1..",
                "\u0000",
                "12345678901234567890123x"
            })
    void whatIsNoNumberIsSaidSo(String text) {
        assertThat(bits(text)).isEqualTo(DoubleText.INVALID);
        byte[] padded = (text + "11111111").getBytes(ISO_8859_1);
        assertThat(DoubleText.parseBits(padded, 0, text.length(), (byte) '.')).isEqualTo(DoubleText.INVALID);
    }

    @Test
    void infinitiesAndNanAreReadInAnyCase() {
        assertThat(read("inf")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(read("-Inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(read("+INFINITY")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(read("-infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(bits("nan")).isEqualTo(Double.doubleToLongBits(Double.NaN));
        assertThat(bits("-NaN")).isEqualTo(Double.doubleToLongBits(Double.NaN));
    }

    @Test
    void aDecimalCommaIsReadWhereAsked() {
        assertThat(Double.longBitsToDouble(commaBits("23,5"))).isEqualTo(23.5);
        assertThat(Double.longBitsToDouble(commaBits("-1234567890,25e2"))).isEqualTo(-123456789025.0);
        assertThat(commaBits("23.5")).isEqualTo(DoubleText.INVALID);
    }

    @Test
    void everyDigitCounts() {
        for (double value : new double[] {1, 0.1, 1e22, 1e23, 5e-324, 2.2250738585072014e-308, 1e300, 123.456}) {
            BigDecimal middle = DecimalOracle.middle(value);
            String tail = (middle.scale() > 0 ? "" : ".") + "0".repeat(900);
            double even = (Double.doubleToLongBits(value) & 1) == 0 ? value : Math.nextUp(value);
            assertThat(read(middle.toPlainString())).isEqualTo(even);
            assertThat(read(middle.toPlainString() + tail)).isEqualTo(even);
            assertThat(read(middle.toPlainString() + tail + "1")).isEqualTo(Math.nextUp(value));
            BigDecimal below = middle.subtract(BigDecimal.ONE.movePointLeft(1200));
            assertThat(read(below.toPlainString())).isEqualTo(value);
        }
    }

    @Test
    void longTextsKeepTheirMagnitude() {
        assertThat(read("0".repeat(1000) + "." + "0".repeat(1000) + "1e1001")).isEqualTo(1.0);
        assertThat(read("1" + "0".repeat(1000) + "e-1000")).isEqualTo(1.0);
        assertThat(read("7".repeat(800) + "e-800")).isEqualTo(0.7777777777777778);
        assertThat(read("0." + "0".repeat(400_000) + "5e400001")).isEqualTo(5.0);
    }

    @Test
    void collectedDigitsAreRoundedOnce() {
        assertThat(DoubleText.fromDecimal(234567, -4)).isEqualTo(23.4567);
        assertThat(DoubleText.fromDecimal(-1L, 0)).isEqualTo(0x1p64);
        assertThat(DoubleText.fromDecimal(9007199254740993L, 0)).isEqualTo(9007199254740992.0);
        assertThat(DoubleText.fromDecimal(90071992547409930L, -1)).isEqualTo(9007199254740992.0);
        assertThat(DoubleText.fromDecimal(0, 1_000_000)).isEqualTo(0.0);
        assertThat(DoubleText.fromDecimal(1, 1_000_000)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(DoubleText.fromDecimal(1, -1_000_000)).isEqualTo(0.0);
        assertThat(DoubleText.fromDecimal(-1L, -343)).isEqualTo(0.0);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, 0.0",
        "25.0, 25.0",
        "1013.25, 1013.25",
        "-23.4567, -23.4567",
        "0.1, 0.1",
        "1e7, 10000000.0",
        "123456789.0625, 123456789.0625",
        "1e11, 100000000000.0",
        "1e15, 1000000000000000.0",
        "9999999999999998, 9999999999999998.0",
        "1e16, 1e16",
        "12345678901234567890, 1.2345678901234567e19",
        "1e-5, 0.00001",
        "0.000012345678901234567, 0.000012345678901234568",
        "0.0000099, 9.9e-6",
        "1.5e-7, 1.5e-7",
        "2e23, 2e23",
        "1e23, 1e23",
        "9.5e-10, 9.5e-10",
        "5e-324, 5e-324",
        "-1.7976931348623157e308, -1.7976931348623157e308",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1e300, 1e300",
        "0.3333333333333333, 0.3333333333333333",
        "25.000000000000004, 25.000000000000004",
        "9007199254740993, 9007199254740992.0",
        "NaN, NaN",
        "Infinity, Infinity",
        "-Infinity, -Infinity",
        "0.12345678, 0.12345678",
        "9999999.99999999, 9999999.99999999",
        "0.00001001, 0.00001001"
    })
    void printsTheShortestDecimal(double value, String text) {
        assertThat(DoubleText.toString(value)).isEqualTo(text);
    }

    @Test
    void everyNanPrintsAlike() {
        assertThat(DoubleText.toString(Double.longBitsToDouble(0xFFF8_0000_0000_0001L)))
                .isEqualTo("NaN");
    }

    @Test
    void powersOfTwoAndTheirNeighboursAreShortest() {
        for (int exponent = -1074; exponent <= 1023; exponent++) {
            double power = Math.scalb(1.0, exponent);
            for (double value : new double[] {power, Math.nextUp(power), Math.nextDown(power)}) {
                if (value > 0) {
                    String text = DoubleText.toString(value);
                    assertThat(DecimalOracle.isShortest(value, new BigDecimal(text)))
                            .as(text)
                            .isTrue();
                    assertThat(read(text)).isEqualTo(value);
                }
            }
        }
    }

    @Test
    void powersOfTenAreTheTrueLeading128Bits() {
        for (int q = PowersOfTen.MIN; q <= PowersOfTen.MAX; q++) {
            BigInteger power = BigInteger.TEN.pow(Math.abs(q));
            int scale = 3000;
            BigInteger scaled = q >= 0
                    ? power.shiftLeft(scale)
                    : BigInteger.ONE.shiftLeft(scale).divide(power);
            BigInteger leading = scaled.shiftRight(scaled.bitLength() - 128);
            assertThat(PowersOfTen.high(q))
                    .as("10^%d", q)
                    .isEqualTo(leading.shiftRight(64).longValue());
            assertThat(PowersOfTen.low(q)).as("10^%d", q).isEqualTo(leading.longValue());
            assertThat(PowersOfTen.floorLog2(q)).as("10^%d", q).isEqualTo(scaled.bitLength() - 1 - scale);
        }
    }

    @Test
    void randomCasesAgreeWithTheReferences() {
        new DoubleTextLane(SEED).run(200_000);
    }

    @Test
    @Tag("slow")
    void millionsOfRandomCasesAgreeWithTheReferences() {
        new DoubleTextLane(SEED + 1).run(2_500_000);
    }

    private static long bits(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return DoubleText.parseBits(bytes, 0, bytes.length, (byte) '.');
    }

    private static long commaBits(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return DoubleText.parseBits(bytes, 0, bytes.length, (byte) ',');
    }

    private static double read(String text) {
        return Double.longBitsToDouble(bits(text));
    }
}
