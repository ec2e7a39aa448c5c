// Bits of integers put together.
#pragma once
#include "pick.cuh"

/** Of integers the bits that are 0 in some, 1 in some, and 1 in an odd number of them, beside OfValues. */
struct OfBits {
    Word clear, set, odd;

    static __device__ bool are_of(const Pick &pick) { return pick.bits != nullptr; }

    __device__ void begin(const Pick &, int) { clear = set = odd = 0; }

    __device__ bool add(const Pick &, Word value, int) {
        clear |= ~value;
        set |= value;
        odd ^= value;
        return true;
    }

    __device__ void put(const Pick &pick, int group) const {
        Word *to = &pick.bits[3 * (long long)group];
        // New bits are rare. Who reads old ones here asks for nothing worse than an atomic in vain.
        if ((clear & ~to[0]) != 0) atomicOr(&to[0], clear);
        if ((set & ~to[1]) != 0) atomicOr(&to[1], set);
        if (odd != 0) atomicXor(&to[2], odd);
    }
};
