package io.barograph.core.column;

import java.util.function.IntBinaryOperator;

/** Sorts numbers of things by a comparison of the things: a stable merge sort without an object per number. */
public final class IndexSort {
    /** Below this many numbers insertion beats merging. */
    private static final int SMALL = 12;

    private IndexSort() {}

    /** Bytes of heap that sorting so many numbers takes beside them. */
    public static long extraBytes(int count) {
        return 4L * count;
    }

    /**
     * Sorts numbers in place.
     *
     * @param comparison of two of them, as a {@link java.util.Comparator}'s
     */
    public static void sort(int[] numbers, IntBinaryOperator comparison) {
        sort(numbers.clone(), numbers, 0, numbers.length, comparison);
    }

    /** Sorts {@code [from, to)} of the source into the target; both hold the same numbers there, and the source is used up. */
    private static void sort(int[] source, int[] target, int from, int to, IntBinaryOperator comparison) {
        if (to - from <= SMALL) {
            insertionSort(target, from, to, comparison);
            return;
        }
        int middle = from + to >>> 1;
        sort(target, source, from, middle, comparison);
        sort(target, source, middle, to, comparison);
        merge(source, target, from, middle, to, comparison);
    }

    /** Merges two sorted stretches of the source, {@code [from, middle)} and {@code [middle, to)}, into the same places of the target. */
    public static void merge(int[] source, int[] target, int from, int middle, int to, IntBinaryOperator comparison) {
        if (from == middle || middle == to || comparison.applyAsInt(source[middle - 1], source[middle]) <= 0) {
            System.arraycopy(source, from, target, from, to - from);
            return;
        }
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            if (right >= to || left < middle && comparison.applyAsInt(source[left], source[right]) <= 0) {
                target[at] = source[left++];
            } else {
                target[at] = source[right++];
            }
        }
    }

    private static void insertionSort(int[] target, int from, int to, IntBinaryOperator comparison) {
        for (int i = from + 1; i < to; i++) {
            int number = target[i];
            int at = i;
            for (; at > from && comparison.applyAsInt(target[at - 1], number) > 0; at--) {
                target[at] = target[at - 1];
            }
            target[at] = number;
        }
    }
}
