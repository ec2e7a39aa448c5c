package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.pairs.Correlations;
import io.barograph.core.pairs.MatrixProfile;
import io.barograph.local.DeviceUse.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who computes: as asked for, as the model says, and what becomes of a device that fails. The answer is the same. */
class DeviceUseTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final double FAST = 1e15;
    private static final double SLOW = 1e8;
    private static final int LENGTH = 20;

    /** So much that a device would have begun before the CPU is done. */
    private static final DeviceWork LONG = new DeviceWork(10, 1e9, 1e9, 0);

    private static final DeviceWork SHORT = new DeviceWork(0.5, 1e9, 1e9, 0);

    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void everyDeviceIsClosed() {
        assertThat(PretendedDevice.closed).isEqualTo(PretendedDevice.opened);
    }

    private static BarographException failure(ErrorCode code) {
        return new BarographException(code, "the reason");
    }

    private String whoComputes(Wish wish, DeviceWork work) {
        return new DeviceUse(wish, notes::add).run(work, 2, device -> "device", () -> "cpu");
    }

    @Test
    void whatIsAskedForIsDone() {
        PretendedDevice.reset(SLOW, null);
        assertThat(whoComputes(Wish.NEVER, LONG)).isEqualTo("cpu");
        assertThat(whoComputes(Wish.ALWAYS, SHORT)).isEqualTo("device");
        assertThat(notes).isEmpty();
        assertThat(PretendedDevice.opened).isEqualTo(1);
    }

    @Test
    void theFasterOneIsChosen() {
        PretendedDevice.reset(FAST, null);
        assertThat(whoComputes(Wish.AUTO, LONG)).isEqualTo("device");
        PretendedDevice.speed = SLOW;
        assertThat(whoComputes(Wish.AUTO, LONG)).isEqualTo("cpu");
        assertThat(notes)
                .containsExactly(
                        "on the GPU: about 5.0 s on 2 threads, 0.50 s at best on pretended",
                        "on the CPU: about 5.0 s on 2 threads, 11 s at best on pretended");
    }

    @Test
    void littleWorkOpensNoDevice() {
        PretendedDevice.reset(FAST, null);
        assertThat(whoComputes(Wish.AUTO, SHORT)).isEqualTo("cpu");
        assertThat(PretendedDevice.opened).isZero();
        assertThat(notes).containsExactly("on the CPU: the work of about 0.25 s is done before a GPU would have begun");
    }

    @Test
    void withoutADeviceTheReasonIsSaid() {
        PretendedDevice.reset(0, failure(ErrorCode.UNAVAILABLE));
        assertThat(whoComputes(Wish.AUTO, LONG)).isEqualTo("cpu");
        assertThat(notes).containsExactly("on the CPU: the reason");
        assertThatThrownBy(() -> whoComputes(Wish.ALWAYS, LONG)).isSameAs(PretendedDevice.failure);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"UNAVAILABLE", "OUT_OF_MEMORY"})
    void whereTheDeviceFailsTheCpuBeginsAnew(ErrorCode code) {
        PretendedDevice.reset(FAST, failure(code));
        DeviceUse auto = new DeviceUse(Wish.AUTO, notes::add);
        assertThat(auto.<String>run(
                        LONG,
                        2,
                        device -> {
                            throw PretendedDevice.failure;
                        },
                        () -> "cpu"))
                .isEqualTo("cpu");
        assertThat(notes).hasSize(2).last().isEqualTo("on the CPU: the reason");
    }

    @Test
    void whatIsNoFailureOfTheDeviceEndsTheRun() {
        PretendedDevice.reset(FAST, failure(ErrorCode.CANCELLED));
        DeviceUse auto = new DeviceUse(Wish.AUTO, notes::add);
        assertThatThrownBy(() -> auto.run(
                        LONG,
                        2,
                        device -> {
                            throw PretendedDevice.failure;
                        },
                        () -> "cpu"))
                .isSameAs(PretendedDevice.failure);
    }

    private static List<double[]> series() {
        Random random = new Random(SEED);
        List<double[]> all = new ArrayList<>();
        for (int length : new int[] {20, 1_400, 90}) {
            double[] readings = new double[length];
            for (int i = 0; i < length; i++) {
                readings[i] = random.nextInt(300) == 0 ? Double.NaN : random.nextInt(7) + (i > 0 ? readings[i - 1] : 0);
            }
            all.add(readings);
        }
        return all;
    }

    @Test
    void profilesOfTheDeviceHaveTheBitsOfTheCpu() {
        PretendedDevice.reset(FAST, null);
        List<Long> done = new ArrayList<>();
        RunOptions options = RunOptions.defaults().withThreads(1);
        List<MatrixProfile> expected = ProfileRun.of(series(), LENGTH, options);
        List<MatrixProfile> found = ProfileRun.of(
                series(),
                LENGTH,
                options.withProgress((pairs, total) -> {
                    done.add(pairs);
                    assertThat(pairs).isLessThanOrEqualTo(total);
                }),
                new DeviceUse(Wish.ALWAYS, notes::add));
        assertThat(PretendedDevice.comparisons).isEqualTo(3);
        assertThat(done).isSorted().hasSize(3);
        for (int i = 0; i < expected.size(); i++) {
            String at = "series " + i + "; repeat with -Dbarograph.seed=" + SEED;
            assertThat(found.get(i).neighbours())
                    .as(at)
                    .isEqualTo(expected.get(i).neighbours());
            assertThat(found.get(i).distances())
                    .as(at)
                    .isEqualTo(expected.get(i).distances());
        }
    }

    @Test
    void correlationsOfTheDeviceHaveTheBitsOfTheCpu() {
        PretendedDevice.reset(FAST, null);
        Random random = new Random(SEED);
        List<double[]> readings = Stream.generate(() -> random.doubles(1_030)
                        .map(x -> x < 0.002 ? Double.NaN : x)
                        .toArray())
                .limit(12)
                .toList();
        RunOptions options = RunOptions.defaults().withThreads(1);
        Correlations expected = CorrelationRun.of(readings, options);
        Correlations found = CorrelationRun.of(readings, options, new DeviceUse(Wish.ALWAYS, notes::add));
        assertThat(PretendedDevice.comparisons).isEqualTo(1);
        assertThat(found.counts()).as("seed " + SEED).isEqualTo(expected.counts());
        assertThat(found.coefficients()).as("seed " + SEED).isEqualTo(expected.coefficients());
    }

    @Test
    void aRequestEndsWhatTheDeviceComputes() {
        PretendedDevice.reset(FAST, null);
        RunOptions options = RunOptions.defaults();
        options.cancellation().request();
        assertThatThrownBy(() -> ProfileRun.of(series(), LENGTH, options, new DeviceUse(Wish.AUTO, notes::add)))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        cancelled -> assertThat(cancelled.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThatThrownBy(() -> ProfileRun.of(series(), LENGTH, options, new DeviceUse(Wish.ALWAYS, notes::add)))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        cancelled -> assertThat(cancelled.code()).isEqualTo(ErrorCode.CANCELLED));
    }
}
