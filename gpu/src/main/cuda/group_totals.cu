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

#include "group_totals/groups.cuh"
#include "group_totals/ends.cuh"
#include "group_totals/sums.cuh"
#include "group_totals/bits.cuh"

constexpr int ROWS_EACH = 16;
constexpr int TILE = THREADS * ROWS_EACH;
constexpr int BUCKETS = 1024;
constexpr int BUCKETS_EACH = BUCKETS / THREADS;

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
    add_tile<OfBits>(picks, pick_count, tile, to);
    add_tile<OfPairs>(picks, pick_count, tile, to);
    add_tile<OfPowers>(picks, pick_count, tile, to);
    add_tile<OfWide>(picks, pick_count, tile, to);
    add_tile<OfWideEnds>(picks, pick_count, tile, to);
}
