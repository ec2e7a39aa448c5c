// What a thread adds up of the rows of one group, in registers, and then puts to the group's totals by atomics.
#pragma once
#include "ends.cuh"
#include "words.cuh"

constexpr int WINDOW = 10; // TotalsKernel.WINDOW
constexpr int ROOM_BELOW = 8;
constexpr int POWER_WORDS = 3 + 4 + 5; // of sums of squares, third and fourth powers

/** The window of a group; where it has just been chosen, every thread that asks writes the same. */
static __device__ int window_of(const Pick &pick, int group, int column) {
    if (!pick.has_window(column)) return 0;
    int window = *pick.window(group, column);
    if (window >= 0) return window;
    window = -window - ROOM_BELOW;
    window = window < 1 ? 1 : window > LARGEST_EXPONENT - WINDOW ? LARGEST_EXPONENT - WINDOW : window;
    *pick.window(group, column) = window;
    return window;
}

/** Makes a number of a value, in the unit of its sum; false where it lies outside its window. */
static __device__ bool align(Word value, bool has_window, int window, Word &number) {
    number = value;
    if (!has_window) return true;
    number = 0;
    if (is_zero(value)) return true;
    int exponent = exponent_of(value);
    if (exponent < 1 || window <= 0 || exponent < window || exponent > window + WINDOW) return false;
    Word magnitude = ((value & ((1ULL << SIGNIFICAND_BITS) - 1)) | 1ULL << SIGNIFICAND_BITS) << (exponent - window);
    number = (long long)value < 0 ? 0 - magnitude : magnitude;
    return true;
}

/** What a thread has added of one group, of one value a row. */
struct OfValues {
    Word count, sum[2], squares[3];
    long long least, greatest;
    int window;

    static __device__ bool are_of(const Pick &pick) { return pick.seconds == nullptr; }

    __device__ void begin(const Pick &pick, int group) {
        count = 0;
        for (int i = 0; i < 2; i++) sum[i] = 0;
        for (int i = 0; i < 3; i++) squares[i] = 0;
        least = NO_LEAST;
        greatest = NO_GREATEST;
        window = window_of(pick, group, 0);
    }

    /** False where the row is left over. */
    __device__ bool add(const Pick &pick, Word value, int) {
        Word number;
        if (!align(value, pick.has_window(0), window, number)) return false;
        count++;
        if (pick.sums != nullptr) add_signed<2, 1>(sum, &number);
        if (pick.products != nullptr) add_product(squares, (long long)number, (long long)number);
        if (pick.ends != nullptr) {
            long long end = pick.integers != 0 ? (long long)value : end_of(value);
            least = end < least ? end : least;
            greatest = end > greatest ? end : greatest;
        }
        return true;
    }

    __device__ void put(const Pick &pick, int group) const {
        if (count == 0) return;
        long long at = group;
        atomicAdd(&pick.counts[at], count);
        if (pick.sums != nullptr) add_number<2>(&pick.sums[2 * at], sum);
        if (pick.products != nullptr) add_number<3>(&pick.products[(pick.has_powers() ? POWER_WORDS : 3) * at], squares);
        if (pick.ends != nullptr) {
            // New extremes are rare. Who reads an old one here asks for nothing worse than an atomic in vain.
            if (least < pick.ends[2 * at]) atomicMin(&pick.ends[2 * at], least);
            if (greatest > pick.ends[2 * at + 1]) atomicMax(&pick.ends[2 * at + 1], greatest);
        }
    }
};

/** Of their third and fourth powers, beside OfValues. */
struct OfPowers {
    Word cubes[4], fourths[5];
    int window;

    static __device__ bool are_of(const Pick &pick) { return pick.has_powers(); }

    __device__ void begin(const Pick &pick, int group) {
        for (int i = 0; i < 4; i++) cubes[i] = 0;
        for (int i = 0; i < 5; i++) fourths[i] = 0;
        window = window_of(pick, group, 0);
    }

    /** True: a row that is left over has been. */
    __device__ bool add(const Pick &pick, Word value, int) {
        Word number;
        if (!align(value, pick.has_window(0), window, number)) return true;
        Word sign = (Word)((long long)number >> 63);
        // A magnitude is at most 2^63: the top bits of its powers are 0, and what they become with a sign is that of the whole.
        negate_if<1>(&number, sign);
        Word square[2], cube[3], fourth[4];
        multiply<1>(&number, number, square);
        multiply<2>(square, number, cube);
        multiply<3>(cube, number, fourth);
        add_signed<5, 4>(fourths, fourth);
        negate_if<3>(cube, sign);
        add_signed<4, 3>(cubes, cube);
        return true;
    }

    __device__ void put(const Pick &pick, int group) const {
        Word *to = &pick.products[POWER_WORDS * (long long)group];
        add_number<4>(to + 3, cubes);
        add_number<5>(to + 7, fourths);
    }
};

/** Of two values a row. */
struct OfPairs {
    Word count, sums[4], products[9];
    int window, second_window;

    static __device__ bool are_of(const Pick &pick) { return pick.is_pair(); }

    __device__ void begin(const Pick &pick, int group) {
        count = 0;
        for (int i = 0; i < 4; i++) sums[i] = 0;
        for (int i = 0; i < 9; i++) products[i] = 0;
        window = window_of(pick, group, 0);
        second_window = window_of(pick, group, 1);
    }

    /** False where both are left over. */
    __device__ bool add(const Pick &pick, Word value, int row) {
        Word one, other;
        // The second value is read where it lies: shared memory has room for one column.
        if (!align(value, pick.has_window(0), window, one)
            || !align(pick.seconds[row], pick.has_window(1), second_window, other)) {
            return false;
        }
        count++;
        add_signed<2, 1>(sums, &one);
        add_signed<2, 1>(sums + 2, &other);
        add_product(products, (long long)one, (long long)one);
        add_product(products + 3, (long long)other, (long long)other);
        add_product(products + 6, (long long)one, (long long)other);
        return true;
    }

    __device__ void put(const Pick &pick, int group) const {
        if (count == 0) return;
        long long at = group;
        atomicAdd(&pick.counts[at], count);
        for (int i = 0; i < 2; i++) add_number<2>(&pick.sums[4 * at + 2 * i], &sums[2 * i]);
        for (int i = 0; i < 3; i++) add_number<3>(&pick.products[9 * at + 3 * i], &products[3 * i]);
    }
};

/** Of values of two words. */
struct OfWide {
    Word count, sum[3], squares[5];

    static __device__ bool are_of(const Pick &pick) { return pick.words == 2; }

    __device__ void begin(const Pick &, int) {
        count = 0;
        for (int i = 0; i < 3; i++) sum[i] = 0;
        for (int i = 0; i < 5; i++) squares[i] = 0;
    }

    __device__ bool add(const Pick &pick, Word value, int row) {
        Word number[] = {value, pick.seconds[row]};
        count++;
        if (pick.sums != nullptr) add_signed<3, 2>(sum, number);
        if (pick.products != nullptr) {
            negate_if<2>(number, (Word)((long long)number[1] >> 63));
            Word square[4], upper[3];
            multiply<2>(number, number[0], square);
            square[3] = 0;
            multiply<2>(number, number[1], upper);
            add_signed<3, 3>(square + 1, upper);
            add_signed<5, 4>(squares, square);
        }
        return true;
    }

    __device__ void put(const Pick &pick, int group) const {
        if (count == 0) return;
        long long at = group;
        atomicAdd(&pick.counts[at], count);
        if (pick.sums != nullptr) add_number<3>(&pick.sums[3 * at], sum);
        if (pick.products != nullptr) add_number<5>(&pick.products[5 * at], squares);
    }
};
