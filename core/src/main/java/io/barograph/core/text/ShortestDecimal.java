package io.barograph.core.text;

/**
 * Prints doubles by the shortest decimal that reads back as the same double; see {@link DoubleText} for the layout.
 *
 * <p>Two ways. A value of few decimals, as sensors send, is found by scaling: {@code m = round(x * 10^k)}, and if
 * {@code m < 10^15} and {@code m / 10^k}, correctly rounded, is x again, then m without its trailing zeros is the
 * answer, since two decimals of at most 15 digits never share a double. All others take Schubfach (R. Giulietti, "The
 * Schubfach way to render doubles", 2020-2022), which is also in the JDK from 19 on; here without that code's rule that
 * a text has two digits at least.
 */
final class ShortestDecimal {
    private static final long SIGNIFICAND = (1L << 52) - 1;
    private static final long HIDDEN = 1L << 52;

    private ShortestDecimal() {}

    static int print(double value, byte[] out, int at) {
        int next = at;
        double magnitude = value;
        if (!(value > 0)) {
            if (value == 0) {
                return text(out, at, "0.0");
            }
            if (Double.isNaN(value)) {
                return text(out, at, "NaN");
            }
            out[next++] = '-';
            magnitude = -value;
        }
        if (magnitude < 1e7) {
            long scaled = (long) (magnitude * 1e8 + 0.5);
            if (scaled >= 1000 && scaled / 1e8 == magnitude) {
                return fixed(scaled, out, next);
            }
        } else if (magnitude < 1e11) {
            long scaled = (long) (magnitude * 1e4 + 0.5);
            if (scaled / 1e4 == magnitude) {
                return fixed4(scaled, out, next);
            }
        }
        return magnitude == Double.POSITIVE_INFINITY
                ? text(out, next, "Infinity")
                : schubfach(Double.doubleToRawLongBits(magnitude), out, next);
    }

    /** Writes a number below 10^15 of 10^-8 each. */
    private static int fixed(long scaled, byte[] out, int at) {
        int whole = (int) (scaled / 100_000_000);
        return fraction((int) (scaled - whole * 100_000_000L), out, put(whole, out, at));
    }

    /** Writes a number below 10^15 of 10^-4 each. */
    private static int fixed4(long scaled, byte[] out, int at) {
        long whole = scaled / 10_000;
        return fraction((int) (scaled - whole * 10_000) * 10_000, out, put(whole, out, at));
    }

    private static int put(long whole, byte[] out, int at) {
        return Digits.put(out, at, whole, Digits.count(whole));
    }

    /** Writes the point and eight decimals without trailing zeros, but at least one. */
    private static int fraction(int decimals, byte[] out, int at) {
        long values = Digits.split(decimals);
        out[at] = '.';
        Digits.LONG.set(out, at + 1, values ^ Digits.ZEROS);
        return at + 9 - Math.min(7, Long.numberOfLeadingZeros(values) >>> 3);
    }

    /**
     * Finds the shortest decimal {@code d * 10^e} in the interval of those that round to this positive, finite double.
     *
     * <p>With {@code x = c * 2^q} and the interval's width between 10^k and 10^(k+1), the candidates are the multiples of
     * 10^(k+1) on both sides of x, of which at most one is inside, then those of 10^k. Four times x and four times the
     * interval's ends are computed in units of 10^k, to odd: truncated, with the lowest bit set where anything was cut,
     * which suffices for every comparison here.
     */
    private static int schubfach(long bits, byte[] out, int at) {
        int biased = (int) (bits >>> 52);
        long fraction = bits & SIGNIFICAND;
        long c = biased == 0 ? fraction : HIDDEN | fraction;
        int q = Math.max(biased, 1) - 1075;
        // A power of two has its lower neighbour at half the distance.
        boolean irregular = fraction == 0 && biased > 1;
        int odd = (int) c & 1; // an even significand wins ties, so that both ends belong to its interval

        int k = q * 1_262_611 - (irregular ? 524_031 : 0) >> 22; // floor(log10(2^q)), or of 3/4 of that
        int shift = q + PowersOfTen.floorLog2(-k) + 1;
        long high = PowersOfTen.high(-k);
        long low = PowersOfTen.low(-k);
        if (k > 0 || -k > PowersOfTen.MAX_EXACT) {
            low++; // rounded up, unless exact
            high += low == 0 ? 1 : 0;
        }
        long value = toOdd(high, low, 4 * c << shift);
        long lower = toOdd(high, low, 4 * c - (irregular ? 1 : 2) << shift) + odd;
        long upper = toOdd(high, low, 4 * c + 2 << shift) - odd;

        long s = value >> 2;
        if (s >= 10) {
            long tens = s / 10;
            boolean below = lower <= 40 * tens;
            boolean above = 40 * tens + 40 <= upper;
            if (below != above) {
                return layOut(above ? tens + 1 : tens, k + 1, out, at);
            }
        }
        boolean below = lower <= 4 * s;
        boolean above = 4 * s + 4 <= upper;
        long middle = 4 * s + 2;
        boolean up = below != above ? above : value > middle || value == middle && (s & 1) != 0;
        return layOut(up ? s + 1 : s, k, out, at);
    }

    /** The product's bits from 2^128 up, the lowest set where bits were cut (but for the power's rounding up). */
    private static long toOdd(long high, long low, long factor) {
        long carry = PowersOfTen.multiplyHigh(low, factor);
        long middle = high * factor + carry;
        long top = PowersOfTen.multiplyHigh(high, factor) + (Long.compareUnsigned(middle, carry) < 0 ? 1 : 0);
        return Long.compareUnsigned(middle, 1) > 0 ? top | 1 : top;
    }

    /** Writes {@code digits * 10^exponent}, at most 17 digits. */
    private static int layOut(long digits, int exponent, byte[] out, int at) {
        long d = digits;
        int e = exponent;
        while (d % 10 == 0) {
            d /= 10;
            e++;
        }
        int count = Digits.count(d);
        int point = count + e; // d * 10^e = 0.d * 10^point
        if (point < -4 || point > 16) {
            return scientific(d, count, point - 1, out, at);
        }
        if (point <= 0) {
            Digits.LONG.set(out, at, 0x3030_3030_3030_2E30L); // 0.000000
            return Digits.put(out, at + 2 - point, d, count);
        }
        if (e >= 0) {
            int next = Digits.put(out, at, d * Digits.POWERS[e], point);
            return text(out, next, ".0");
        }
        return split(d, -e, out, at, point);
    }

    /** Writes d with its last {@code decimals} digits behind the point. */
    private static int split(long d, int decimals, byte[] out, int at, int wholeDigits) {
        long power = Digits.POWERS[decimals];
        long whole = d / power;
        int next = Digits.put(out, at, whole, wholeDigits);
        out[next] = '.';
        return Digits.put(out, next + 1, d - whole * power, decimals);
    }

    private static int scientific(long d, int count, int exponent, byte[] out, int at) {
        int next = count == 1 ? Digits.put(out, at, d, 1) : split(d, count - 1, out, at, 1);
        out[next++] = 'e';
        if (exponent < 0) {
            out[next++] = '-';
        }
        int size = Math.abs(exponent);
        return Digits.put(out, next, size, Digits.count(size));
    }

    private static int text(byte[] out, int at, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            out[at + i] = (byte) ascii.charAt(i);
        }
        return at + ascii.length();
    }
}
