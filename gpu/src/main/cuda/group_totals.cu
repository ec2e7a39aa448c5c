// Adds rows to totals by group, as io.barograph.core.aggregate.totals.TotalsKernel prescribes, whose twin this is: the same words in whatever
// order threads come, for these are integers, and extremes of integers.
//
// A warp takes a stretch of 32·each rows, so that its threads read neighbours; a thread keeps what it adds in registers as long as the group
// stays the same, which is long where rows are sorted by key. Grid: x. Block: 256 threads.

constexpr int THREADS = 256;
constexpr int WARP = 32;
constexpr int WINDOW = 10; // TotalsKernel.WINDOW
constexpr int ROOM_BELOW = 8;
constexpr int LARGEST_EXPONENT = 2046;
constexpr int SIGNIFICAND_BITS = 52;
constexpr long long NO_LEAST = 0x7FFFFFFFFFFFFFFFLL;
constexpr long long NO_GREATEST = -NO_LEAST - 1;
constexpr unsigned long long CANONICAL_NAN = 0x7FF8000000000000ULL;

typedef unsigned long long Word;

static __device__ int exponent_of(Word bits) { return (int)(bits >> SIGNIFICAND_BITS) & 0x7FF; }

static __device__ bool is_zero(Word bits) { return bits << 1 == 0; }

/** The bits of a double as an integer of the same order. */
static __device__ long long end_of(Word bits) {
    if (is_zero(bits)) return 0;
    if ((bits & NO_LEAST) > 0x7FF0000000000000ULL) bits = CANONICAL_NAN;
    return (long long)bits < 0 ? (long long)(bits ^ NO_LEAST) : (long long)bits;
}

/** Adds a number of so many words, lower ones first. */
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

/** What a thread has added of one group. */
struct Gathered {
    Word count, sum[2], squares[3];
    long long least, greatest;

    __device__ void clear() {
        count = sum[0] = sum[1] = squares[0] = squares[1] = squares[2] = 0;
        least = NO_LEAST;
        greatest = NO_GREATEST;
    }

    __device__ void add(long long number) {
        sum[0] += (Word)number;
        sum[1] += (Word)(number >> 63) + (sum[0] < (Word)number ? 1 : 0);
    }

    __device__ void add_square(long long number) {
        Word magnitude = number < 0 ? 0 - (Word)number : (Word)number;
        Word low = magnitude * magnitude;
        squares[0] += low;
        Word more = __umul64hi(magnitude, magnitude) + (squares[0] < low ? 1 : 0);
        squares[1] += more;
        squares[2] += squares[1] < more ? 1 : 0;
    }
};

/** windows: by group; those that are there are above 0, those that are being chosen below. */
extern "C" __global__ void __launch_bounds__(THREADS)
    find_windows(const int *groups, const Word *values, int rows, int *windows) {
    int row = blockIdx.x * THREADS + threadIdx.x;
    if (row >= rows) return;
    int exponent = exponent_of(values[row]);
    if (exponent >= 1 && exponent <= LARGEST_EXPONENT && windows[groups[row]] <= 0 && windows[groups[row]] > -exponent) {
        atomicMin(&windows[groups[row]], -exponent);
    }
}

/** By row: all rows of a group write the same. */
extern "C" __global__ void __launch_bounds__(THREADS) set_windows(const int *groups, int rows, int *windows) {
    int row = blockIdx.x * THREADS + threadIdx.x;
    if (row >= rows) return;
    int found = windows[groups[row]];
    if (found >= 0) return;
    int window = -found - ROOM_BELOW;
    windows[groups[row]] = window < 1 ? 1 : window > LARGEST_EXPONENT - WINDOW ? LARGEST_EXPONENT - WINDOW : window;
}

/** ends: two a group, the least and the greatest. */
extern "C" __global__ void __launch_bounds__(THREADS) clear_ends(long long *ends, int groups) {
    int group = blockIdx.x * THREADS + threadIdx.x;
    if (group >= groups) return;
    ends[2 * (long long)group] = NO_LEAST;
    ends[2 * (long long)group + 1] = NO_GREATEST;
}

static __device__ void put(const Gathered &gathered, int group, Word *counts, Word *sums, Word *squares, long long *ends) {
    if (gathered.count == 0) return;
    long long at = group;
    atomicAdd(&counts[at], gathered.count);
    if (sums != nullptr) add_number<2>(&sums[2 * at], gathered.sum);
    if (squares != nullptr) add_number<3>(&squares[3 * at], gathered.squares);
    if (ends != nullptr) {
        // New extremes are rare. Who reads an old one here asks for nothing worse than an atomic in vain.
        if (gathered.least < ends[2 * at]) atomicMin(&ends[2 * at], gathered.least);
        if (gathered.greatest > ends[2 * at + 1]) atomicMax(&ends[2 * at + 1], gathered.greatest);
    }
}

/**
 * values: null where rows are only counted; sums, squares, ends: null where there are none; windows: null where sums are of integers, or
 * there are none. left: takes the rows that are left over, left_rows their number.
 */
extern "C" __global__ void __launch_bounds__(THREADS)
    add_rows(const int *groups, const Word *values, int rows, int each, int integers, const int *windows, Word *counts, Word *sums,
             Word *squares, long long *ends, int *left, int *left_rows) {
    int thread = blockIdx.x * THREADS + threadIdx.x;
    long long first = (long long)(thread / WARP) * WARP * each + thread % WARP;
    Gathered gathered;
    gathered.clear();
    int group = -1, window = 0;
    for (int i = 0; i < each; i++) {
        long long row = first + (long long)i * WARP;
        if (row >= rows) break;
        if (groups[row] != group) {
            if (group >= 0) put(gathered, group, counts, sums, squares, ends);
            gathered.clear();
            group = groups[row];
            window = windows == nullptr ? 0 : windows[group];
        }
        Word value = values == nullptr ? 0 : values[row];
        long long number = (long long)value;
        if (windows != nullptr) {
            int exponent = exponent_of(value);
            if (is_zero(value)) {
                number = 0;
            } else if (exponent >= 1 && window > 0 && exponent >= window && exponent <= window + WINDOW) {
                Word magnitude = ((value & ((1ULL << SIGNIFICAND_BITS) - 1)) | 1ULL << SIGNIFICAND_BITS) << (exponent - window);
                number = (long long)value < 0 ? -(long long)magnitude : (long long)magnitude;
            } else {
                left[atomicAdd(left_rows, 1)] = (int)row;
                continue;
            }
        }
        gathered.count++;
        if (sums != nullptr) gathered.add(number);
        if (squares != nullptr) gathered.add_square(number);
        if (ends != nullptr) {
            long long end = integers ? (long long)value : end_of(value);
            gathered.least = end < gathered.least ? end : gathered.least;
            gathered.greatest = end > gathered.greatest ? end : gathered.greatest;
        }
    }
    if (group >= 0) put(gathered, group, counts, sums, squares, ends);
}
