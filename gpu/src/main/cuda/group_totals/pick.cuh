// What a row is added to, and what all kernels of group_totals.cu ask about rows and values.
#pragma once

constexpr int THREADS = 256;
constexpr int NO_GROUP = -1;
constexpr int PICK_BITS = 8;
constexpr int LARGEST_EXPONENT = 2046;
constexpr int SIGNIFICAND_BITS = 52;

typedef unsigned long long Word;

/** What is added up of the rows that a pick takes in; what it has not is null. GroupKernels writes these. */
struct Pick {
    const Word *values;
    /** Of pairs, which have as many sums, and three sums of products: of squares of both, and of both with each other. Or upper words. */
    const Word *seconds;
    /** For each column of a group; those that are there are above 0, those that are being chosen below. Null where all sums are of integers, or none. */
    int *windows;
    Word *counts, *sums, *products;
    /** Two numbers a group, the least and the greatest. */
    long long *ends;
    /** Of ends in two words: 0 where they are what they were before this chunk, below 0 a row of it that has claimed one. */
    int *claims;
    /** Three words a group: bits that are 0 in some value, 1 in some value, 1 in an odd number of values. */
    Word *bits;
    /** A bit for each column. */
    Word integers;
    /** The highest power of a value that is summed. */
    Word powers;
    /** Of a value: 1; or 2, whose upper ones are the seconds. */
    Word words;
    /** 1 where the seconds are ranks of values, of which only the ends are kept. */
    Word ranked;

    __device__ bool is_pair() const { return seconds != nullptr && words == 1; }

    __device__ bool has_powers() const { return powers > 2; }

    __device__ int columns() const { return seconds == nullptr ? 1 : 2; }

    __device__ bool has_window(int column) const { return windows != nullptr && (integers >> column & 1) == 0; }

    __device__ int *window(int group, int column) const { return &windows[(long long)group * columns() + column]; }
};

static __device__ bool takes(const Word *flags, int row, int pick) { return flags == nullptr || (flags[row] >> pick & 1) != 0; }

static __device__ void leave(int row, int pick, Word *left, int most_left, int *left_count) {
    int at = atomicAdd(left_count, 1);
    if (at < most_left) left[at] = (Word)row << PICK_BITS | pick;
}

static __device__ int exponent_of(Word bits) { return (int)(bits >> SIGNIFICAND_BITS) & 0x7FF; }

static __device__ bool is_zero(Word bits) { return bits << 1 == 0; }
