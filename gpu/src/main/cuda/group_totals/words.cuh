// Integers of several words, lower ones first, in two's complement.
#pragma once
#include "pick.cuh"

/** Adds a number of so many words, lower ones first, to one that other threads add to. */
template <int words>
static __device__ void add_number(Word *to, const Word *number) {
    Word carry = 0;
    for (int i = 0; i < words; i++) {
        Word more = number[i] + carry;
        carry = more < carry ? 1 : 0;
        if (more != 0) {
            Word before = atomicAdd(&to[i], more);
            carry += before + more < more ? 1 : 0;
        }
    }
}

/** Adds a number of as many words or fewer, whose sign goes on. */
template <int words, int given>
static __device__ void add_signed(Word *sum, const Word *number) {
    Word sign = (Word)((long long)number[given - 1] >> 63);
    Word carry = 0;
    for (int i = 0; i < words; i++) {
        Word more = (i < given ? number[i] : sign) + carry;
        carry = more < carry ? 1 : 0;
        sum[i] += more;
        carry += sum[i] < more ? 1 : 0;
    }
}

/** Multiplies a number of so many words, none of which has a sign. */
template <int words>
static __device__ void multiply(const Word *number, Word by, Word *product) {
    Word carry = 0;
    for (int i = 0; i < words; i++) {
        Word low = number[i] * by + carry;
        carry = __umul64hi(number[i], by) + (low < carry ? 1 : 0);
        product[i] = low;
    }
    product[words] = carry;
}

/** sign: all bits of it are 1 where a number is to be negated, and 0 elsewhere. */
template <int words>
static __device__ void negate_if(Word *number, Word sign) {
    Word carry = sign & 1;
    for (int i = 0; i < words; i++) {
        number[i] = (number[i] ^ sign) + carry;
        carry = number[i] < carry ? 1 : 0;
    }
}

static __device__ void add_product(Word *sum, long long left, long long right) {
    Word product[] = {(Word)left * (Word)right, (Word)__mul64hi(left, right)};
    add_signed<3, 2>(sum, product);
}
