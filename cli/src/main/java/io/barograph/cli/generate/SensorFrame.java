package io.barograph.cli.generate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * A table of sensor readings, defined row by row: {@code timestamp,device_id,temperature,humidity,pressure}, one reading
 * every {@code stepNanos}, of a device drawn uniformly from 1 to {@code devices}, with uniform values in [20, 30) °C,
 * [40, 60) % and [900, 1100) hPa, four decimals each.
 *
 * <p>Random numbers are counted, not drawn one after the other: number n is SplitMix64's n-th output (Steele, Lea and
 * Flood, OOPSLA 2014) from the seed's mixed state, and row r uses the numbers 2r and 2r + 1. So any rows can be
 * made by any thread.
 *
 * @param rows how many
 * @param devices from 1 to 1,000,000
 * @param seed any number
 * @param startNanos time of the first row, since the epoch, UTC
 * @param stepNanos between rows, at least 0; the time column has as many fraction digits as start and step need
 */
public record SensorFrame(long rows, int devices, long seed, long startNanos, long stepNanos) {
    /** The names of the columns. */
    public static final String HEADER = "timestamp,device_id,temperature,humidity,pressure\n";

    /** The most bytes that one row takes. */
    public static final int MAX_ROW_BYTES = 72;

    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SECONDS_TEXT = 19;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    /** The four digits of 0 to 9999, as a little-endian int. */
    private static final int[] FOUR_DIGITS = fourDigits();

    public SensorFrame {
        if (rows < 0 || devices < 1 || devices > 1_000_000 || stepNanos < 0) {
            throw new IllegalArgumentException("rows=" + rows + " devices=" + devices + " stepNanos=" + stepNanos);
        }
        Math.addExact(startNanos, Math.multiplyExact(Math.max(0, rows - 1), stepNanos));
    }

    /** Digits behind the second: 0, 3, 6 or 9. */
    public int fractionDigits() {
        for (int digits = 0, unit = (int) NANOS_PER_SECOND; digits < 9; digits += 3, unit /= 1000) {
            if (startNanos % unit == 0 && stepNanos % unit == 0) {
                return digits;
            }
        }
        return 9;
    }

    /**
     * Writes rows {@code from} to {@code to} (exclusive) as CSV lines.
     *
     * @param target at least {@code (to - from) * MAX_ROW_BYTES} long
     * @return bytes written
     */
    public int format(long from, long to, byte[] target) {
        long state = mix(seed);
        int fraction = fractionDigits();
        long second = Long.MIN_VALUE;
        byte[] secondText = new byte[SECONDS_TEXT];
        int at = 0;
        for (long row = from; row < to; row++) {
            long time = startNanos + row * stepNanos;
            long rowSecond = Math.floorDiv(time, NANOS_PER_SECOND);
            if (rowSecond != second) {
                second = rowSecond;
                formatSecond(second, secondText);
            }
            System.arraycopy(secondText, 0, target, at, SECONDS_TEXT);
            at += SECONDS_TEXT;
            if (fraction > 0) {
                at = formatFraction((int) (time - second * NANOS_PER_SECOND), fraction, target, at);
            }
            long first = mix(state + (2 * row + 1) * GOLDEN_GAMMA);
            long other = mix(state + (2 * row + 2) * GOLDEN_GAMMA);
            target[at++] = ',';
            at = formatNumber(1 + scale(first >>> 32, devices), target, at);
            target[at++] = ',';
            at = formatReading(200_000 + scale(first & 0xFFFF_FFFFL, 100_000), target, at);
            target[at++] = ',';
            at = formatReading(400_000 + scale(other >>> 32, 200_000), target, at);
            target[at++] = ',';
            at = formatReading(9_000_000 + scale(other & 0xFFFF_FFFFL, 2_000_000), target, at);
            target[at++] = '\n';
        }
        return at;
    }

    /** SplitMix64's output function. */
    private static long mix(long state) {
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }

    /** A number below {@code bound} from 32 random bits. */
    private static int scale(long bits, int bound) {
        return (int) (bits * bound >>> 32);
    }

    private static void formatSecond(long second, byte[] target) {
        String text = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).toString();
        // LocalDateTime leaves seconds away where they are 0.
        String whole = text.length() == SECONDS_TEXT ? text : text + ":00";
        byte[] bytes = whole.replace('T', ' ').getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, target, 0, SECONDS_TEXT);
    }

    private static int formatFraction(int nanos, int digits, byte[] target, int start) {
        int at = start;
        target[at++] = '.';
        int milli = nanos / 1_000_000;
        INT.set(target, at, FOUR_DIGITS[milli] >>> 8);
        at += 3;
        if (digits > 3) {
            int rest = nanos - milli * 1_000_000;
            int micro = rest / 1000;
            INT.set(target, at, FOUR_DIGITS[micro] >>> 8);
            at += 3;
            if (digits > 6) {
                INT.set(target, at, FOUR_DIGITS[rest - micro * 1000] >>> 8);
                at += 3;
            }
        }
        return at;
    }

    private static int formatNumber(int number, byte[] target, int start) {
        int at = start;
        if (number >= 10_000) {
            at = formatNumber(number / 10_000, target, at);
            INT.set(target, at, FOUR_DIGITS[number % 10_000]);
            return at + 4;
        }
        int digits = number >= 1000 ? 4 : number >= 100 ? 3 : number >= 10 ? 2 : 1;
        INT.set(target, at, FOUR_DIGITS[number] >>> 8 * (4 - digits));
        return at + digits;
    }

    /** A value in ten-thousandths, 2 to 4 digits before the point. */
    private static int formatReading(int value, byte[] target, int start) {
        int whole = value / 10_000;
        int at = start;
        if (whole < 100) {
            SHORT.set(target, at, (short) (FOUR_DIGITS[whole] >>> 16));
            at += 2;
        } else {
            at = formatNumber(whole, target, at);
        }
        target[at] = '.';
        INT.set(target, at + 1, FOUR_DIGITS[value - whole * 10_000]);
        return at + 5;
    }

    private static int[] fourDigits() {
        int[] table = new int[10_000];
        for (int i = 0; i < table.length; i++) {
            table[i] = '0' + i / 1000 | '0' + i / 100 % 10 << 8 | '0' + i / 10 % 10 << 16 | '0' + i % 10 << 24;
        }
        return table;
    }
}
