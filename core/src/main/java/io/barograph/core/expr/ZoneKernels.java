package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.window.Grid;
import io.barograph.core.zone.Zone;
import io.barograph.core.zone.ZoneCursor;

/** Kernels over times and the clocks of one zone, which is known when they are made. */
final class ZoneKernels {
    private static final long SECOND = 1_000_000_000L;

    private ZoneKernels() {}

    /** What the zone's clocks show at an instant, as a TIMESTAMP. */
    static final class ToLocal implements Kernel {
        private final ZoneCursor cursor;
        private final long[] out = new long[Batch.CAPACITY];

        ToLocal(Zone zone) {
            cursor = new ZoneCursor(zone);
        }

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            long[] times = ((LongColumn) arguments[0]).values();
            for (int i = 0; i < size; i++) {
                long offset = cursor.offsetAt(Math.floorDiv(times[i], SECOND)) * SECOND;
                long local = times[i] + offset;
                out[i] = local;
                if (local == Grid.NO_TIME || ((times[i] ^ local) & (offset ^ local)) < 0) {
                    result.undefined(i);
                }
            }
            return new LongColumn(Type.TIMESTAMP, out, result.validity());
        }
    }

    /** The instant at which the zone's clocks show a time: see {@link Zone} on times that they skip or show twice. */
    static final class ToInstant implements Kernel {
        private final Zone zone;
        private final long[] out = new long[Batch.CAPACITY];

        ToInstant(Zone zone) {
            this.zone = zone;
        }

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            long[] times = ((LongColumn) arguments[0]).values();
            for (int i = 0; i < size; i++) {
                long second = Math.floorDiv(times[i], SECOND);
                long shift = (zone.instantOf(second) - second) * SECOND;
                long instant = times[i] + shift;
                out[i] = instant;
                if (instant == Grid.NO_TIME || ((times[i] ^ instant) & (shift ^ instant)) < 0) {
                    result.undefined(i);
                }
            }
            return new LongColumn(Type.TIMESTAMP, out, result.validity());
        }
    }

    /** The start of the cell of a grid that a time lies in. Undefined where it cannot be named. */
    static final class CellStart implements Kernel {
        private final Grid grid;
        private final long[] out = new long[Batch.CAPACITY];
        /** The cell of the time before, empty at first. */
        private long start;

        private long end;

        CellStart(Grid grid) {
            this.grid = grid;
        }

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            long[] times = ((LongColumn) arguments[0]).values();
            for (int i = 0; i < size; i++) {
                if (times[i] < start || times[i] >= end) {
                    long index = grid.index(times[i]);
                    long boundary = grid.boundary(index);
                    if (boundary == Grid.NO_TIME) {
                        result.undefined(i);
                        continue;
                    }
                    long next = grid.boundary(index + 1);
                    start = boundary;
                    end = next == Grid.NO_TIME ? Long.MAX_VALUE : next;
                }
                out[i] = start;
            }
            return new LongColumn(Type.TIMESTAMP, out, result.validity());
        }
    }

    /**
     * The start of the zone's hour, minute or shorter unit that a time lies in; where clocks were changed within it, the
     * change.
     */
    static final class LocalStart implements Kernel {
        private final ZoneCursor cursor;
        private final long nanos;
        private final long[] out = new long[Batch.CAPACITY];

        LocalStart(Zone zone, long nanos) {
            this.cursor = new ZoneCursor(zone);
            this.nanos = nanos;
        }

        @Override
        public Column apply(Column[] arguments, int size, ResultValidity result) {
            long[] times = ((LongColumn) arguments[0]).values();
            for (int i = 0; i < size; i++) {
                long time = times[i];
                long offset = cursor.offsetAt(Math.floorDiv(time, SECOND)) * SECOND;
                long into = Math.floorMod(Math.floorMod(time, nanos) + Math.floorMod(offset, nanos), nanos);
                long start = time - into;
                if (start > time || start == Grid.NO_TIME) {
                    result.undefined(i);
                } else if (Math.floorDiv(start, SECOND) < cursor.stretchStart()) {
                    start = cursor.stretchStart() * SECOND;
                }
                out[i] = start;
            }
            return new LongColumn(Type.TIMESTAMP, out, result.validity());
        }
    }
}
