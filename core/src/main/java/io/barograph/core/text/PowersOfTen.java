package io.barograph.core.text;

/**
 * The powers of ten from 10^-342 to 10^324, each as its leading 128 bits: {@code 10^q = (m + t) * 2^(floorLog2(q) - 127)}
 * with {@code 2^127 <= m < 2^128} and {@code 0 <= t < 1}. What reading (Eisel-Lemire) and printing (Schubfach) share.
 *
 * <p>Only every 27th power is kept in the class, with 192 bits, so that it loads fast; the others follow by a product with
 * an exact power of five. That the product's leading 128 bits are always the true ones is no theorem but a finite
 * fact, which a test checks for all of them.
 */
final class PowersOfTen {
    static final int MIN = -342;
    static final int MAX = 324;
    /** 10^q for q from 0 to this one is exact in 128 bits, since 5^55 is below 2^128. */
    static final int MAX_EXACT = 55;

    private static final int STEP = 27;
    private static final int FIRST_ROW = -13 * STEP;

    /** Leading 192 bits of 10^-351, 10^-324, … 10^324, the most significant word first; rounded down. */
    private static final long[] ROWS = {
        0x8049A4AC0C5811AEL, 0x205B896D777D6278L, 0xAC261E9F5141430BL, // 1e-351
        0xCF42894A5DCE35EAL, 0x52064CAC828675B9L, 0x475F2B7D7DF1AD7AL, // 1e-324
        0xA76C582338ED2621L, 0xAF2AF2B80AF6F24EL, 0x657C8F4D43323A36L, // 1e-297
        0x873E4F75E2224E68L, 0x5A7744A6E804A291L, 0xCC35EDDFCF0996D7L, // 1e-270
        0xDA7F5BF590966848L, 0xAF39A475506A899EL, 0xA30294CC2934E662L, // 1e-243
        0xB080392CC4349DECL, 0xBD8D794D96AACFB3L, 0xFE13A5C86AF64418L, // 1e-216
        0x8E938662882AF53EL, 0x547EB47B7282EE9CL, 0x41B0230E1421487DL, // 1e-189
        0xE65829B3046B0AFAL, 0x0CB4A5A3112A5112L, 0xA3B561B1CB208396L, // 1e-162
        0xBA121A4650E4DDEBL, 0x92F34D62616CE413L, 0x21A0183E10583CD3L, // 1e-135
        0x964E858C91BA2655L, 0x3A6A07F8D510F86FL, 0xE9082F25E9C5E9ECL, // 1e-108
        0xF2D56790AB41C2A2L, 0xFAE27299423FB9C3L, 0x3695DAD7E8858901L, // 1e-81
        0xC428D05AA4751E4CL, 0xAA97E14C3C26B886L, 0x96842DC95323F5A8L, // 1e-54
        0x9E74D1B791E07E48L, 0x775EA264CF55347DL, 0xCA49F1C05120C9C7L, // 1e-27
        0x8000000000000000L, 0x0000000000000000L, 0x0000000000000000L, // 1e0
        0xCECB8F27F4200F3AL, 0x0000000000000000L, 0x0000000000000000L, // 1e27
        0xA70C3C40A64E6C51L, 0x999090B65F67D924L, 0x0000000000000000L, // 1e54
        0x86F0AC99B4E8DAFDL, 0x69A028BB3DED71A3L, 0xDF9F915627C04E28L, // 1e81
        0xDA01EE641A708DE9L, 0xE80E6F4820CC9495L, 0xD74BAAD03BC1D8D3L, // 1e108
        0xB01AE745B101E9E4L, 0x5EC05DCFF72E7F8FL, 0xC04C79FFE324301FL, // 1e135
        0x8E41ADE9FBEBC27DL, 0x14588F13BE847307L, 0x23BD6A2059C002F5L, // 1e162
        0xE5D3EF282A242E81L, 0x8F1668C8A86DA5FAL, 0xF0B5CCF5176ECC7CL, // 1e189
        0xB9A74A0637CE2EE1L, 0x6D953E2BD7173692L, 0x88EFB0037AC08BDEL, // 1e216
        0x95F83D0A1FB69CD9L, 0x4ABDAF101564F98EL, 0x0D5A4AF7B3A98E47L, // 1e243
        0xF24A01A73CF2DCCFL, 0xBC633B39673C8CECL, 0x3D9C44CD2F36917CL, // 1e270
        0xC3B8358109E84F07L, 0x0A862F80EC4700C8L, 0x02606EA01029DC37L, // 1e297
        0x9E19DB92B4E31BA9L, 0x6C07A2C26A8346D1L, 0x4944D9F52CD0DEC2L, // 1e324
    };

    /** The upper and lower word of 10^q at {@code 2 * (q - MIN)}. */
    private static final long[] WORDS = words();

    private PowersOfTen() {}

    /** The upper 64 bits of m. */
    static long high(int q) {
        return WORDS[2 * (q - MIN)];
    }

    /** The lower 64 bits of m. */
    static long low(int q) {
        return WORDS[2 * (q - MIN) + 1];
    }

    /** The largest e with {@code 2^e <= 10^q}, for q in our range. */
    static int floorLog2(int q) {
        return q * 217_706 >> 16;
    }

    /** The upper 64 bits of the product of two unsigned numbers (the JDK has it from 18 on). */
    static long multiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }

    private static long[] words() {
        long[] words = new long[2 * (MAX - MIN + 1)];
        long five = 1;
        for (int step = 0; step < STEP; step++) {
            for (int row = 0; 3 * row < ROWS.length; row++) {
                int q = FIRST_ROW + STEP * row + step;
                if (q >= MIN && q <= MAX) {
                    store(words, 2 * (q - MIN), 3 * row, five);
                }
            }
            five *= 5;
        }
        return words;
    }

    /** Multiplies a row of three words by a power of five and keeps the leading 128 of the product's 256 bits. */
    private static void store(long[] words, int at, int row, long five) {
        long w0 = ROWS[row + 2] * five;
        long carry0 = multiplyHigh(ROWS[row + 2], five);
        long low1 = ROWS[row + 1] * five;
        long w1 = low1 + carry0;
        long carry1 = multiplyHigh(ROWS[row + 1], five) + (Long.compareUnsigned(w1, low1) < 0 ? 1 : 0);
        long low2 = ROWS[row] * five;
        long w2 = low2 + carry1;
        long w3 = multiplyHigh(ROWS[row], five) + (Long.compareUnsigned(w2, low2) < 0 ? 1 : 0);
        int shift = w3 == 0 ? 64 : Long.numberOfLeadingZeros(w3);
        if (shift == 64) {
            words[at] = w2;
            words[at + 1] = w1;
        } else if (shift == 0) {
            words[at] = w3;
            words[at + 1] = w2;
        } else {
            words[at] = w3 << shift | w2 >>> 64 - shift;
            words[at + 1] = w2 << shift | w1 >>> 64 - shift;
        }
    }
}
