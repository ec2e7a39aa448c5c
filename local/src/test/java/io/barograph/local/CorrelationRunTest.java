package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.pairs.Correlations;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Correlations do not depend on who computes which block, and long runs can be ended. */
class CorrelationRunTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    private static List<double[]> series(int count) {
        Random random = new Random(SEED);
        return Stream.generate(() ->
                        random.doubles(400).map(x -> x < 0.05 ? Double.NaN : x).toArray())
                .limit(count)
                .toList();
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        Correlations one = CorrelationRun.of(series(270), RunOptions.defaults().withThreads(1));
        assertThat(one.coefficients()).hasSize(270 * 269 / 2).doesNotContain(Double.NaN);
        for (int threads : new int[] {2, 7}) {
            Correlations other =
                    CorrelationRun.of(series(270), RunOptions.defaults().withThreads(threads));
            String at = threads + " threads; repeat with -Dbarograph.seed=" + SEED;
            assertThat(other.coefficients()).as(at).isEqualTo(one.coefficients());
            assertThat(other.counts()).as(at).isEqualTo(one.counts());
        }
    }

    @Test
    void aRequestEndsIt() {
        RunOptions options = RunOptions.defaults();
        options.cancellation().request();
        assertThatThrownBy(() -> CorrelationRun.of(series(3), options))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    @Test
    void noneOrOneSeriesHaveNoPairs() {
        assertThat(CorrelationRun.of(List.of(), RunOptions.defaults()).pairs()).isZero();
        assertThat(CorrelationRun.of(series(1), RunOptions.defaults()).pairs()).isZero();
    }
}
