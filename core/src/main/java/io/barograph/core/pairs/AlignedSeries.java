package io.barograph.core.pairs;

import io.barograph.core.aggregate.exact.Finish;
import io.barograph.core.aggregate.exact.SumState;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import org.jspecify.annotations.Nullable;

/**
 * One of several series of the same times, ready to be correlated: {@link Readings#scaled} and less its mean, which is the true one, rounded
 * once. Immutable; threads may share it.
 */
final class AlignedSeries {
    /** By time: what a reading is above the mean, 0 where it is missing and behind the last time. */
    final double[] deviations;
    /** By time: 1 where there is a reading, else 0; null where none is missing. */
    private final double @Nullable [] presences;
    /** Of all deviations, in the order that {@link CorrelationKernel} prescribes. */
    final double sum;
    /** Of their squares, so, too. */
    final double squares;

    /** How many times there are; what stands behind them is filling. */
    final int times;

    /** @param readings by time; NaN where one is missing, and infinite ones are taken as missing; not kept */
    AlignedSeries(double[] readings) {
        int size = (readings.length + CorrelationKernel.AT_ONCE - 1)
                / CorrelationKernel.AT_ONCE
                * CorrelationKernel.AT_ONCE;
        deviations = Readings.scaled(readings, size);
        times = readings.length;
        double[] present = new double[size];
        double[] values = new double[readings.length];
        int count = 0;
        for (int i = 0; i < readings.length; i++) {
            if (Double.isFinite(readings[i])) {
                present[i] = 1;
                values[count++] = deviations[i];
            }
        }
        double mean = count == 0 ? 0 : mean(values, count);
        for (int i = 0; i < readings.length; i++) {
            deviations[i] = present[i] == 0 ? 0 : deviations[i] - mean;
        }
        presences = count == readings.length ? null : present;
        double totalSum = 0;
        double totalSquares = 0;
        for (int from = 0; from < times; from += CorrelationKernel.TIMES) {
            double chunkSum = 0;
            double chunkSquares = 0;
            for (int time = from; time < Math.min(times, from + CorrelationKernel.TIMES); time++) {
                chunkSum += deviations[time];
                chunkSquares = Math.fma(deviations[time], deviations[time], chunkSquares);
            }
            totalSum += chunkSum;
            totalSquares += chunkSquares;
        }
        sum = totalSum;
        squares = totalSquares;
    }

    /** Whether no reading is missing. */
    boolean isComplete() {
        return presences == null;
    }

    /** Whether there is a reading at a time; none is behind the last time. */
    boolean isPresent(int time) {
        return presences == null ? time < times : presences[time] != 0;
    }

    private static double mean(double[] values, int count) {
        SumState state = new SumState(Type.DOUBLE);
        state.resize(1);
        state.add(new Column[] {new DoubleColumn(values, Validity.ALL)}, new int[count], count);
        double[] mean = new double[1];
        state.finish(Finish.AVG, new int[1], 1, mean, Validity.allPresent(1));
        return mean[0];
    }
}
