// What CUDA C has beside C++, as far as the kernels use it: g++ compiles them as plain functions of one thread each. What a block shares is
// static, since one block runs at a time, in a section of its own, which the driver fills with rubbish before each.
#pragma once
#include <cmath>
#include <cstring>
using std::ceil;
using std::floor;
using std::fma;
using std::rint;
#define __global__
#define __device__
#define __launch_bounds__(...)
#define __shared__ static __attribute__((section("block_shared")))

/** Lets the other threads of the block come to the same place; whoever runs kernels has it. */
static void __syncthreads();

/** Now and then lets the other threads of the block go on first: between what a thread has read and its exchange. */
static void give_way();

struct Index {
    unsigned int x, y, z;
};
static Index blockIdx, threadIdx;

static inline long long __double_as_longlong(double value) {
    long long bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline double __longlong_as_double(long long bits) {
    double value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

static inline long long __mul64hi(long long left, long long right) { return (__int128)left * right >> 64; }

static inline unsigned long long __umul64hi(unsigned long long left, unsigned long long right) {
    return (unsigned __int128)left * right >> 64;
}

static inline double __dsqrt_rn(double value) { return std::sqrt(value); }

template <typename T>
static inline T atomicAdd(T *at, T value) {
    T before = *at;
    *at = before + value;
    return before;
}

template <typename T>
static inline T atomicMax(T *at, T value) {
    T before = *at;
    if (value > before) *at = value;
    return before;
}

template <typename T>
static inline T atomicMin(T *at, T value) {
    T before = *at;
    if (value < before) *at = value;
    return before;
}

template <typename T>
static inline T atomicOr(T *at, T value) {
    T before = *at;
    *at = before | value;
    return before;
}

template <typename T>
static inline T atomicXor(T *at, T value) {
    T before = *at;
    *at = before ^ value;
    return before;
}

template <typename T>
static inline T atomicCAS(T *at, T expected, T value) {
    give_way();
    T before = *at;
    if (before == expected) *at = value;
    return before;
}
