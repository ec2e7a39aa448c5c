package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.pairs.MatrixProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Matrix profiles do not depend on who computes which tile, and long runs can be watched and ended. */
class ProfileRunTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    /** One long series among short ones, with readings missing, and some that are shorter than the zone of a window. */
    private static List<double[]> series() {
        Random random = new Random(SEED);
        List<double[]> all = new ArrayList<>();
        for (int length : new int[] {40, 12, 10, 6_000, 1_500, 300, 11}) {
            double[] readings = new double[length];
            double walk = 0;
            for (int i = 0; i < length; i++) {
                walk += random.nextInt(5) - 2;
                readings[i] = random.nextInt(500) == 0 ? Double.NaN : walk;
            }
            all.add(readings);
        }
        return all;
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        List<MatrixProfile> one =
                ProfileRun.of(series(), 10, RunOptions.defaults().withThreads(1));
        assertThat(one).hasSize(7);
        assertThat(one.get(3).neighbours()).hasSize(5_991);
        assertThat(Arrays.stream(one.get(3).neighbours())
                        .filter(neighbour -> neighbour >= 0)
                        .count())
                .isGreaterThan(5_000);
        for (int threads : new int[] {2, 7}) {
            List<MatrixProfile> other =
                    ProfileRun.of(series(), 10, RunOptions.defaults().withThreads(threads));
            for (int i = 0; i < one.size(); i++) {
                String at = "series " + i + " on " + threads + "; repeat with -Dbarograph.seed=" + SEED;
                assertThat(other.get(i).neighbours())
                        .as(at)
                        .isEqualTo(one.get(i).neighbours());
                assertThat(Arrays.stream(other.get(i).distances()).mapToLong(Double::doubleToLongBits))
                        .as(at)
                        .containsExactlyElementsOf(Arrays.stream(one.get(i).distances())
                                .mapToLong(Double::doubleToLongBits)
                                .boxed()
                                .toList());
            }
        }
    }

    @Test
    void progressEndsAtItsTotal() {
        List<Long> reported = Collections.synchronizedList(new ArrayList<>());
        List<Long> totals = Collections.synchronizedList(new ArrayList<>());
        ProfileRun.of(series(), 10, RunOptions.defaults().withThreads(2).withProgress((done, total) -> {
            reported.add(done);
            totals.add(total);
        }));
        assertThat(totals).containsOnly(totals.get(0));
        assertThat(Collections.max(reported)).isEqualTo(totals.get(0));
    }

    @Test
    void aRequestEndsIt() {
        RunOptions options = RunOptions.defaults();
        options = options.withProgress((done, total) -> {}).withThreads(2);
        options.cancellation().request();
        RunOptions cancelled = options;
        assertThatThrownBy(() -> ProfileRun.of(series(), 10, cancelled))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    @Test
    void noSeriesHaveNoProfiles() {
        assertThat(ProfileRun.of(List.of(), 10, RunOptions.defaults())).isEmpty();
    }
}
