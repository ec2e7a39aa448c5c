package io.barograph.core.pairs;

import java.util.ArrayList;
import java.util.List;

/**
 * The correlations of all pairs of some series, block by block, on any number of workers: each asks for a {@link Worker} and runs blocks, no
 * matter which and in what order; when all were run, {@link #correlations} is the answer, which depends on none of that.
 *
 * <p>Sums of products are {@link CorrelationKernel}'s. Where a reading is missing in either series, both leave that time out (pairwise
 * complete, as pandas' {@code corr}).
 */
public final class CorrelationWork {
    /** Series of a block: so many that a chunk of their readings stays in a core's cache. */
    private static final int SERIES = 128;

    private final List<AlignedSeries> series = new ArrayList<>();
    private final Correlations correlations;
    private final int times;

    /** @param readings by series and time, all of equal length; NaN where one is missing; not kept */
    public CorrelationWork(List<double[]> readings) {
        for (double[] each : readings) {
            series.add(new AlignedSeries(each));
        }
        times = readings.isEmpty() ? 0 : series.get(0).deviations.length;
        correlations = Correlations.of(readings.size());
    }

    /** How many blocks there are. */
    public int blocks() {
        return sides() * (sides() + 1) / 2;
    }

    private int sides() {
        return (series.size() + SERIES - 1) / SERIES;
    }

    /** A worker of its own thread. */
    public Worker worker() {
        return new Worker();
    }

    /** How many series there are, for who sums in place of workers, and lets this {@link #take} the sums. */
    public int series() {
        return series.size();
    }

    /** How many times are summed, those behind the last one among them that make loops even. */
    public int times() {
        return times;
    }

    /** Whether no reading is missing in a range of series: then {@link PairSum#PRODUCTS} are all that their pairs need. */
    public boolean isComplete(int first, int count) {
        return series.subList(first, first + count).stream().allMatch(AlignedSeries::isComplete);
    }

    /**
     * Reads what is multiplied, by time and then by series.
     *
     * @param into takes so many times of all series
     */
    public void read(PairSum.Factor factor, int fromTime, int count, double[] into) {
        for (int one = 0; one < series.size(); one++) {
            AlignedSeries each = series.get(one);
            for (int t = 0; t < count; t++) {
                double deviation = each.deviations[fromTime + t];
                into[t * series.size() + one] = switch (factor) {
                    case DEVIATION -> deviation;
                    case PRESENCE -> each.isPresent(fromTime + t) ? 1 : 0;
                    case SQUARE -> deviation * deviation;
                };
            }
        }
    }

    /**
     * Takes the sums of all pairs of two ranges of series, by the order of {@code CorrelationKernel}; pairs of which the first is not
     * before the second are left out.
     *
     * @param sums by series of the left range, and then of the right one; products alone where both ranges are complete
     */
    public void take(int firstLeft, int height, int firstRight, int width, PairSums sums) {
        for (int i = 0; i < height; i++) {
            for (int k = 0; k < width; k++) {
                if (firstLeft + i < firstRight + k) {
                    put(firstLeft + i, firstRight + k, sums, i * width + k);
                }
            }
        }
    }

    private void put(int left, int right, PairSums of, int position) {
        AlignedSeries one = series.get(left);
        AlignedSeries other = series.get(right);
        int count = one.isComplete() && other.isComplete() ? one.times : (int) of.counts[position];
        int pair = correlations.pair(left, right);
        correlations.counts()[pair] = count;
        correlations.coefficients()[pair] = count < 2 ? Double.NaN : of.correlation(position, one, other);
    }

    /** The answer when all blocks were run. */
    public Correlations correlations() {
        return correlations;
    }

    /** One thread's room. Blocks are different pairs, so workers write to the same answer. */
    public final class Worker {
        private final double[][] deviations = new double[CorrelationKernel.TIMES][SERIES];
        private final double[][] presences = new double[CorrelationKernel.TIMES][SERIES];
        private final double[][] squares = new double[CorrelationKernel.TIMES][SERIES];
        private final double[] present = new double[CorrelationKernel.TIMES];
        private final double[] own = new double[CorrelationKernel.TIMES];
        private final double[] ownSquares = new double[CorrelationKernel.TIMES];
        private final double[] chunk = new double[SERIES];
        private final PairSums[] sums = new PairSums[SERIES];

        private Worker() {}

        /** Runs a block, from 0 to {@link #blocks} - 1. */
        public void run(int block) {
            int side = 0;
            int rest = block;
            while (rest >= sides() - side) {
                rest -= sides() - side;
                side++;
            }
            run(side * SERIES, (side + rest) * SERIES);
        }

        private void run(int firstLeft, int firstRight) {
            int height = Math.min(SERIES, series.size() - firstLeft);
            int width = Math.min(SERIES, series.size() - firstRight);
            boolean complete = isComplete(firstLeft, height) && isComplete(firstRight, width);
            for (int i = 0; i < height; i++) {
                sums[i] = new PairSums(width);
            }
            for (int from = 0; from < times; from += CorrelationKernel.TIMES) {
                int count = Math.min(CorrelationKernel.TIMES, times - from);
                load(firstRight, width, from, count);
                for (int i = 0; i < height; i++) {
                    add(series.get(firstLeft + i), from, count, width, complete, sums[i]);
                }
            }
            for (int i = 0; i < height; i++) {
                for (int k = 0; k < width; k++) {
                    if (firstLeft + i < firstRight + k) {
                        put(firstLeft + i, firstRight + k, sums[i], k);
                    }
                }
            }
        }

        /** Lays a chunk of the many series out by time. */
        private void load(int first, int width, int from, int count) {
            for (int k = 0; k < width; k++) {
                AlignedSeries one = series.get(first + k);
                for (int t = 0; t < count; t++) {
                    double deviation = one.deviations[from + t];
                    deviations[t][k] = deviation;
                    squares[t][k] = deviation * deviation;
                    presences[t][k] = one.isPresent(from + t) ? 1 : 0;
                }
            }
        }

        /** Adds a chunk of one series; of complete ones the products are enough. */
        private void add(AlignedSeries one, int from, int count, int width, boolean complete, PairSums to) {
            for (int t = 0; t < count; t++) {
                own[t] = one.deviations[from + t];
                ownSquares[t] = own[t] * own[t];
                present[t] = one.isPresent(from + t) ? 1 : 0;
            }
            add(own, deviations, count, width, to.products);
            if (!complete) {
                add(present, presences, count, width, to.counts);
                add(own, presences, count, width, to.left);
                add(present, deviations, count, width, to.right);
                add(ownSquares, presences, count, width, to.leftSquares);
                add(present, squares, count, width, to.rightSquares);
            }
        }

        private void add(double[] left, double[][] right, int count, int width, double[] totals) {
            for (int t = 0; t < count; t += CorrelationKernel.AT_ONCE) {
                CorrelationKernel.add(left, t, right, t, chunk, width);
            }
            CorrelationKernel.flush(chunk, totals, width);
        }
    }
}
