package io.barograph.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.pairs.MatrixProfile;
import io.barograph.core.pairs.ProfileArrays;
import io.barograph.core.pairs.ProfileTiles;
import io.barograph.core.pairs.ProfileWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels of {@code matrix_profile.cu} give the bits of their twin in core, however launches are cut. */
class WindowPairsTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    @BeforeEach
    void aDevice() {
        StandIn.use();
    }

    /** Around the borders of blocks of 512 diagonals and of tiles of 1,024 rows, or 2,048 behind a window of 256. */
    static Stream<Arguments> series() {
        List<Arguments> all = new ArrayList<>();
        for (HostileSeries shape : HostileSeries.values()) {
            all.add(Arguments.of(shape, 1_700, 24));
        }
        int[][] sizes = {
            {4, 3},
            {5, 3},
            {515, 3},
            {516, 3},
            {517, 3},
            {1_025, 3},
            {1_026, 3},
            {1_027, 3},
            {1_536, 9},
            {2_100, 17},
            {2_600, 300}
        };
        for (int[] size : sizes) {
            all.add(Arguments.of(HostileSeries.WALK, size[0], size[1]));
            all.add(Arguments.of(HostileSeries.QUANTISED, size[0], size[1]));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("series")
    void theDeviceGivesTheBitsOfTheCpu(HostileSeries shape, int count, int length) {
        double[] readings = shape.readings(count, new Random(SEED));
        MatrixProfile expected = onCpu(readings, length);
        // All at once, a band at once, and a tile.
        for (long pairsAtOnce : new long[] {WindowPairs.PAIRS_AT_ONCE, 2_000_000, 1}) {
            MatrixProfile found = onDevice(readings, length, pairsAtOnce);
            String at = shape + " by " + pairsAtOnce + "; repeat with -Dbarograph.seed=" + SEED;
            assertThat(found.neighbours()).as(at).isEqualTo(expected.neighbours());
            assertThat(HostileSeries.bits(found.distances()))
                    .as(at)
                    .isEqualTo(HostileSeries.bits(expected.distances()));
        }
    }

    private static MatrixProfile onCpu(double[] readings, int length) {
        ProfileWork work = new ProfileWork(readings, length);
        ProfileTiles tiles = work.arrays().tiles();
        ProfileWork.Worker worker = work.worker();
        for (int band = 0; band < tiles.bands(); band++) {
            for (int tile = 0; tile < tiles.tiles(band); tile++) {
                worker.run(band, tile);
            }
        }
        worker.finish();
        return work.profile();
    }

    private static MatrixProfile onDevice(double[] readings, int length, long pairsAtOnce) {
        ProfileWork work = new ProfileWork(readings, length);
        ProfileArrays arrays = work.arrays();
        double[] correlations = new double[arrays.means().length];
        int[] neighbours = new int[arrays.means().length];
        List<Long> done = new ArrayList<>();
        try (CudaDevice device = CudaDevice.open()) {
            new WindowPairs(arrays, pairsAtOnce).compare(correlations, neighbours, done::add);
            assertThat(StandIn.allocated()).isZero();
        }
        assertThat(done).isSorted();
        if (!done.isEmpty()) {
            assertThat(done.get(done.size() - 1))
                    .isBetween(arrays.tiles().pairs() - 1, arrays.tiles().pairs());
        }
        work.take(correlations, neighbours);
        return work.profile();
    }
}
