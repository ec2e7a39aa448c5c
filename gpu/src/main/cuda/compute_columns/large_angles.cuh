// Multiples of π/2 in angles of which the product with 2/π needs more digits than a few doubles have, with the bits of Java's StrictMath: methods and
// constants are those of fdlibm's k_rem_pio2.c (M. Payne and R. Hanek, "Radian Reduction for Trigonometric Functions", 1983), in whose terms the
// precision is that of doubles:
//
// Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this software is
// freely granted, provided that this notice is preserved.
#pragma once
#include "elementary.cuh"

namespace large_angles {

using namespace elementary;

/** 2/π in digits of 24 bits, as many as the greatest double asks for, and some more. Not static: the compiler would name it by the path of this file. */
__device__ int TWO_OVER_PI[] = {
    0xA2F983, 0x6E4E44, 0x1529FC, 0x2757D1, 0xF534DD, 0xC0DB62, 0x95993C, 0x439041, 0xFE5163, 0xABDEBB, 0xC561B7, 0x246E3A, 0x424DD2, 0xE00649,
    0x2EEA09, 0xD1921C, 0xFE1DEB, 0x1CB129, 0xA73EE8, 0x8235F5, 0x2EBB44, 0x84E99C, 0x7026B4, 0x5F7E41, 0x3991D6, 0x398353, 0x39F49C, 0x845F8B,
    0xBDF928, 0x3B1FF8, 0x97FFDE, 0x05980F, 0xEF2F11, 0x8B5A0A, 0x6D1F6D, 0x367ECF, 0x27CB09, 0xB74F46, 0x3F669E, 0x5FEA2D, 0x7527BA, 0xC7EBE5,
    0xF17B3D, 0x0739F7, 0x8A5292, 0xEA6BFB, 0x5FB11F, 0x8D5D08, 0x560330, 0x46FC7B, 0x6BABF0, 0xCFBC20, 0x9AF436, 0x1DA9E3, 0x91615E, 0xE61B08};

/** π/2 in parts whose products with digits are exact. */
__device__ double HALF_PI_PARTS[] = {0x1.921fb4p+0, 0x1.4442dp-24, 0x1.846988p-48, 0x1.8cc516p-72, 0x1.01b838p-96};

constexpr int DIGIT_BITS = 24;
constexpr int DIGIT = 0xFFFFFF;
constexpr double BASE = 0x1p24;
/** Digits of the product that are enough, where none of them cancels: the last digit's number. */
constexpr int LAST = 4;
/** A double's fraction cancels 62 bits at most, three digits; one may be put in front. */
constexpr int MOST_DIGITS = 10;
constexpr int PARTS = 3;

static __device__ double power_of_2(int exponent) { return of_bits((Word)(long long)(exponent + BIAS) << FRACTION_BITS); }

static __device__ int whole(double value) { return (int)(long long)value; }

/** A digit of the product, not carried yet: a sum of three products of 48 bits. */
static __device__ double product(const double *angle, int digit) {
    double sum = 0;
    for (int part = 0; part < PARTS; part++)
        if (digit >= part) sum += angle[part] * (double)(long long)TWO_OVER_PI[digit - part];
    return sum;
}

/** A finite angle above 0 as a multiple of π/2, of which the lowest three bits are returned, and the rest in two parts, from -π/4 to π/4. */
static __device__ int reduce(double x, double &rest, double &low) {
    int exponent = (upper(x) >> UPPER_FRACTION_BITS) - BIAS - (DIGIT_BITS - 1);
    double z = times_power_of_2(x, -exponent);
    double angle[PARTS];
    for (int part = 0; part < PARTS - 1; part++) {
        angle[part] = (double)(long long)z;
        z = (z - angle[part]) * BASE;
    }
    angle[PARTS - 1] = z;
    // Digits before it make multiples of eight.
    int first = exponent < 3 ? 0 : (exponent - 3) / DIGIT_BITS;
    int scale = exponent - DIGIT_BITS * (first + 1);
    double sums[MOST_DIGITS];
    int digits[MOST_DIGITS];
    for (int i = 0; i <= LAST; i++) sums[i] = product(angle, first + i);
    int last = LAST, multiple, half;
    while (true) {
        // Carried, from the last digit on, which becomes the first.
        z = sums[last];
        for (int i = 0, j = last; j > 0; i++, j--) {
            double carried = (double)(long long)(0x1p-24 * z);
            digits[i] = whole(z - BASE * carried);
            z = sums[j - 1] + carried;
        }
        z *= power_of_2(scale);
        z -= 8 * floor(z * 0.125);
        multiple = whole(z);
        z -= (double)(long long)multiple;
        half = 0; // 0 where the rest is below ½
        if (scale > 0) {
            int above = digits[last - 1] >> (DIGIT_BITS - scale);
            multiple += above;
            digits[last - 1] -= above << (DIGIT_BITS - scale);
            half = digits[last - 1] >> (DIGIT_BITS - 1 - scale);
        } else if (scale == 0) {
            half = digits[last - 1] >> (DIGIT_BITS - 1);
        } else if (z >= 0.5) {
            half = 2;
        }
        if (half > 0) { // 1 without the rest
            multiple++;
            bool borrows = false;
            for (int i = 0; i < last; i++) {
                int digit = digits[i];
                if (borrows) {
                    digits[i] = DIGIT - digit;
                } else if (digit != 0) {
                    borrows = true;
                    digits[i] = DIGIT + 1 - digit;
                }
            }
            if (scale > 0) digits[last - 1] &= DIGIT >> scale;
            if (half == 2) {
                z = 1 - z;
                if (borrows) z -= power_of_2(scale);
            }
        }
        if (z != 0) break;
        int found = 0;
        for (int i = last - 1; i >= LAST; i--) found |= digits[i];
        if (found != 0) break;
        // All digits but the last ones have cancelled: as many more.
        int more = 1;
        while (digits[LAST - more] == 0) more++;
        for (int i = last + 1; i <= last + more; i++) sums[i] = product(angle, first + i);
        last += more;
    }
    if (z == 0) {
        last--;
        scale -= DIGIT_BITS;
        while (digits[last] == 0) {
            last--;
            scale -= DIGIT_BITS;
        }
    } else {
        z *= power_of_2(-scale);
        if (z >= BASE) {
            double carried = (double)(long long)(0x1p-24 * z);
            digits[last] = whole(z - BASE * carried);
            last++;
            scale += DIGIT_BITS;
            digits[last] = whole(carried);
        } else {
            digits[last] = whole(z);
        }
    }
    double unit = power_of_2(scale);
    for (int i = last; i >= 0; i--) {
        sums[i] = unit * (double)(long long)digits[i];
        unit *= 0x1p-24;
    }
    // Times π/2, from the greatest term on.
    double terms[MOST_DIGITS];
    for (int i = 0; i <= last; i++) {
        double term = 0;
        for (int part = 0; part <= LAST && part <= i; part++) term += HALF_PI_PARTS[part] * sums[last - i + part];
        terms[i] = term;
    }
    double total = 0;
    for (int i = last; i >= 0; i--) total += terms[i];
    low = terms[0] - total;
    for (int i = 1; i <= last; i++) low += terms[i];
    rest = half == 0 ? total : -total;
    low = half == 0 ? low : -low;
    return multiple & 7;
}

} // namespace large_angles
