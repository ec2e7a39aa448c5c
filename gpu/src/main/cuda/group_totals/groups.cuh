// Which group a row is of: its key is looked up, and its group gets windows.
#pragma once
#include "pick.cuh"

constexpr int MOST_PROBES = 256;
constexpr int DROPPED = -2;    // by compute_columns.cu
constexpr int ALL_PICKS = 255; // KeyedTotals.ALL_PICKS

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
