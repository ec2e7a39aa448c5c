// exp, ln, log10, log2 and power with the bits of Java's StrictMath, whose contract is fdlibm 5.3: a fixed sequence of operations of IEEE 754 doubles and
// of bits, none of them fused. Methods and constants are those of fdlibm's e_exp.c, e_log.c, e_log10.c and e_pow.c:
//
// Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this software is
// freely granted, provided that this notice is preserved.
//
// A result that a caller has to count as undefined is of no meaning here.
#pragma once

namespace elementary {

typedef unsigned long long Word;

constexpr Word SIGN = 0x8000000000000000ULL;
constexpr Word LOWER_HALF = 0xFFFFFFFFULL;
constexpr int FRACTION_BITS = 52;
// Of the upper half of a double's bits, of which fdlibm takes its decisions.
constexpr int UPPER_FRACTION_BITS = 20;
constexpr int UPPER_FRACTION = 0x000FFFFF;
constexpr int UPPER_ONE = 0x3FF00000;
constexpr int UPPER_LEAST_NORMAL = 0x00100000;
constexpr int BIAS = 1023;

constexpr double MOST = 0x1.fffffffffffffp+1023;

constexpr double LN_2 = 0x1.62e42fefa39efp-1;
// ln 2 in two parts, the first of which has trailing zeros enough for exact products.
constexpr double LN_2_HIGH = 0x1.62e42feep-1;
constexpr double LN_2_LOW = 0x1.a39ef35793c76p-33;
constexpr double INVERSE_LN_2 = 0x1.71547652b82fep+0;

static __device__ Word bits(double value) { return (Word)__double_as_longlong(value); }

static __device__ double of_bits(Word bits) { return __longlong_as_double((long long)bits); }

static __device__ double infinity() { return of_bits(0x7FF0000000000000ULL); }

static __device__ int upper(double value) { return (int)((long long)bits(value) >> 32); }

static __device__ double with_upper(double value, int half) {
    return of_bits((Word)(unsigned int)half << 32 | (bits(value) & LOWER_HALF));
}

/** So few digits that products of two are exact. */
static __device__ double shortened(double value) { return of_bits(bits(value) & ~LOWER_HALF); }

/** Of a normal value whose result is normal, too. */
static __device__ double times_power_of_2(double value, int exponent) {
    return of_bits(bits(value) + ((Word)(long long)exponent << FRACTION_BITS));
}

/** The same where the result may be subnormal: it is rounded once. */
static __device__ double scaled_down(double value, int exponent) {
    return times_power_of_2(value, exponent + 1000) * 0x1p-1000;
}

/** Makes a number above 0 normal, and returns its exponent, of two. */
static __device__ int normalize(double &x) {
    int scaled = 0;
    if (upper(x) < UPPER_LEAST_NORMAL) {
        scaled = 54;
        x *= 0x1p54;
    }
    return (upper(x) >> UPPER_FRACTION_BITS) - BIAS - scaled;
}

/** What exp and power have in common: r - r²·P(r²), for e to the power of r. */
static __device__ double exponential_rest(double r) {
    double t = r * r;
    return r - t * (0x1.555555555553ep-3 +
                    t * (-0x1.6c16c16bebd93p-9 +
                         t * (0x1.1566aaf25de2cp-14 + t * (-0x1.bbd41c5d26bf1p-20 + t * 0x1.6376972bea4d0p-25))));
}

static __device__ double exponential(double x) {
    if (x != x) return x;
    if (x > 0x1.62e42fefa39efp+9) return infinity();
    if (x < -0x1.74910d52d3051p+9) return 0;
    int magnitude = upper(x) & 0x7FFFFFFF;
    double high = 0, low = 0;
    int exponent = 0;
    if (magnitude > 0x3FD62E42) { // half of ln 2
        double half = x < 0 ? -0.5 : 0.5;
        // Below 1.5 ln 2 it is one.
        exponent = magnitude < 0x3FF0A2B2 ? (x < 0 ? -1 : 1) : (int)(long long)(INVERSE_LN_2 * x + half);
        double whole = (double)(long long)exponent;
        high = x - whole * LN_2_HIGH;
        low = whole * LN_2_LOW;
        x = high - low;
    } else if (magnitude < 0x3E300000) { // 2⁻²⁸
        return 1 + x;
    }
    double c = exponential_rest(x);
    if (exponent == 0) return 1 - ((x * c) / (c - 2) - x);
    double y = 1 - ((low - (x * c) / (2 - c)) - high);
    return exponent >= -1021 ? times_power_of_2(y, exponent) : scaled_down(y, exponent);
}

/** Of numbers above 0, infinity and NaN. */
static __device__ double natural_logarithm(double x) {
    if (!(x <= MOST)) return x;
    int exponent = normalize(x);
    int half = upper(x) & UPPER_FRACTION;
    // The number as 1 + f, from √½ to √2.
    int above = (half + 0x95F64) & 0x100000;
    x = with_upper(x, half | (above ^ UPPER_ONE));
    exponent += above >> UPPER_FRACTION_BITS;
    double whole = (double)(long long)exponent;
    double f = x - 1;
    if ((UPPER_FRACTION & (2 + half)) < 3) { // closer to 1 than 2⁻²⁰
        if (f == 0) return exponent == 0 ? 0 : whole * LN_2_HIGH + whole * LN_2_LOW;
        double rest = f * f * (0.5 - 0x1.5555555555555p-2 * f);
        return exponent == 0 ? f - rest : whole * LN_2_HIGH - ((rest - whole * LN_2_LOW) - f);
    }
    double s = f / (2 + f);
    double z = s * s;
    double w = z * z;
    double odd = w * (0x1.999999997fa04p-2 + w * (0x1.c71c51d8e78afp-3 + w * 0x1.39a09d078c69fp-3));
    double even = z * (0x1.5555555555593p-1 +
                       w * (0x1.2492494229359p-2 + w * (0x1.7466496cb03dep-3 + w * 0x1.2f112df3e5244p-3)));
    double rest = even + odd;
    if (((half - 0x6147A) | (0x6B851 - half)) > 0) {
        double square = 0.5 * f * f;
        return exponent == 0 ? f - (square - s * (square + rest))
                             : whole * LN_2_HIGH - ((square - (s * (square + rest) + whole * LN_2_LOW)) - f);
    }
    return exponent == 0 ? f - s * (f - rest) : whole * LN_2_HIGH - ((s * (f - rest) - whole * LN_2_LOW) - f);
}

/** Of numbers above 0, infinity and NaN. */
static __device__ double decimal_logarithm(double x) {
    if (!(x <= MOST)) return x;
    int exponent = normalize(x);
    int negative = exponent < 0 ? 1 : 0;
    double whole = (double)(long long)(exponent + negative);
    x = with_upper(x, (upper(x) & UPPER_FRACTION) | (BIAS - negative) << UPPER_FRACTION_BITS);
    double low = whole * 0x1.9fef311f12b36p-42 + 0x1.bcb7b1526e50ep-2 * natural_logarithm(x);
    return low + whole * 0x1.34413509f6p-2;
}

/** Of numbers above 0, infinity and NaN; not fdlibm's: a quotient, exact for powers of 2 that are no subnormals. */
static __device__ double binary_logarithm(double x) {
    int half = upper(x);
    bool is_power = half >= UPPER_LEAST_NORMAL && half < 0x7FF00000 && (bits(x) << 12) == 0;
    return is_power ? (double)(long long)((half >> UPPER_FRACTION_BITS) - BIAS) : natural_logarithm(x) / LN_2;
}

/** log₂ of x in two parts, the first of which is short; x is above 0 and finite. */
static __device__ void split_logarithm(double x, double &high, double &low) {
    int exponent = normalize(x);
    int fraction = upper(x) & UPPER_FRACTION;
    int half = fraction | UPPER_ONE;
    // Around 1 or around 3/2: borders are √(3/2) and √3.
    bool around_larger = fraction > 0x3988E && fraction < 0xBB67A;
    if (fraction >= 0xBB67A) {
        exponent++;
        half -= UPPER_LEAST_NORMAL;
    }
    x = with_upper(x, half);
    double middle = around_larger ? 1.5 : 1;
    double middle_high = around_larger ? 0x1.2b8034p-1 : 0; // log₂ of it, in two parts
    double middle_low = around_larger ? 0x1.cfdeb43cfd006p-27 : 0;
    // s is (x - middle) / (x + middle), in two parts.
    double u = x - middle;
    double v = 1 / (x + middle);
    double s = u * v;
    double s_high = shortened(s);
    double t_high = with_upper(0, ((half >> 1) | 0x20000000) + 0x00080000 + (around_larger ? 1 << 18 : 0));
    double t_low = x - (t_high - middle);
    double s_low = v * ((u - s_high * t_high) - s_high * t_low);
    double square = s * s;
    double rest = square * square *
                  (0x1.3333333333303p-1 +
                   square * (0x1.b6db6db6fabffp-2 +
                             square * (0x1.55555518f264dp-2 +
                                       square * (0x1.17460a91d4101p-2 +
                                                 square * (0x1.d864a93c9db65p-3 + square * 0x1.a7e284a454eefp-3)))));
    rest += s_low * (s_high + s);
    square = s_high * s_high;
    t_high = shortened(3 + square + rest);
    t_low = rest - ((t_high - 3) - square);
    u = s_high * t_high;
    v = s_low * t_high + t_low * s;
    double p_high = shortened(u + v);
    double p_low = v - (p_high - u);
    // 2 / (3 ln 2), whole and in two parts.
    double z_high = 0x1.ec709ep-1 * p_high;
    double z_low = -0x1.e2fe0145b01f5p-28 * p_high + p_low * 0x1.ec709dc3a03fdp-1 + middle_low;
    double whole = (double)(long long)exponent;
    high = shortened(((z_high + z_low) + middle_high) + whole);
    low = z_low - (((high - whole) - middle_high) - z_high);
}

/** Two to the power of high + low, whose sum is z; infinite above what there is, 0 below. */
static __device__ double power_of_2(double z, double high, double low) {
    int half = upper(z);
    if (z >= 1024 && (z > 1024 || low + 0x1.71547652b82fep-54 > z - high)) return infinity();
    if (z <= -1075 && (z < -1075 || low <= z - high)) return 0;
    int magnitude = half & 0x7FFFFFFF;
    int exponent = 0;
    if (magnitude > 0x3FE00000) { // above ½: to the nearest whole number
        int nearest = half + (UPPER_LEAST_NORMAL >> ((magnitude >> UPPER_FRACTION_BITS) - BIAS + 1));
        int places = ((nearest & 0x7FFFFFFF) >> UPPER_FRACTION_BITS) - BIAS;
        high -= with_upper(0, nearest & ~(UPPER_FRACTION >> places));
        exponent = ((nearest & UPPER_FRACTION) | UPPER_LEAST_NORMAL) >> (UPPER_FRACTION_BITS - places);
        if (half < 0) exponent = -exponent;
    }
    double t = shortened(low + high);
    double u = t * 0x1.62e43p-1; // ln 2, whole and in two other parts
    double v = (low - (t - high)) * LN_2 + t * -0x1.05c610ca86c39p-29;
    double r = u + v;
    double rest = v - (r - u);
    double c = exponential_rest(r);
    double y = 1 - (((r * c) / (c - 2) - (rest + r * rest)) - r);
    return (upper(y) >> UPPER_FRACTION_BITS) + exponent > 0 ? times_power_of_2(y, exponent)
                                                            : scaled_down(y, exponent);
}

/** Whether a number is whole, and odd. */
static __device__ bool is_odd(double number) { return floor(number) == number && number - 2 * floor(number * 0.5) == 1; }

/** Where it is undefined, without meaning. */
static __device__ double power(double x, double y) {
    double magnitude = of_bits(bits(x) & ~SIGN), exponent = of_bits(bits(y) & ~SIGN);
    if (exponent == 0) return 1;
    if (x != x || y != y) return x + y;
    if (exponent > MOST) // 1 and -1 are StrictMath's NaN, and 1 for Barograph
        return magnitude == 1 ? 1 : (magnitude > 1) == (y > 0) ? infinity() : 0;
    if (exponent == 1) return y < 0 ? 1 / x : x;
    if (y == 2) return x * x;
    if (y == 0.5 && x >= 0) return __dsqrt_rn(x + 0.0);
    double sign = x < 0 || bits(x) == SIGN ? (is_odd(exponent) ? -1 : 1) : 1;
    if (magnitude == 0 || magnitude > MOST || magnitude == 1) return sign * (y < 0 ? 1 / magnitude : magnitude);
    double high, low;
    if (upper(exponent) > 0x41E00000) { // above 2³¹
        int half = upper(magnitude);
        if (half < 0x3FEFFFFF) return y < 0 ? sign * infinity() : sign * 0;
        if (half > UPPER_ONE) return y > 0 ? sign * infinity() : sign * 0;
        // So close to 1 that four terms are enough.
        double t = magnitude - 1;
        double w = (t * t) * (0.5 - t * (0x1.5555555555555p-2 - t * 0.25));
        double u = 0x1.715476p+0 * t; // 1 / ln 2 in two parts
        double v = t * 0x1.4ae0bf85ddf44p-26 - w * INVERSE_LN_2;
        high = shortened(u + v);
        low = v - (high - u);
    } else {
        split_logarithm(magnitude, high, low);
    }
    double y_high = shortened(y);
    double product_low = (y - y_high) * high + y * low;
    double product_high = y_high * high;
    return sign * power_of_2(product_low + product_high, product_high, product_low);
}

} // namespace elementary
