package io.barograph.core.aggregate;

import java.util.Arrays;
import java.util.List;

/**
 * Finds values by rank without sorting all, and leaves them where they lie: a sorted sample tells between which two values the
 * rank is very likely found (Floyd and Rivest, "Expected time bounds for selection", CACM 1975). One pass over all takes the few
 * between these; among them the search goes on in the same way. Where a sample proves misleading, a wider stretch is taken.
 */
final class RankSearch {
    /** So few are sorted. */
    private static final int FEW = 1 << 11;
    /** One value of so many is sampled. */
    private static final int SAMPLED = 64;

    private static final int MOST_SAMPLE = 1023;
    /** How many standard deviations of a rank's place in the sample are searched on either side. */
    private static final int DEVIATIONS = 3;

    private RankSearch() {}

    /**
     * The value of a rank in ascending order, and the next.
     *
     * @param blocks at least a value
     * @param size how many values are in them
     * @param rank from 0
     * @param found takes the value, and that of the rank behind it or the last there is
     */
    static void find(List<? extends ValueBlock> blocks, int size, int rank, long[] found) {
        int next = Math.min(rank + 1, size - 1);
        if (size > FEW) {
            long[] sample = sample(blocks, size);
            double place = (double) rank * sample.length / size;
            int margin = 2 + (int) Math.ceil(DEVIATIONS * Math.sqrt(place * (sample.length - place) / sample.length));
            for (; margin < sample.length; margin *= 4) {
                Stretch stretch = stretch(sample, (int) place, margin);
                if (stretch.least == stretch.greatest) {
                    int equal = count(blocks, stretch);
                    if (rank >= stretch.before && next < stretch.before + equal) {
                        Arrays.fill(found, stretch.least);
                        return;
                    }
                    continue;
                }
                if (!take(blocks, stretch, size / 2)) {
                    break;
                }
                if (rank >= stretch.before && next < stretch.before + stretch.size) {
                    List<PlainValues> taken = List.of(new PlainValues(stretch.values, stretch.size));
                    find(taken, stretch.size, rank - stretch.before, found);
                    return;
                }
            }
        }
        long[] sorted = gather(blocks, size);
        Arrays.sort(sorted);
        found[0] = sorted[rank];
        found[1] = sorted[next];
    }

    /** Takes what lies in a stretch, if that is not more than some values. */
    private static boolean take(List<? extends ValueBlock> blocks, Stretch stretch, int most) {
        for (ValueBlock block : blocks) {
            block.take(stretch);
            if (stretch.size > most) {
                return false;
            }
        }
        return true;
    }

    /** How often the only value of a stretch is there: it may be most of them, as of a switch that is mostly off, and none is kept. */
    private static int count(List<? extends ValueBlock> blocks, Stretch stretch) {
        int count = 0;
        for (ValueBlock block : blocks) {
            block.take(stretch);
            count += stretch.size;
            stretch.size = 0;
        }
        return count;
    }

    private static Stretch stretch(long[] sample, int place, int margin) {
        return new Stretch(
                place < margin ? Long.MIN_VALUE : sample[place - margin],
                place + margin >= sample.length ? Long.MAX_VALUE : sample[place + margin]);
    }

    /** Values at equal distances, in ascending order. */
    private static long[] sample(List<? extends ValueBlock> blocks, int size) {
        int count = Math.min(MOST_SAMPLE, size / SAMPLED);
        long[] sample = new long[count];
        long step = ((long) size << 32) / count;
        int taken = 0;
        int begin = 0;
        for (ValueBlock block : blocks) {
            int end = begin + block.size();
            while (taken < count) {
                int position = (int) (taken * step + step / 2 >>> 32);
                if (position >= end) {
                    break;
                }
                sample[taken++] = block.at(position - begin);
            }
            begin = end;
        }
        Arrays.sort(sample);
        return sample;
    }

    /** All values in a new array. */
    static long[] gather(List<? extends ValueBlock> blocks, int size) {
        long[] all = new long[size];
        int at = 0;
        for (ValueBlock block : blocks) {
            block.copyTo(all, at);
            at += block.size();
        }
        return all;
    }
}
