package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.EpochUnit;

/** Between times and counts of units since 1970. */
final class EpochTime {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long EXACT = 1L << 53;

    private EpochTime() {}

    /** BIGINT units to TIMESTAMP; undefined out of range. */
    static final class FromUnits implements Kernel {
        private final long nanos;
        private final long[] out = new long[Batch.CAPACITY];

        FromUnits(EpochUnit unit) {
            nanos = unit.nanos();
        }

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            long[] units = ((LongColumn) arguments[0]).values();
            long most = Long.MAX_VALUE / nanos;
            for (int i = 0; i < size; i++) {
                out[i] = units[i] * nanos;
                if (units[i] > most | units[i] < Long.MIN_VALUE / nanos) {
                    result.undefined(i);
                }
            }
            return new LongColumn(Type.TIMESTAMP, out, result.validity());
        }
    }

    /** TIMESTAMP to whole units, rounded down. */
    static final class ToUnits implements Kernel {
        private final long nanos;
        private final long[] out = new long[Batch.CAPACITY];

        ToUnits(EpochUnit unit) {
            nanos = unit.nanos();
        }

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            long[] times = ((LongColumn) arguments[0]).values();
            for (int i = 0; i < size; i++) {
                out[i] = Math.floorDiv(times[i], nanos);
            }
            return new LongColumn(Type.BIGINT, out, result.validity());
        }
    }

    /** DOUBLE seconds to TIMESTAMP: the nearest nanosecond, ties to even; undefined for NaN and out of range. */
    static final class FromSeconds implements Kernel {
        private final long[] out = new long[Batch.CAPACITY];

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            double[] seconds = ((DoubleColumn) arguments[0]).values();
            for (int i = 0; i < size; i++) {
                // The whole seconds apart: the fraction, an exact difference, keeps its nanoseconds.
                double whole = Math.floor(seconds[i]);
                double nanos = Math.rint((seconds[i] - whole) * NANOS_PER_SECOND);
                long base = (long) whole * 1_000_000_000L;
                long time = base + (long) nanos;
                out[i] = time;
                boolean fits = Math.abs(whole) <= 9_223_372_037.0 && !isOverflown(whole, base, time);
                if (!fits) {
                    result.undefined(i);
                }
            }
            return new LongColumn(Type.TIMESTAMP, out, result.validity());
        }

        /** Whether the last second of the range, at either end, went over it. */
        private static boolean isOverflown(double whole, long base, long time) {
            return whole >= 0 ? base < 0 || time < 0 : whole > -9_223_372_037.0 ? false : time >= 0;
        }
    }

    /** TIMESTAMP or INTERVAL to DOUBLE seconds, rounded once. */
    static final class ToSeconds implements Kernel {
        private final double[] out = new double[Batch.CAPACITY];

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            long[] times = ((LongColumn) arguments[0]).values();
            for (int i = 0; i < size; i++) {
                out[i] = seconds(times[i]);
            }
            return new DoubleColumn(out, result.validity());
        }

        private static double seconds(long nanos) {
            if (nanos > -EXACT && nanos < EXACT) {
                return nanos / NANOS_PER_SECOND;
            }
            double magnitude = DoubleText.fromDecimal(Math.abs(nanos), -9);
            return nanos < 0 ? -magnitude : magnitude;
        }
    }
}
