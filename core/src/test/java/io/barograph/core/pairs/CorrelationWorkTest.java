package io.barograph.core.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Correlations against the definition in decimals, and the same bits however blocks are shared out. */
class CorrelationWorkTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final MathContext DIGITS = new MathContext(40);

    private static List<double[]> readings(String shape, int series, int times) {
        Random random = new Random(SEED);
        double[] common = random.doubles(times).map(x -> x - 0.5).toArray();
        List<double[]> all = new ArrayList<>();
        for (int one = 0; one < series; one++) {
            double share = one % 5 - 2;
            double walk = 0;
            double[] readings = new double[times];
            for (int time = 0; time < times; time++) {
                walk += random.nextGaussian();
                double value = share * common[time] + random.nextGaussian() / 4;
                readings[time] = switch (shape) {
                    case "complete" -> value;
                    case "offset" -> 1e9 + 1e-3 * value;
                    case "large" -> value * 1e307;
                    case "small" -> value * 1e-308;
                    case "missing" -> random.nextInt(4) == 0 ? Double.NaN : value;
                    case "infinite" -> random.nextInt(9) == 0 ? Double.POSITIVE_INFINITY : walk;
                    case "constant" -> one % 3 == 0 ? 0.1 * one : value;
                    // Most of it is far from where both have readings.
                    case "elsewhere" -> one % 2 == 0 ? (time < 20 ? 1e-4 * value : 7) : time < 20 ? value : Double.NaN;
                    case "one common" -> time % series == one || time == 3 ? value : Double.NaN;
                    default -> throw new IllegalArgumentException(shape);
                };
            }
            all.add(readings);
        }
        return all;
    }

    private static Correlations correlations(List<double[]> readings, int workers, Random order) {
        CorrelationWork work = new CorrelationWork(readings);
        List<CorrelationWork.Worker> each =
                Stream.generate(work::worker).limit(workers).toList();
        List<Integer> blocks =
                new ArrayList<>(IntStream.range(0, work.blocks()).boxed().toList());
        Collections.shuffle(blocks, order);
        blocks.forEach(block -> each.get(order.nextInt(workers)).run(block));
        return work.correlations();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "complete",
                "offset",
                "large",
                "small",
                "missing",
                "infinite",
                "constant",
                "elsewhere",
                "one common"
            })
    void coefficientsAreThoseOfTheDefinition(String shape) {
        List<double[]> readings = readings(shape, 9, 301);
        Correlations found = correlations(readings, 1, new Random(SEED));
        for (int a = 0; a < 9; a++) {
            for (int b = a + 1; b < 9; b++) {
                int pair = found.pair(a, b);
                String at = shape + " " + a + " and " + b + "; repeat with -Dbarograph.seed=" + SEED;
                double[] x = readings.get(a);
                double[] y = readings.get(b);
                int[] common = IntStream.range(0, 301)
                        .filter(time -> Double.isFinite(x[time]) && Double.isFinite(y[time]))
                        .toArray();
                assertThat(found.counts()[pair]).as(at).isEqualTo(common.length);
                double expected = expected(x, y, common);
                if (Double.isNaN(expected)) {
                    assertThat(found.coefficients()[pair]).as(at).isNaN();
                } else {
                    assertThat(found.coefficients()[pair])
                            .as(at)
                            .isBetween(-1.0, 1.0)
                            .isCloseTo(expected, within(1e-11));
                }
            }
        }
    }

    private static double expected(double[] x, double[] y, int[] common) {
        if (Arrays.stream(common).mapToDouble(time -> x[time]).distinct().count() < 2
                || Arrays.stream(common).mapToDouble(time -> y[time]).distinct().count() < 2) {
            return Double.NaN;
        }
        BigDecimal n = BigDecimal.valueOf(common.length);
        BigDecimal[] sums = new BigDecimal[5];
        Arrays.fill(sums, BigDecimal.ZERO);
        for (int time : common) {
            BigDecimal left = new BigDecimal(x[time]);
            BigDecimal right = new BigDecimal(y[time]);
            sums[0] = sums[0].add(left);
            sums[1] = sums[1].add(right);
            sums[2] = sums[2].add(left.multiply(left));
            sums[3] = sums[3].add(right.multiply(right));
            sums[4] = sums[4].add(left.multiply(right));
        }
        BigDecimal product = n.multiply(sums[4]).subtract(sums[0].multiply(sums[1]));
        BigDecimal left = n.multiply(sums[2]).subtract(sums[0].pow(2)).round(DIGITS);
        BigDecimal right = n.multiply(sums[3]).subtract(sums[1].pow(2)).round(DIGITS);
        return product.round(DIGITS)
                .divide(left.sqrt(DIGITS), DIGITS)
                .divide(right.sqrt(DIGITS), DIGITS)
                .doubleValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "missing", "constant"})
    void howBlocksAreSharedOutChangesNoBit(String shape) {
        List<double[]> readings = readings(shape, 300, 530);
        long[] one = bits(correlations(readings, 1, new Random(1)));
        for (int workers : new int[] {2, 7}) {
            assertThat(bits(correlations(readings, workers, new Random(SEED))))
                    .as(shape + " by " + workers + "; repeat with -Dbarograph.seed=" + SEED)
                    .isEqualTo(one);
        }
    }

    /** The pair alone has the bits that it has among others, whether or not readings are missing in those. */
    @Test
    void otherSeriesChangeNoBitOfAPair() {
        List<double[]> readings = new ArrayList<>(readings("complete", 200, 530));
        double alone = correlations(readings.subList(0, 2), 1, new Random(1)).coefficients()[0];
        readings.addAll(readings("missing", 80, 530));
        readings.set(5, readings.get(250));
        double among = correlations(readings, 1, new Random(1)).coefficients()[0];
        assertThat(among).as("seed " + SEED).isEqualTo(alone);
    }

    /** Each sum by the kernel's contract as it is written. */
    @Test
    void kernelsKeepTheWrittenOrder() {
        List<double[]> readings = readings("missing", 2, 1_030);
        AlignedSeries x = new AlignedSeries(readings.get(0));
        AlignedSeries y = new AlignedSeries(readings.get(1));
        double total = 0;
        for (int from = 0; from < 1_030; from += CorrelationKernel.TIMES) {
            double sum = 0;
            for (int time = from; time < Math.min(1_030, from + CorrelationKernel.TIMES); time++) {
                sum = Math.fma(x.deviations[time], y.deviations[time], sum);
            }
            total += sum;
        }
        double[][] right = new double[1_032][1];
        for (int time = 0; time < 1_032; time++) {
            right[time][0] = y.deviations[time];
        }
        double[] sums = new double[1];
        double[] totals = new double[1];
        for (int time = 0; time < 1_032; time += CorrelationKernel.AT_ONCE) {
            if (time % CorrelationKernel.TIMES == 0) {
                CorrelationKernel.flush(sums, totals, 1);
            }
            CorrelationKernel.add(x.deviations, time, right, time, sums, 1);
        }
        CorrelationKernel.flush(sums, totals, 1);
        assertThat(totals[0]).as("seed " + SEED).isEqualTo(total);
    }

    @Test
    void equalSeriesCorrelateByOne() {
        double[] readings = readings("complete", 1, 400).get(0);
        double[] turned = Arrays.stream(readings).map(x -> -2 * x).toArray();
        Correlations found = correlations(List.of(readings, readings.clone(), turned), 1, new Random(1));
        assertThat(found.coefficients()).containsExactly(1, -1, -1);
        assertThat(correlations(List.of(), 1, new Random(1)).pairs()).isZero();
    }

    private static long[] bits(Correlations correlations) {
        return Arrays.stream(correlations.coefficients())
                .mapToLong(Double::doubleToLongBits)
                .toArray();
    }
}
