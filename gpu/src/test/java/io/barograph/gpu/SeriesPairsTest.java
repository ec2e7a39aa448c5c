package io.barograph.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.pairs.CorrelationWork;
import io.barograph.core.pairs.Correlations;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel of {@code pair_sums.cu} gives the bits of its twin in core, however launches are cut. */
class SeriesPairsTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    @BeforeEach
    void aDevice() {
        StandIn.use();
    }

    /** Around the borders of blocks of 64 series and of chunks of 256 times. */
    static Stream<Arguments> series() {
        List<Arguments> all = new ArrayList<>();
        for (HostileSeries shape : HostileSeries.values()) {
            all.add(Arguments.of(shape, 9, 301));
            all.add(Arguments.of(shape, 131, 60));
        }
        for (int count : new int[] {1, 2, 63, 64, 65, 128, 129}) {
            all.add(Arguments.of(HostileSeries.WALK, count, 70));
            all.add(Arguments.of(HostileSeries.MISSING, count, 70));
        }
        for (int times : new int[] {1, 3, 4, 255, 256, 257, 513}) {
            all.add(Arguments.of(HostileSeries.CANCELLING, 5, times));
            all.add(Arguments.of(HostileSeries.INFINITE, 5, times));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("series")
    void theDeviceGivesTheBitsOfTheCpu(HostileSeries shape, int count, int times) {
        Random random = new Random(SEED);
        List<double[]> readings = new ArrayList<>();
        for (int one = 0; one < count; one++) {
            // Complete series among the others.
            readings.add((one % 3 == 2 ? HostileSeries.WALK : shape).readings(times, random));
        }
        CorrelationWork onCpu = new CorrelationWork(readings);
        CorrelationWork.Worker worker = onCpu.worker();
        for (int block = 0; block < onCpu.blocks(); block++) {
            worker.run(block);
        }
        Correlations expected = onCpu.correlations();
        // All at once, and blocks of 64 by 64.
        for (long productsAtOnce : new long[] {SeriesPairs.PRODUCTS_AT_ONCE, 1}) {
            CorrelationWork work = new CorrelationWork(readings);
            List<Long> done = new ArrayList<>();
            try (CudaDevice device = CudaDevice.open()) {
                new SeriesPairs(work, productsAtOnce).sum(done::add);
                assertThat(StandIn.allocated()).isZero();
            }
            Correlations found = work.correlations();
            String at = shape + " by " + productsAtOnce + "; repeat with -Dbarograph.seed=" + SEED;
            assertThat(found.counts()).as(at).isEqualTo(expected.counts());
            assertThat(HostileSeries.bits(found.coefficients()))
                    .as(at)
                    .isEqualTo(HostileSeries.bits(expected.coefficients()));
            if (count > 1) {
                assertThat(done).isSorted().last().isEqualTo((long) found.pairs());
            }
        }
    }
}
