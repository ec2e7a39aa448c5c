// Extremes of groups: values as integers of the same order.
#pragma once
#include "pick.cuh"

constexpr long long NO_LEAST = 0x7FFFFFFFFFFFFFFFLL;
constexpr long long NO_GREATEST = -NO_LEAST - 1;
constexpr unsigned long long SIGN = 0x8000000000000000ULL;
constexpr unsigned long long CANONICAL_NAN = 0x7FF8000000000000ULL;

/** ends: two a group, the least and the greatest, each of one word or of two, the lower one first. */
extern "C" __global__ void __launch_bounds__(THREADS) clear_ends(long long *ends, int words, int groups) {
    int group = blockIdx.x * THREADS + threadIdx.x;
    if (group >= groups) return;
    long long *to = &ends[2 * words * (long long)group];
    if (words == 2) {
        to[0] = -1;
        to[2] = 0;
    }
    to[words - 1] = NO_LEAST;
    to[2 * words - 1] = NO_GREATEST;
}

/** The bits of a double as an integer of the same order. */
static __device__ long long end_of(Word bits) {
    if (is_zero(bits)) return 0;
    if ((bits & NO_LEAST) > 0x7FF0000000000000ULL) bits = CANONICAL_NAN;
    return (long long)bits < 0 ? (long long)(bits ^ NO_LEAST) : (long long)bits;
}

/** A value of a column as an integer of the same order. */
static __device__ long long end_of(const Pick &pick, int column, Word value) {
    return (pick.integers >> column & 1) != 0 ? (long long)value : end_of(value);
}

/** Writes the number of two words that a row has, whose upper one has the sign: of a value and its rank one of the order of both. */
static __device__ void read_wide(const Pick &pick, Word value, int row, Word *number) {
    bool ranked = pick.ranked != 0;
    number[0] = ranked ? (Word)end_of(pick, 0, value) ^ SIGN : value;
    number[1] = ranked ? (Word)end_of(pick, 1, pick.seconds[row]) : pick.seconds[row];
}

/** Whether a signed number of two words is below another. */
static __device__ bool is_below(const Word *left, const Word *right) {
    return left[1] == right[1] ? left[0] < right[0] : (long long)left[1] < (long long)right[1];
}

/** Of numbers of two words the least and the greatest: the rows that have them, and these. */
struct OfWideEnds {
    int rows[2];
    Word ends[4];

    static __device__ bool are_of(const Pick &pick) { return pick.claims != nullptr; }

    __device__ void begin(const Pick &, int) { rows[0] = NO_GROUP; }

    __device__ bool add(const Pick &pick, Word value, int row) {
        Word number[2];
        read_wide(pick, value, row, number);
        bool first = rows[0] < 0;
        for (int end = 0; end < 2; end++) {
            if (first || (end == 0 ? is_below(number, ends) : is_below(ends + 2, number))) {
                rows[end] = row;
                ends[2 * end] = number[0];
                ends[2 * end + 1] = number[1];
            }
        }
        return true;
    }

    __device__ void put(const Pick &pick, int group) const {
        for (int end = 0; end < 2; end++) claim(pick, 2 * (long long)group + end, end == 0, rows[end], ends + 2 * end);
    }

    /**
     * Claims an end of a group for a row whose value lies beyond it. No atomic takes the lesser of two words; so what is exchanged is the row that has
     * them, whose value, as the end before the chunk, nobody changes meanwhile.
     */
    static __device__ void claim(const Pick &pick, long long end, bool least, int row, const Word *value) {
        int held = pick.claims[end];
        for (;;) {
            Word other[] = {(Word)pick.ends[2 * end], (Word)pick.ends[2 * end + 1]};
            if (held < 0) read_wide(pick, pick.values[-1 - held], -1 - held, other);
            if (!(least ? is_below(value, other) : is_below(other, value))) return;
            int before = atomicCAS(&pick.claims[end], held, -1 - row);
            if (before == held) return;
            held = before;
        }
    }
};

/** Makes ends that rows of the chunk have claimed what these have. groups: by row, or NO_GROUP. */
extern "C" __global__ void __launch_bounds__(THREADS) keep_ends(const Pick *picks, int pick_count, int rows, const int *groups) {
    int row = blockIdx.x * THREADS + threadIdx.x;
    if (row >= rows || groups[row] < 0) return;
    for (int number = 0; number < pick_count; number++) {
        const Pick &pick = picks[number];
        for (long long end = 2LL * groups[row]; pick.claims != nullptr && end < 2LL * groups[row] + 2; end++) {
            if (pick.claims[end] == -1 - row) {
                Word number[2];
                read_wide(pick, pick.values[row], row, number);
                pick.claims[end] = 0;
                pick.ends[2 * end] = (long long)number[0];
                pick.ends[2 * end + 1] = (long long)number[1];
            }
        }
    }
}
