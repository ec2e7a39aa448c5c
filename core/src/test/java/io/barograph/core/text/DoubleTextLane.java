package io.barograph.core.text;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The long lane of {@link DoubleText}: seeded cases against {@link Double#parseDouble} (correctly rounded on every JDK
 * we run on), {@link Double#toString(double)} where the JDK has the shortest (from 19 on), and {@link DecimalOracle}.
 *
 * <p>Run it as {@code java -Dbarograph.cases=200000000 -Dbarograph.seed=1 -cp core/target/classes:core/target/test-classes
 * io.barograph.core.text.DoubleTextLane}; it prints what it did and ends with status 1 at the first wrong answer. Logs of
 * such runs are kept in {@code bench/long}. The unit tests run a share of it.
 */
final class DoubleTextLane {
    private static final boolean JDK_IS_SHORTEST = Runtime.version().feature() >= 19;
    /** One case in so many goes to the exact oracle, which is slow. */
    private static final int ORACLE_SHARE = 512;

    private final SplittableRandom random;
    private final byte[] printed = new byte[DoubleText.MAX_BYTES];
    private final long[] decimal = new long[2];
    private final long[] expected = new long[2];
    private long oracleCases;

    DoubleTextLane(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public static void main(String[] arguments) {
        long cases = Long.getLong("barograph.cases", 10_000_000);
        long seed = Long.getLong("barograph.seed", 1);
        DoubleTextLane lane = new DoubleTextLane(seed);
        long start = System.nanoTime();
        try {
            lane.run(cases);
        } catch (AssertionError wrong) {
            System.out.println("WRONG " + wrong.getMessage() + " (seed " + seed + ", cases " + cases + ")");
            System.exit(1);
        }
        System.out.printf(
                "read %,d texts and printed %,d doubles, all right; %,d of them by the exact oracle; JDK %s%s; seed %d; %.0f s%n",
                cases,
                cases,
                lane.oracleCases,
                Runtime.version(),
                JDK_IS_SHORTEST ? ", compared with Double.toString" : "",
                seed,
                (System.nanoTime() - start) / 1e9);
    }

    /** Reads and prints so many cases each. */
    void run(long cases) {
        for (long i = 0; i < cases; i++) {
            boolean oracle = i % ORACLE_SHARE == 0;
            checkRead(text(oracle), oracle);
            checkPrint(value(), oracle);
        }
    }

    private String text(boolean slowKinds) {
        if (slowKinds && random.nextBoolean()) {
            return halfway();
        }
        int kind = random.nextInt(8);
        if (kind == 0) {
            return Double.toString(Math.abs(finite()));
        }
        if (kind == 1) {
            return String.valueOf(random.nextLong(1L << 53)) + "e" + random.nextInt(-345, 310);
        }
        int digits = kind < 4 ? random.nextInt(1, 10) : kind < 6 ? random.nextInt(15, 22) : random.nextInt(1, 41);
        int point = random.nextInt(digits + 1);
        StringBuilder text = new StringBuilder(digits + 8);
        if (random.nextInt(4) == 0) {
            text.append('-');
        }
        for (int i = 0; i < digits; i++) {
            if (i == point) {
                text.append('.');
            }
            text.append((char) ('0' + random.nextInt(10)));
        }
        if (kind > 4) {
            text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(-360, 330));
        }
        return text.toString();
    }

    /** The middle between two doubles, up to 770 digits, or a hair beside it. */
    private String halfway() {
        String middle = DecimalOracle.middle(Math.abs(finite())).toString();
        int choice = random.nextInt(3);
        if (choice == 0 || middle.indexOf('E') >= 0) {
            return middle;
        }
        String tail = (middle.indexOf('.') < 0 ? "." : "") + "0".repeat(random.nextInt(60)) + "1";
        if (choice == 1) {
            return middle + tail;
        }
        BigDecimal exact = new BigDecimal(middle);
        return exact.subtract(BigDecimal.ONE.movePointLeft(exact.scale() + random.nextInt(40)))
                .toPlainString();
    }

    private double finite() {
        double value;
        do {
            value = Double.longBitsToDouble(random.nextLong());
        } while (!Double.isFinite(value));
        return value;
    }

    private double value() {
        switch (random.nextInt(8)) {
            case 0:
                return random.nextInt() / Math.pow(10, random.nextInt(9));
            case 1:
                return random.nextLong(1_000_000_000_000_000_000L) / 1e4;
            case 2:
                return random.nextDouble(20, 30);
            case 3:
                return Math.scalb(1 + (random.nextInt(5) - 2) * 0x1p-52, random.nextInt(-1074, 1024));
            case 4:
                return random.nextInt(1, 10_000) * Math.pow(10, random.nextInt(-320, 305));
            default:
                return finite();
        }
    }

    private void checkRead(String text, boolean oracle) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        long bits = DoubleText.parseBits(bytes, 0, bytes.length, (byte) '.');
        if (bits != Double.doubleToRawLongBits(Double.parseDouble(text))) {
            throw new AssertionError("read " + text + " as " + Double.longBitsToDouble(bits));
        }
        if (oracle) {
            oracleCases++;
            double magnitude = Math.abs(Double.longBitsToDouble(bits));
            if (!DecimalOracle.isNearest(new BigDecimal(text).abs(), magnitude)) {
                throw new AssertionError("read " + text + " as " + magnitude + ", against the exact oracle");
            }
        }
    }

    private void checkPrint(double value, boolean oracle) {
        int length = DoubleText.print(value, printed, 0);
        long back = DoubleText.parseBits(printed, 0, length, (byte) '.');
        if (back != Double.doubleToRawLongBits(value + 0.0)) {
            throw new AssertionError("printed " + value + " as " + shown(length) + ", which reads back differently");
        }
        if (value == 0) {
            return;
        }
        decompose(printed, length, decimal);
        if (JDK_IS_SHORTEST && decimal[0] >= 10) {
            byte[] reference = Double.toString(value).getBytes(StandardCharsets.ISO_8859_1);
            decompose(reference, reference.length, expected);
            if (decimal[0] != expected[0] || decimal[1] != expected[1]) {
                throw new AssertionError("printed " + value + " as " + shown(length));
            }
        }
        if (oracle || JDK_IS_SHORTEST && decimal[0] < 10) {
            oracleCases++;
            if (!DecimalOracle.isShortest(Math.abs(value), new BigDecimal(shown(length)).abs())) {
                throw new AssertionError("printed " + value + " as " + shown(length) + ", against the exact oracle");
            }
        }
    }

    private String shown(int length) {
        return new String(printed, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Splits a number's text into its digits without trailing zeros and the power of ten that they count. */
    private static void decompose(byte[] text, int length, long[] result) {
        long digits = 0;
        int exponent = 0;
        boolean fraction = false;
        int at = text[0] == '-' ? 1 : 0;
        for (; at < length && (text[at] | 0x20) != 'e'; at++) {
            if (text[at] == '.') {
                fraction = true;
            } else {
                digits = digits * 10 + (text[at] - '0');
                exponent -= fraction ? 1 : 0;
            }
        }
        if (at < length) {
            exponent += Integer.parseInt(new String(text, at + 1, length - at - 1, StandardCharsets.ISO_8859_1));
        }
        while (digits % 10 == 0) {
            digits /= 10;
            exponent++;
        }
        result[0] = digits;
        result[1] = exponent;
    }
}
