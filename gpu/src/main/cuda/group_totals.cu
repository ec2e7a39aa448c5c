// Brings rows into groups and adds them up, as io.barograph.core.aggregate.totals.KeyedTotals prescribes, whose twin this is: the same keys and
// of each the same words in whatever order threads come, for these are integers, and extremes of integers. Three kernels a chunk, or four:
//
// find_groups: a row's key is looked up in a hash table of open addressing. An empty slot is claimed by the row's number, by one atomic
// exchange of 32 bits; whoever finds such a claim compares its key with that row's, which lies in the chunk and does not change. So nobody
// waits for anybody, and no key is read that is still being written.
// choose_windows: claims become numbers of groups; groups without windows get the greatest exponent of the chunk.
// add_rows: a block sorts a tile of rows by group, by counting, in shared memory. Then a thread takes sixteen neighbours and keeps what
// it adds in registers as long as the group stays the same: groups that come by turns cost few atomics, as do those that come in runs.
// keep_ends: extremes of two words, where there are any, become those of the rows that have claimed them.
//
// Grid: x. Block: 256 threads.

constexpr int THREADS = 256;
constexpr int ROWS_EACH = 16;
constexpr int TILE = THREADS * ROWS_EACH;
constexpr int BUCKETS = 1024;
constexpr int BUCKETS_EACH = BUCKETS / THREADS;
constexpr int MOST_PROBES = 256;
constexpr int NO_GROUP = -1;
constexpr int DROPPED = -2; // by compute_columns.cu
constexpr int ALL_PICKS = 255; // KeyedTotals.ALL_PICKS
constexpr int PICK_BITS = 8;
constexpr int WINDOW = 10; // TotalsKernel.WINDOW
constexpr int ROOM_BELOW = 8;
constexpr int POWER_WORDS = 3 + 4 + 5; // of sums of squares, third and fourth powers
constexpr int LARGEST_EXPONENT = 2046;
constexpr int SIGNIFICAND_BITS = 52;
constexpr long long NO_LEAST = 0x7FFFFFFFFFFFFFFFLL;
constexpr long long NO_GREATEST = -NO_LEAST - 1;
constexpr unsigned long long CANONICAL_NAN = 0x7FF8000000000000ULL;

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
    /** A bit for each column. */
    Word integers;
    /** The highest power of a value that is summed. */
    Word powers;
    /** Of a value: 1; or 2, whose upper ones are the seconds. */
    Word words;

    __device__ bool is_pair() const { return seconds != nullptr && words == 1; }

    __device__ bool has_powers() const { return powers > 2; }

    __device__ int columns() const { return seconds == nullptr ? 1 : 2; }

    __device__ bool has_window(int column) const { return windows != nullptr && (integers >> column & 1) == 0; }

    __device__ int *window(int group, int column) const { return &windows[(long long)group * columns() + column]; }
};

/** The rows of a chunk. */
struct Rows {
    /** By word; null where all are 0. */
    const Word *const *words;
    int count;
    /** The word that is a time, to be rounded down to the start of its pane; or -1. */
    int time;
    /** Panes: one begins with every length, and another one behind its split; or, where the length is 0, at boundaries. */
    long long length, phase, split;
    /** Ascending; the last one ends the last pane. */
    const long long *boundaries;
    int boundary_count;

    __device__ Word given(int word, int row) const { return words[word] == nullptr ? 0 : words[word][row]; }

    /** Whether the pane of a row's time is known. */
    __device__ bool hold(int row) const {
        if (time < 0 || length > 0) return true;
        long long at = (long long)given(time, row);
        return boundary_count > 0 && boundaries[0] <= at && at < boundaries[boundary_count - 1];
    }

    /** Where it starts; 0 where there are no times. */
    __device__ Word pane(int row) const {
        if (time < 0) return 0;
        long long at = (long long)given(time, row);
        if (length > 0) {
            long long into = at % length;
            into = (into < 0 ? into + length : into) - phase;
            into = into < 0 ? into + length : into;
            return (Word)at - (Word)(into < split ? into : into - split);
        }
        int least = 0, above = boundary_count;
        while (above - least > 1) {
            int middle = (least + above) / 2;
            if (boundaries[middle] <= at) {
                least = middle;
            } else {
                above = middle;
            }
        }
        return (Word)boundaries[least];
    }
};

static __device__ Word scramble(Word value) {
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ value >> 27) * 0x94D049BB133111EBULL;
    return value ^ value >> 31;
}

/** pane: the row's. */
static __device__ bool has_key(const Rows &rows, int row, Word pane, int entry, const Word *keys) {
    for (int word = 0; word < rows.count; word++) {
        Word other;
        if (entry > 0) {
            other = keys[(long long)(entry - 1) * rows.count + word];
        } else {
            other = word == rows.time ? rows.pane(-1 - entry) : rows.given(word, -1 - entry);
        }
        if ((word == rows.time ? pane : rows.given(word, row)) != other) return false;
    }
    return true;
}

static __device__ void leave(int row, int pick, Word *left, int most_left, int *left_count) {
    int at = atomicAdd(left_count, 1);
    if (at < most_left) left[at] = (Word)row << PICK_BITS | pick;
}

/**
 * entries: by slot 0 where it is empty, below 0 a row of this chunk that has claimed it, above 0 its group and 1; numbers: by slot, its
 * group or NO_GROUP. slots: a power of two. found: takes by row its slot, or NO_GROUP. Where rows were computed, what is below 0 there stays,
 * and its row is no row of a group.
 */
extern "C" __global__ void __launch_bounds__(THREADS)
    find_groups(const Word *const *words, int word_count, int time, long long length, long long phase, long long split,
                const long long *boundaries, int boundary_count, int rows, int computed, int *entries, int slots, int *numbers, Word *keys,
                int *groups, int most_groups, int *found) {
    int row = blockIdx.x * THREADS + threadIdx.x;
    if (row >= rows || (computed != 0 && found[row] < 0)) return;
    Rows all = {words, word_count, time, length, phase, split, boundaries, boundary_count};
    found[row] = NO_GROUP;
    if (!all.hold(row)) return;
    Word pane = all.pane(row);
    Word hash = 0;
    for (int word = 0; word < word_count; word++) hash = scramble(hash + (word == time ? pane : all.given(word, row)));
    int slot = (int)(hash & (Word)(slots - 1));
    for (int probe = 0; probe < MOST_PROBES; probe++, slot = (slot + 1) & (slots - 1)) {
        int entry = entries[slot];
        if (entry == 0) {
            bool full = *groups >= most_groups;
            // The slot is looked at once more: another thread may have claimed it for this very key, as the last that had room.
            entry = atomicCAS(&entries[slot], 0, full ? 0 : -1 - row);
            if (entry == 0) {
                if (full) return;
                int number = atomicAdd(groups, 1);
                bool fits = number < most_groups;
                numbers[slot] = fits ? number : NO_GROUP;
                for (int word = 0; fits && word < word_count; word++) {
                    keys[(long long)number * word_count + word] = word == time ? pane : all.given(word, row);
                }
                found[row] = slot;
                return;
            }
        }
        if (has_key(all, row, pane, entry, keys)) {
            found[row] = slot;
            return;
        }
    }
}

static __device__ int exponent_of(Word bits) { return (int)(bits >> SIGNIFICAND_BITS) & 0x7FF; }

static __device__ bool is_zero(Word bits) { return bits << 1 == 0; }

static __device__ bool takes(const Word *flags, int row, int pick) { return flags == nullptr || (flags[row] >> pick & 1) != 0; }

/** found: by row its slot, or NO_GROUP, or DROPPED; then its group or NO_GROUP. flags: null where every pick takes in every row. */
extern "C" __global__ void __launch_bounds__(THREADS)
    choose_windows(const Pick *picks, int pick_count, const Word *flags, int rows, int *entries, const int *numbers, int *found, Word *left,
                   int most_left, int *left_count) {
    int row = blockIdx.x * THREADS + threadIdx.x;
    if (row >= rows) return;
    int slot = found[row];
    int group = slot < 0 ? NO_GROUP : numbers[slot];
    // A claim that got no number is given up, so that it does not stand for a row of the next chunk.
    if (slot >= 0 && entries[slot] == -1 - row) entries[slot] = group + 1;
    found[row] = group;
    if (slot == DROPPED) return;
    if (group < 0) {
        leave(row, ALL_PICKS, left, most_left, left_count);
        return;
    }
    for (int pick = 0; pick < pick_count; pick++) {
        for (int column = 0; column < picks[pick].columns(); column++) {
            if (!picks[pick].has_window(column)) continue;
            int *window = picks[pick].window(group, column);
            if (*window > 0 || !takes(flags, row, pick)) continue;
            int exponent = exponent_of(column == 0 ? picks[pick].values[row] : picks[pick].seconds[row]);
            if (exponent >= 1 && exponent <= LARGEST_EXPONENT && *window > -exponent) atomicMin(window, -exponent);
        }
    }
}

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

/** Whether a signed number of two words is below another. */
static __device__ bool is_below(const Word *left, const Word *right) {
    return left[1] == right[1] ? left[0] < right[0] : (long long)left[1] < (long long)right[1];
}

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

/** Of values of two words the least and the greatest: the rows that have them, and these. */
struct OfWideEnds {
    int rows[2];
    Word ends[4];

    static __device__ bool are_of(const Pick &pick) { return pick.claims != nullptr; }

    __device__ void begin(const Pick &, int) { rows[0] = NO_GROUP; }

    __device__ bool add(const Pick &pick, Word value, int row) {
        Word number[] = {value, pick.seconds[row]};
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
            Word other[2];
            other[0] = held < 0 ? pick.values[-1 - held] : (Word)pick.ends[2 * end];
            other[1] = held < 0 ? pick.seconds[-1 - held] : (Word)pick.ends[2 * end + 1];
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
                pick.claims[end] = 0;
                pick.ends[2 * end] = (long long)pick.values[row];
                pick.ends[2 * end + 1] = (long long)pick.seconds[row];
            }
        }
    }
}

/** Makes of numbers by bucket the places where buckets begin; returns where the last one ends. */
static __device__ int find_places(int *buckets, int *sums) {
    int thread = threadIdx.x;
    int first = thread * BUCKETS_EACH;
    int sum = 0;
    for (int i = 0; i < BUCKETS_EACH; i++) sum += buckets[first + i];
    sums[thread] = sum;
    __syncthreads();
    for (int reach = 1; reach < THREADS; reach *= 2) {
        int before = thread >= reach ? sums[thread - reach] : 0;
        __syncthreads();
        sums[thread] += before;
        __syncthreads();
    }
    int place = sums[thread] - sum;
    for (int i = 0; i < BUCKETS_EACH; i++) {
        int count = buckets[first + i];
        buckets[first + i] = place;
        place += count;
    }
    int all = sums[THREADS - 1];
    __syncthreads();
    return all;
}

/** The rows of a tile, sorted by group. */
struct Tile {
    const Word *flags;
    /** By row, or NO_GROUP. */
    const int *groups;
    int first, rows;
    /** Of rows that have groups, the one at each place, less the first. */
    const unsigned short *order;
    int sorted;
    /** Room for a column. */
    Word *values;
};

struct Left {
    Word *rows;
    int most;
    int *count;
};

/** Adds a tile to all picks that have these sums. Each kind by itself: so a thread takes registers for one kind at a time. */
template <class Sums>
static __device__ void add_tile(const Pick *picks, int pick_count, const Tile &tile, const Left &left) {
    int from = threadIdx.x * ROWS_EACH;
    int end = from + ROWS_EACH < tile.sorted ? from + ROWS_EACH : tile.sorted;
    for (int number = 0; number < pick_count; number++) {
        Pick pick = picks[number];
        if (!Sums::are_of(pick)) continue;
        __syncthreads();
        if (pick.values != nullptr) {
            for (int i = threadIdx.x; i < tile.rows; i += THREADS) tile.values[i] = pick.values[tile.first + i];
        }
        __syncthreads();
        Sums sums;
        int group = NO_GROUP;
        for (int i = from; i < end; i++) {
            int row = tile.first + tile.order[i];
            if (!takes(tile.flags, row, number)) continue;
            if (tile.groups[row] != group) {
                if (group >= 0) sums.put(pick, group);
                group = tile.groups[row];
                sums.begin(pick, group);
            }
            Word value = pick.values == nullptr ? 0 : tile.values[tile.order[i]];
            if (!sums.add(pick, value, row)) leave(row, number, left.rows, left.most, left.count);
        }
        if (group >= 0) sums.put(pick, group);
    }
}

/** groups: by row, or NO_GROUP. Those that lie close have numbers that lie close, so that buckets by their lower bits have few each. */
extern "C" __global__ void __launch_bounds__(THREADS)
    add_rows(const Pick *picks, int pick_count, const Word *flags, int rows, const int *groups, Word *left, int most_left,
             int *left_count) {
    __shared__ int buckets[BUCKETS];
    __shared__ int sums[THREADS];
    __shared__ unsigned short order[TILE];
    __shared__ Word values[TILE];
    int thread = threadIdx.x;
    int first = blockIdx.x * TILE;
    int here = rows - first < TILE ? rows - first : TILE;
    for (int i = thread; i < BUCKETS; i += THREADS) buckets[i] = 0;
    __syncthreads();
    for (int i = thread; i < here; i += THREADS) {
        int group = groups[first + i];
        if (group >= 0) atomicAdd(&buckets[group & (BUCKETS - 1)], 1);
    }
    __syncthreads();
    int sorted = find_places(buckets, sums);
    for (int i = thread; i < here; i += THREADS) {
        int group = groups[first + i];
        if (group >= 0) order[atomicAdd(&buckets[group & (BUCKETS - 1)], 1)] = (unsigned short)i;
    }
    Tile tile = {flags, groups, first, here, order, sorted, values};
    Left to = {left, most_left, left_count};
    add_tile<OfValues>(picks, pick_count, tile, to);
    add_tile<OfPairs>(picks, pick_count, tile, to);
    add_tile<OfPowers>(picks, pick_count, tile, to);
    add_tile<OfWide>(picks, pick_count, tile, to);
    add_tile<OfWideEnds>(picks, pick_count, tile, to);
}
