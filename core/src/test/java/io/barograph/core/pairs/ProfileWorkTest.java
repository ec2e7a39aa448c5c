package io.barograph.core.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The matrix profile against one by definition, and the same bits however tiles are shared out. */
class ProfileWorkTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final MathContext DIGITS = new MathContext(40);

    private static double[] readings(String shape, int count, Random random) {
        double[] readings = new double[count];
        double walk = 0;
        for (int i = 0; i < count; i++) {
            walk += random.nextGaussian();
            readings[i] = switch (shape) {
                case "noise" -> random.nextGaussian();
                case "walk" -> walk;
                case "offset" -> 1e9 + 1e-3 * random.nextGaussian();
                case "negative" -> -1e6 + walk;
                case "quantised" -> Math.rint(walk) / 8;
                case "periodic" -> i % 24 * (i % 24);
                case "large" -> walk * 1e300;
                case "small" -> walk * 1e-310;
                case "stuck" -> i / 40 % 3 == 1 ? 5 : walk;
                case "missing" ->
                    random.nextInt(40) == 0
                            ? new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}[i % 3]
                            : walk;
                case "gap" -> i > count / 3 && i < count / 2 ? Double.NaN : i / 30 % 5 == 2 ? -0.0 : walk;
                default -> throw new IllegalArgumentException(shape);
            };
        }
        return readings;
    }

    private static MatrixProfile profile(double[] readings, int length, int workers, Random order) {
        ProfileWork work = new ProfileWork(readings, length);
        ProfileTiles tiles = ProfileTiles.of(readings.length, length);
        List<int[]> all = new ArrayList<>();
        for (int band = 0; band < tiles.bands(); band++) {
            for (int tile = 0; tile < tiles.tiles(band); tile++) {
                all.add(new int[] {band, tile});
            }
        }
        assertThat(tiles.count()).isEqualTo(all.size());
        List<ProfileWork.Worker> each =
                Stream.generate(work::worker).limit(workers).toList();
        if (order != null) {
            Collections.shuffle(all, order);
        }
        for (int[] tile : all) {
            each.get(order == null ? 0 : order.nextInt(workers)).run(tile[0], tile[1]);
        }
        each.forEach(ProfileWork.Worker::finish);
        return work.profile();
    }

    static Stream<Arguments> small() {
        return Stream.of(
                        "noise",
                        "walk",
                        "offset",
                        "negative",
                        "quantised",
                        "periodic",
                        "large",
                        "small",
                        "stuck",
                        "missing",
                        "gap")
                .flatMap(shape -> Stream.of(Arguments.of(shape, 120, 8), Arguments.of(shape, 110, 29)));
    }

    @ParameterizedTest
    @MethodSource("small")
    void distancesAreThoseOfTheDefinition(String shape, int count, int length) {
        double[] readings = readings(shape, count, new Random(SEED));
        MatrixProfile profile = profile(readings, length, 1, null);
        int windows = count - length + 1;
        int zone = (length + 3) / 4;
        double[][] normal = new double[windows][];
        for (int i = 0; i < windows; i++) {
            normal[i] = normalised(readings, i, length);
        }
        for (int i = 0; i < windows; i++) {
            double nearest = Double.NaN;
            for (int j = 0; j < windows; j++) {
                if (Math.abs(i - j) > zone && normal[i] != null && normal[j] != null) {
                    double distance = distance(normal[i], normal[j], length);
                    nearest = Double.isNaN(nearest) ? distance : Math.min(nearest, distance);
                }
            }
            String at = shape + " window " + i + "; repeat with -Dbarograph.seed=" + SEED;
            if (Double.isNaN(nearest)) {
                assertThat(profile.neighbours()[i]).as(at).isEqualTo(-1);
                assertThat(profile.distances()[i]).as(at).isNaN();
                continue;
            }
            int neighbour = profile.neighbours()[i];
            assertThat(Math.abs(neighbour - i)).as(at).isGreaterThan(zone);
            // The distance is that of the neighbour found, nearly to the last bit; and none is nearer by more than what
            // correlations near 1 cannot tell apart.
            double truth = distance(normal[i], normal[neighbour], length);
            assertThat(profile.distances()[i]).as(at).isCloseTo(truth, within(1e-11));
            assertThat(truth).as(at).isCloseTo(nearest, within(1e-5)).isLessThanOrEqualTo(nearest + 1e-5);
            if (nearest > 0.1) {
                assertThat(truth).as(at).isCloseTo(nearest, within(1e-9));
            }
        }
    }

    /** By reading, each rounded once: null where one is missing, no values where all are equal. */
    private static double[] normalised(double[] readings, int window, int length) {
        BigDecimal[] values = new BigDecimal[length];
        BigDecimal sum = BigDecimal.ZERO;
        for (int t = 0; t < length; t++) {
            if (!Double.isFinite(readings[window + t])) {
                return null;
            }
            values[t] = new BigDecimal(readings[window + t]);
            sum = sum.add(values[t]);
        }
        BigDecimal mean = sum.divide(BigDecimal.valueOf(length), DIGITS);
        BigDecimal squares = BigDecimal.ZERO;
        for (int t = 0; t < length; t++) {
            values[t] = values[t].subtract(mean);
            squares = squares.add(values[t].multiply(values[t], DIGITS));
        }
        if (Arrays.stream(readings, window, window + length)
                        .distinct()
                        .map(x -> x + 0.0)
                        .distinct()
                        .count()
                == 1) {
            return new double[0];
        }
        BigDecimal norm = squares.divide(BigDecimal.valueOf(length), DIGITS).sqrt(DIGITS);
        return Arrays.stream(values)
                .mapToDouble(value -> value.divide(norm, DIGITS).doubleValue())
                .toArray();
    }

    private static double distance(double[] left, double[] right, int length) {
        if (left.length == 0 && right.length == 0) {
            return 0;
        }
        if (left.length == 0 || right.length == 0) {
            return Math.sqrt(length);
        }
        double sum = 0;
        for (int t = 0; t < length; t++) {
            sum += (left[t] - right[t]) * (left[t] - right[t]);
        }
        return Math.sqrt(sum);
    }

    static Stream<Arguments> large() {
        return Stream.of(
                Arguments.of("walk", 2_700, 16),
                Arguments.of("quantised", 1_800, 50),
                Arguments.of("periodic", 1_700, 24),
                Arguments.of("missing", 2_300, 9),
                Arguments.of("gap", 2_100, 300),
                Arguments.of("stuck", 1_600, 20));
    }

    @ParameterizedTest
    @MethodSource("large")
    void howTilesAreSharedOutChangesNoBit(String shape, int count, int length) {
        double[] readings = readings(shape, count, new Random(SEED));
        MatrixProfile one = profile(readings, length, 1, null);
        for (int workers : new int[] {1, 2, 7}) {
            MatrixProfile other = profile(readings, length, workers, new Random(SEED + workers));
            String at = shape + " by " + workers + "; repeat with -Dbarograph.seed=" + SEED;
            assertThat(other.neighbours()).as(at).isEqualTo(one.neighbours());
            assertThat(bits(other.distances())).as(at).isEqualTo(bits(one.distances()));
        }
    }

    /** Every pair, one at a time, by the kernel's contract as it is written. */
    @ParameterizedTest
    @MethodSource("large")
    void kernelsKeepTheWrittenOrder(String shape, int count, int length) {
        WindowedSeries series = new WindowedSeries(readings(shape, count, new Random(SEED)), length);
        ProfileTiles tiles = ProfileTiles.of(count, length);
        NearestWindows expected = new NearestWindows(series);
        for (int diagonal = tiles.zone() + 1; diagonal < tiles.windows(); diagonal++) {
            double covariance = 0;
            for (int i = 0; i + diagonal < tiles.windows(); i++) {
                int j = i + diagonal;
                if (i % tiles.rows() == 0) {
                    covariance = 0;
                    for (int t = 0; t < length; t++) {
                        covariance = Math.fma(
                                series.values[i + t] - series.means[i],
                                series.values[j + t] - series.means[j],
                                covariance);
                    }
                } else {
                    covariance = Math.fma(
                            series.rises[i], series.sways[j], Math.fma(series.sways[i], series.rises[j], covariance));
                }
                if (series.isCompared(i) && series.isCompared(j)) {
                    double correlation = covariance * series.inverses[i] * series.inverses[j];
                    expected.offer(i, correlation, j);
                    expected.offer(j, correlation, i);
                }
            }
        }
        NearestWindows actual = new NearestWindows(series);
        ProfileTile room = new ProfileTile(series, tiles);
        for (int band = tiles.bands() - 1; band >= 0; band--) {
            for (int tile = 0; tile < tiles.tiles(band); tile++) {
                room.run(band, tile, actual);
            }
        }
        String at = shape + "; repeat with -Dbarograph.seed=" + SEED;
        assertThat(actual.neighbours).as(at).isEqualTo(expected.neighbours);
        assertThat(bits(actual.correlations)).as(at).isEqualTo(bits(expected.correlations));
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
    }

    @Test
    void whatWasPlantedIsTheDiscord() {
        double[] readings = new double[2_000];
        Random random = new Random(SEED);
        for (int i = 0; i < readings.length; i++) {
            readings[i] = Math.sin(i * 0.2) + 0.05 * random.nextGaussian();
        }
        for (int i = 1_200; i < 1_216; i++) {
            readings[i] = 0.1 * random.nextGaussian();
        }
        List<Integer> discords = profile(readings, 40, 1, null).discords(40, 3);
        assertThat(discords).as("seed " + SEED).hasSize(3);
        assertThat(discords.get(0)).as("seed " + SEED).isBetween(1_160, 1_216);
        assertThat(Math.abs(discords.get(0) - discords.get(1))).isGreaterThan(10);
    }

    @Test
    void seriesWithNothingToCompareHaveNoNeighbours() {
        double[] missing = new double[100];
        Arrays.fill(missing, Double.NaN);
        MatrixProfile none = profile(missing, 10, 1, null);
        assertThat(none.neighbours()).containsOnly(-1);
        assertThat(none.discords(10, 3)).isEmpty();
        assertThat(profile(new double[] {1, 2, 4, 3}, 3, 1, null).neighbours()).containsOnly(-1);
        assertThat(profile(new double[100], 10, 1, null).distances()).containsOnly(0);
        assertThatThrownBy(() -> new ProfileWork(new double[5], 6)).isInstanceOf(IllegalArgumentException.class);
    }
}
