// asin, acos, atan and atan2 with the bits of Java's StrictMath, as elementary.cuh has its functions, by methods and constants of fdlibm's e_asin.c, e_acos.c,
// s_atan.c and e_atan2.c:
//
// Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this software is
// freely granted, provided that this notice is preserved.
#pragma once
#include "elementary.cuh"

namespace inverse {

using namespace elementary;

// π, its half and its quarter in two parts each.
constexpr double PI = 0x1.921fb54442d18p+1;
constexpr double PI_LOW = 0x1.1a62633145c07p-53;
constexpr double HALF_PI = 0x1.921fb54442d18p+0;
constexpr double HALF_PI_LOW = 0x1.1a62633145c07p-54;
constexpr double QUARTER_PI = 0x1.921fb54442d18p-1;
constexpr double QUARTER_PI_LOW = 0x1.1a62633145c07p-55;

static __device__ double magnitude(double x) { return of_bits(bits(x) & ~SIGN); }

/** What arcs of sines and of cosines have in common, of a square up to a quarter: (asin(√t) - √t) / √t. */
static __device__ double arc_rest(double t) {
    double p = t * (0x1.5555555555555p-3 +
                    t * (-0x1.4d61203eb6f7dp-2 +
                         t * (0x1.9c1550e884455p-3 +
                              t * (-0x1.48228b5688f3bp-5 + t * (0x1.9efe07501b288p-11 + t * 0x1.23de10dfdf709p-15)))));
    double q = 1 + t * (-0x1.33a271c8a2d4bp+1 +
                        t * (0x1.02ae59c598ac8p+1 + t * (-0x1.6066c1b8d0159p-1 + t * 0x1.3b8c5b12e9282p-4)));
    return p / q;
}

/** Of numbers from -1 to 1, and NaN. */
static __device__ double sine(double x) {
    double size = magnitude(x);
    if (size == 1) return x * HALF_PI + x * HALF_PI_LOW;
    if (!(size >= 0.5)) return size < 0x1p-27 ? x : x + x * arc_rest(x * x);
    double t = (1 - size) * 0.5;
    double r = arc_rest(t);
    double s = __dsqrt_rn(t);
    double arc;
    if (upper(size) >= 0x3FEF3333) { // 0.975
        arc = HALF_PI - (2 * (s + s * r) - HALF_PI_LOW);
    } else {
        double w = shortened(s);
        double c = (t - w * w) / (s + w);
        double p = 2 * s * r - (HALF_PI_LOW - 2 * c);
        arc = QUARTER_PI - (p - (QUARTER_PI - 2 * w));
    }
    return x < 0 ? -arc : arc;
}

/** Of numbers from -1 to 1, and NaN. */
static __device__ double cosine(double x) {
    double size = magnitude(x);
    if (size == 1) return x > 0 ? 0 : PI + 2 * HALF_PI_LOW;
    if (!(size >= 0.5)) {
        if ((upper(size)) <= 0x3C600000) return HALF_PI + HALF_PI_LOW; // 2⁻⁵⁷
        return HALF_PI - (x - (HALF_PI_LOW - x * arc_rest(x * x)));
    }
    double t = (1 - size) * 0.5;
    double s = __dsqrt_rn(t);
    double r = arc_rest(t);
    if (x < 0) return PI - 2 * (s + (r * s - HALF_PI_LOW));
    double w = shortened(s);
    double c = (t - w * w) / (s + w);
    return 2 * (w + (r * s + c));
}

static __device__ double tangent(double x) {
    if (x != x) return x;
    int half = upper(x) & 0x7FFFFFFF;
    double sign = x < 0 ? -1 : 1;
    if (half >= 0x44100000) return sign * (HALF_PI + HALF_PI_LOW); // 2⁶⁶
    // The tangent of a difference: from an angle that is known, in two parts.
    double known = 0, known_low = 0;
    bool is_small = half < 0x3FDC0000; // 7/16
    if (is_small) {
        if (half < 0x3E200000) return x; // 2⁻²⁹
    } else {
        double size = magnitude(x);
        if (half < 0x3FE60000) { // 11/16
            known = 0x1.dac670561bb4fp-2; // of ½
            known_low = 0x1.a2b7f222f65e2p-56;
            x = (2 * size - 1) / (2 + size);
        } else if (half < 0x3FF30000) { // 19/16
            known = QUARTER_PI;
            known_low = QUARTER_PI_LOW;
            x = (size - 1) / (size + 1);
        } else if (half < 0x40038000) { // 39/16
            known = 0x1.f730bd281f69bp-1; // of 3/2
            known_low = 0x1.007887af0cbbdp-56;
            x = (size - 1.5) / (1 + 1.5 * size);
        } else {
            known = HALF_PI;
            known_low = HALF_PI_LOW;
            x = -1 / size;
        }
    }
    double z = x * x;
    double w = z * z;
    double even = z * (0x1.555555555550dp-2 +
                       w * (0x1.24924920083ffp-3 +
                            w * (0x1.745cdc54c206ep-4 +
                                 w * (0x1.10d66a0d03d51p-4 + w * (0x1.97b4b24760debp-5 + w * 0x1.0ad3ae322da11p-6)))));
    double odd = w * (-0x1.999999998ebc4p-3 +
                      w * (-0x1.c71c6fe231671p-4 +
                           w * (-0x1.3b0f2af749a6dp-4 + w * (-0x1.dde2d52defd9ap-5 + w * -0x1.2b4442c6a6c2fp-5))));
    if (is_small) return x - x * (even + odd);
    return sign * (known - ((x * (even + odd) - known_low) - x));
}

/** The angle of the point (x, y). */
static __device__ double angle(double y, double x) {
    if (x != x || y != y) return x + y;
    if (x == 1) return tangent(y);
    double sign = (bits(y) & SIGN) != 0 ? -1 : 1;
    bool is_left = (bits(x) & SIGN) != 0;
    double size = magnitude(y), width = magnitude(x);
    if (size == 0) return is_left ? sign * PI : y;
    if (width == 0) return sign * HALF_PI;
    if (width > MOST) {
        double found = size > MOST ? (is_left ? 3 * QUARTER_PI : QUARTER_PI) : is_left ? PI : 0;
        return sign * found;
    }
    if (size > MOST) return sign * HALF_PI;
    int above = (upper(size) - upper(width)) >> UPPER_FRACTION_BITS;
    double found = above > 60             ? HALF_PI + 0.5 * PI_LOW
                   : is_left && above < -60 ? 0
                                          : tangent(magnitude(y / x));
    if (!is_left) return sign * found;
    return sign < 0 ? (found - PI_LOW) - PI : PI - (found - PI_LOW);
}

} // namespace inverse
