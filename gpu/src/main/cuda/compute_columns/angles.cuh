// sin, cos and tan with the bits of Java's StrictMath, as elementary.cuh has its functions, by methods and constants of fdlibm's e_rem_pio2.c, k_sin.c,
// k_cos.c and k_tan.c:
//
// Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this software is
// freely granted, provided that this notice is preserved.
//
// An infinite angle has none.
#pragma once
#include "elementary.cuh"
#include "large_angles.cuh"

namespace angles {

using namespace elementary;

constexpr int UPPER_QUARTER_PI = 0x3FE921FB;
// 2¹⁹ times π/2.
constexpr int UPPER_LARGE = 0x413921FB;
constexpr double HALF_PI = 0x1.921fb54442d18p+0;

/** An angle above 0, not a large one, as a multiple of π/2, which is returned, and the rest in two parts, from -π/4 to π/4. */
static __device__ int reduce_medium(double angle, double &rest, double &low) {
    int multiple = (int)(long long)(angle * 0x1.45f306dc9c883p-1 + 0.5);
    double whole = (double)(long long)multiple;
    // Digits of π/2, by 33 bits, and what is behind them.
    double r = angle - whole * 0x1.921fb544p+0;
    double w = whole * 0x1.0b4611a626331p-34;
    rest = r - w;
    int exponent = upper(angle) >> UPPER_FRACTION_BITS;
    bool may_cancel = multiple >= 32 || upper(angle) == upper(whole * HALF_PI);
    if (may_cancel && exponent - (upper(rest) >> UPPER_FRACTION_BITS & 0x7FF) > 16) {
        double before = r;
        w = whole * 0x1.0b4611a6p-34;
        r = before - w;
        w = whole * 0x1.3198a2e037073p-69 - ((before - r) - w);
        rest = r - w;
        if (exponent - (upper(rest) >> UPPER_FRACTION_BITS & 0x7FF) > 49) {
            before = r;
            w = whole * 0x1.3198a2ep-69;
            r = before - w;
            w = whole * 0x1.b839a252049c1p-104 - ((before - r) - w);
            rest = r - w;
        }
    }
    low = (r - rest) - w;
    return multiple;
}

/** The same of all finite angles, of the multiple at least the lowest three bits. */
static __device__ int reduce(double x, double &rest, double &low) {
    double angle = of_bits(bits(x) & ~SIGN);
    int multiple = upper(angle) <= UPPER_LARGE ? reduce_medium(angle, rest, low) : large_angles::reduce(angle, rest, low);
    if (x < 0) {
        rest = -rest;
        low = -low;
        multiple = -multiple;
    }
    return multiple;
}

/** Of a rest in two parts, or of a small angle as it is. */
static __device__ double sine_of_rest(double x, double low, bool is_whole) {
    if ((upper(x) & 0x7FFFFFFF) < 0x3E400000) return x; // 2⁻²⁷
    double z = x * x;
    double v = z * x;
    double r = 0x1.111111110f8a6p-7 +
               z * (-0x1.a01a019c161d5p-13 +
                    z * (0x1.71de357b1fe7dp-19 + z * (-0x1.ae5e68a2b9cebp-26 + z * 0x1.5d93a5acfd57cp-33)));
    constexpr double CUBE = -0x1.5555555555549p-3;
    return is_whole ? x + v * (CUBE + z * r) : x - ((z * (0.5 * low - v * r) - low) - v * CUBE);
}

static __device__ double cosine_of_rest(double x, double low) {
    int magnitude = upper(x) & 0x7FFFFFFF;
    if (magnitude < 0x3E400000) return 1;
    double z = x * x;
    double r =
        z * (0x1.555555555554cp-5 +
             z * (-0x1.6c16c16c15177p-10 +
                  z * (0x1.a01a019cb159p-16 +
                       z * (-0x1.27e4f809c52adp-22 + z * (0x1.1ee9ebdb4b1c4p-29 + z * -0x1.8fae9be8838d4p-37)))));
    if (magnitude < 0x3FD33333) return 1 - (0.5 * z - (z * r - x * low)); // 0.3
    double quarter = magnitude > 0x3FE90000 ? 0.28125 : with_upper(0, magnitude - 0x00200000);
    double half_square = 0.5 * z - quarter;
    return (1 - quarter) - (half_square - (z * r - x * low));
}

/** The sine of an angle, or of one π/2 greater, which is the cosine. */
static __device__ double sine(double x, int quarters) {
    if (x != x) return x;
    double rest = x, low = 0;
    bool is_small = (upper(x) & 0x7FFFFFFF) <= UPPER_QUARTER_PI;
    if (!is_small) quarters += reduce(x, rest, low);
    double value = (quarters & 1) == 0 ? sine_of_rest(rest, low, is_small) : cosine_of_rest(rest, low);
    return (quarters & 2) == 0 ? value : -value;
}

/** Of a rest in two parts the tangent, or -1 divided by it. */
static __device__ double tangent_of_rest(double x, double low, bool divides) {
    int half = upper(x) & 0x7FFFFFFF;
    bool is_small = half < 0x3E300000; // 2⁻²⁸
    bool is_large = half >= 0x3FE59428; // 0.6744
    if (is_small && !divides) return x;
    double sign = x < 0 ? -1 : 1;
    double r = low;
    if (!is_small) {
        if (is_large) { // π/4 without it
            x = (0x1.921fb54442d18p-1 - sign * x) + (0x1.1a62633145c07p-55 - sign * low);
            low = 0;
        }
        double z = x * x;
        double w = z * z;
        double odd = 0x1.111111110fe7ap-3 +
                     w * (0x1.664f48406d637p-6 +
                          w * (0x1.d6d22c9560328p-9 +
                               w * (0x1.344d8f2f26501p-11 + w * (0x1.47e88a03792a6p-14 + w * -0x1.375cbdb605373p-16))));
        double even = z * (0x1.ba1ba1bb341fep-5 +
                           w * (0x1.226e3e96e8493p-7 +
                                w * (0x1.7dbc8fee08315p-10 +
                                     w * (0x1.026f71a8d1068p-12 + w * (0x1.2b80f32f0a7e9p-14 + w * 0x1.b2a7074bf7ad4p-16)))));
        double cube = z * x;
        r = low + z * (cube * (odd + even) + low);
        r += 0x1.5555555555563p-2 * cube;
    }
    double w = x + r;
    if (is_large) {
        double v = divides ? -1 : 1;
        return sign * (v - 2 * (x - (w * w / (w + v) - r)));
    }
    if (!divides) return w;
    double z = shortened(w);
    double v = r - (z - x);
    double a = -1 / w;
    double t = shortened(a);
    return t + a * ((1 + t * z) + t * v);
}

static __device__ double tangent(double x) {
    if (x != x || (upper(x) & 0x7FFFFFFF) <= UPPER_QUARTER_PI) return x != x ? x : tangent_of_rest(x, 0, false);
    double rest, low;
    int quarters = reduce(x, rest, low);
    return tangent_of_rest(rest, low, (quarters & 1) != 0);
}

} // namespace angles
