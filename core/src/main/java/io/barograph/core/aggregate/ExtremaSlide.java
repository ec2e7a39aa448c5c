package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;

/**
 * The extremes of a frame that moves along rows, of numbers. Of its values those are kept that no later one has made needless
 * as the smallest, or as the greatest: each is compared about twice, whatever the frame's length.
 */
final class ExtremaSlide implements Slide {
    private final ExtremaState state;
    private final boolean fromFirstRow;
    private final LeastValues smallest = new LeastValues();
    /** Of the values' complements, whose order is the reverse. */
    private final LeastValues greatest = new LeastValues();

    private long end;

    ExtremaSlide(ExtremaState state, boolean fromFirstRow) {
        this.state = state;
        this.fromFirstRow = fromFirstRow;
        begin(0);
    }

    @Override
    public void begin(long row) {
        state.set(0, ExtremaState.NO_SMALLEST, ExtremaState.NO_GREATEST);
        smallest.clear();
        greatest.clear();
        end = row;
    }

    @Override
    public void move(Column[] arguments, long first, long[] starts, long[] ends, int count) {
        state.resize(count + 1);
        Column argument = arguments[0];
        long least = state.smallest(0);
        long most = state.greatest(0);
        for (int i = 0; i < count; i++) {
            end = Math.max(end, starts[i]);
            if (fromFirstRow) {
                for (; end < ends[i]; end++) {
                    long value = value(argument, (int) (end - first));
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            } else {
                smallest.dropBelow(starts[i]);
                greatest.dropBelow(starts[i]);
                for (; end < ends[i]; end++) {
                    long value = value(argument, (int) (end - first));
                    smallest.add(end, value);
                    greatest.add(end, ~value);
                }
                least = smallest.isEmpty() ? ExtremaState.NO_SMALLEST : smallest.least();
                most = greatest.isEmpty() ? ExtremaState.NO_GREATEST : ~greatest.least();
            }
            state.set(i + 1, least, most);
        }
        state.set(0, least, most);
    }

    private static long value(Column argument, int position) {
        return argument instanceof DoubleColumn doubles
                ? ValueCodec.fromDouble(doubles.values()[position])
                : ((LongColumn) argument).values()[position];
    }

    @Override
    public long memoryBytes() {
        return smallest.memoryBytes() + greatest.memoryBytes();
    }
}
