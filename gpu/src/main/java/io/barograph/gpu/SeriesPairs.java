package io.barograph.gpu;

import io.barograph.core.device.Device.Watch;
import io.barograph.core.pairs.CorrelationWork;
import io.barograph.core.pairs.PairSum;
import io.barograph.core.pairs.PairSum.Factor;
import io.barograph.core.pairs.PairSums;
import java.util.EnumMap;
import java.util.Map;

/** Runs {@code pair_sums.cu}: block by block of pairs of series, each sum by one launch. */
final class SeriesPairs {
    /** Products that one launch takes: milliseconds of a large GPU, a third of a second of a small one, whose driver may end longer ones. */
    static final long PRODUCTS_AT_ONCE = 1L << 36;

    /** Series of a side of what a block of threads sums, as in the source. */
    private static final int TILE = 64;

    private static final int THREADS = 256;
    /** So many series of a side that sums of all kinds take 48 MiB of the heap. */
    private static final int MOST_SIDE = 1024;
    /** Elements that are laid out at once. */
    private static final int CHUNK = 1 << 20;

    private final CorrelationWork work;
    private final int series;
    private final int times;
    private final int side;

    /** @param productsAtOnce that one launch takes, about */
    SeriesPairs(CorrelationWork work, long productsAtOnce) {
        this.work = work;
        this.series = work.series();
        this.times = work.times();
        int wanted = (int) Math.min(MOST_SIDE, Math.sqrt((double) productsAtOnce / Math.max(1, times)));
        this.side = Math.max(1, wanted / TILE) * TILE;
    }

    /** As {@code Device.sumProducts}. */
    void sum(Watch watch) {
        if (series < 2) {
            return;
        }
        boolean complete = work.isComplete(0, series);
        try (Kernels kernels = new Kernels("pair_sums");
                Holdings arrays = new Holdings()) {
            Kernels.Kernel kernel = kernels.find("sum_products");
            Map<Factor, DeviceArray> factors = new EnumMap<>(Factor.class);
            for (Factor factor : Factor.values()) {
                if (!complete || factor == Factor.DEVIATION) {
                    factors.put(factor, load(factor, arrays));
                }
            }
            int most = Math.min(side, series);
            DeviceArray output = arrays.allocate((long) Double.BYTES * most * most);
            PairSums sums = new PairSums(most * most);
            long done = 0;
            for (int left = 0; left < series; left += side) {
                for (int right = left; right < series; right += side) {
                    int height = Math.min(side, series - left);
                    int width = Math.min(side, series - right);
                    boolean products = work.isComplete(left, height) && work.isComplete(right, width);
                    for (PairSum sum : products ? new PairSum[] {PairSum.PRODUCTS} : PairSum.values()) {
                        kernel.run(
                                (width + TILE - 1) / TILE,
                                (height + TILE - 1) / TILE,
                                THREADS,
                                address(factors, sum.left()),
                                address(factors, sum.right()),
                                series,
                                times,
                                left,
                                height,
                                right,
                                width,
                                output.address());
                        output.copyTo(sums.of(sum), height * width);
                    }
                    work.take(left, height, right, width, sums);
                    done += left == right ? (long) height * (height - 1) / 2 : (long) height * width;
                    watch.done(done);
                }
            }
        }
    }

    private static long address(Map<Factor, DeviceArray> factors, Factor factor) {
        DeviceArray array = factors.get(factor);
        if (array == null) {
            throw new IllegalStateException(factor + " is not on the GPU");
        }
        return array.address();
    }

    private DeviceArray load(Factor factor, Holdings arrays) {
        DeviceArray array = arrays.allocate((long) Double.BYTES * series * times);
        int atOnce = Math.max(1, CHUNK / series);
        double[] chunk = new double[atOnce * series];
        for (int from = 0; from < times; from += atOnce) {
            int count = Math.min(atOnce, times - from);
            work.read(factor, from, count, chunk);
            array.set((long) from * series, chunk, count * series);
        }
        return array;
    }
}
