package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.fold.LongQueue;
import io.barograph.core.plan.Plan;
import io.barograph.core.text.CivilDate;
import java.util.List;

/**
 * Finds the frame of each row, once it is known: rows {@code [start, end)}, both of which only grow from row to row. Of a
 * RANGE or GROUPS it keeps what rows are ordered by, from the frame's first row on.
 */
final class FrameBounds {
    /** Where rows stand whose order's value takes part in no arithmetic: before all others, or behind them. */
    private static final int NULL_FIRST = 0;

    private static final int NAN_FIRST = 1;
    private static final int NUMBER = 2;
    private static final int NAN_LAST = 3;
    private static final int NULL_LAST = 4;

    /** No two dates of the calendar lie further apart. */
    private static final int MOST_MONTHS = 12 * 20_000;

    private final Frame frame;
    /** The column whose values RANGE goes by; -1 where peers are enough. */
    private final int column;

    private final boolean descending;
    private final boolean nullsFirst;
    private final Type type;
    /** The column of times that rows are ordered by, where a frame's end is known when time has passed it; else -1. */
    private final int time;
    /** By row: its value, growing along the rows, or the number of its group of peers. */
    private final LongQueue keys = new LongQueue();
    /** By row: one of the classes above. */
    private final LongQueue classes = new LongQueue();

    private final LongQueue starts = new LongQueue();
    private final LongQueue ends = new LongQueue();
    private final long[] encoded = new long[Batch.CAPACITY];
    /** No later row is earlier. */
    private long passed;
    /** That of the last row; later than all where it is NULL. */
    private long lastTime;

    private long groups;
    private long rows;
    private long start;
    private long end;

    FrameBounds(Schema input, List<Plan.SortKey> order, Frame frame) {
        this.frame = frame;
        boolean byValue = frame.unit() == Frame.Unit.RANGE
                && (frame.start().offset() != 0 || frame.end().offset() != 0);
        this.column = byValue ? order.get(0).column() : -1;
        this.descending = byValue && order.get(0).descending();
        this.nullsFirst = byValue && order.get(0).nullsFirst();
        this.type = byValue ? input.type(column) : Type.BIGINT;
        boolean byTime = frame.end().isOffset()
                && (frame.unit() == Frame.Unit.RANGE
                        || frame.unit() == Frame.Unit.GROUPS && frame.end().offset() == 0)
                && !order.isEmpty()
                && !order.get(0).descending()
                && input.type(order.get(0).column()) == Type.TIMESTAMP;
        this.time = byTime ? order.get(0).column() : -1;
    }

    void begin() {
        keys.clear();
        classes.clear();
        starts.clear();
        ends.clear();
        passed = Long.MIN_VALUE;
        lastTime = Long.MAX_VALUE;
        groups = 0;
        rows = 0;
        start = 0;
        end = 0;
    }

    void accept(Batch batch, boolean[] changes) {
        if (frame.unit() != Frame.Unit.ROWS) {
            if (column >= 0) {
                addValues(batch.column(column), batch.size());
            } else {
                for (int i = 0; i < batch.size(); i++) {
                    groups += changes[i] ? 1 : 0;
                    keys.append(groups);
                }
            }
        }
        if (time >= 0) {
            LongColumn times = (LongColumn) batch.column(time);
            int last = batch.size() - 1;
            lastTime = times.validity().isNull(last) ? Long.MAX_VALUE : times.values()[last];
        }
        rows += batch.size();
        resolve(false);
    }

    private void addValues(Column values, int size) {
        new ValueCodec(values.type()).encode(values, size, encoded);
        Validity validity = values.validity();
        for (int i = 0; i < size; i++) {
            if (validity.isNull(i)) {
                add(0, nullsFirst ? NULL_FIRST : NULL_LAST);
            } else if (type == Type.DOUBLE) {
                double value = ValueCodec.toDouble(encoded[i]);
                boolean isNumber = !Double.isNaN(value);
                add(
                        isNumber ? ValueCodec.fromDouble(descending ? -value : value) : 0,
                        isNumber ? NUMBER : descending ? NAN_FIRST : NAN_LAST);
            } else {
                add(descending ? negated(encoded[i]) : encoded[i], NUMBER);
            }
        }
    }

    private void add(long key, int kind) {
        keys.append(key);
        classes.append(kind);
    }

    private static long negated(long value) {
        return value == Long.MIN_VALUE ? Long.MAX_VALUE : -value;
    }

    /** No later row is earlier than a time. */
    void advance(long to) {
        if (time >= 0) {
            passed = Math.max(passed, to);
            resolve(false);
        }
    }

    /** Up to this time {@link #advance} makes no frame known. */
    long deadline() {
        long row = ends.end();
        return time < 0 || row >= rows ? Long.MAX_VALUE : lastOf(row);
    }

    /** The greatest time of the rows of a frame, where all of them came. */
    private long lastOf(long row) {
        if (column < 0) {
            return lastTime;
        }
        return classes.get(row) == NUMBER ? reached(keys.get(row), frame.end()) : Long.MAX_VALUE;
    }

    /** No row follows. */
    void end() {
        resolve(true);
    }

    private void resolve(boolean isEnd) {
        for (long row = ends.end(); row < rows; row++) {
            if (!findEnd(row, isEnd || time >= 0 && lastOf(row) < passed)) {
                break;
            }
            findStart(row);
            starts.append(Math.min(start, end));
            ends.append(end);
        }
        long needed = Math.min(ends.end(), end);
        needed = frame.start().isOffset() ? Math.min(needed, start) : needed;
        keys.dropBelow(needed);
        classes.dropBelow(needed);
    }

    private boolean findEnd(long row, boolean isEnd) {
        Frame.Bound bound = frame.end();
        if (bound.kind() == Frame.Bound.Kind.LAST) {
            end = rows;
            return isEnd;
        }
        if (frame.unit() == Frame.Unit.ROWS) {
            long wanted = Math.max(0, plus(row, bound.offset() + 1));
            if (wanted > rows && !isEnd) {
                return false;
            }
            end = Math.min(rows, wanted);
            return true;
        }
        while (end < rows && compare(end, row, bound) <= 0) {
            end++;
        }
        return end < rows || isEnd;
    }

    private void findStart(long row) {
        Frame.Bound bound = frame.start();
        if (!bound.isOffset()) {
            start = bound.kind() == Frame.Bound.Kind.FIRST ? 0 : end;
        } else if (frame.unit() == Frame.Unit.ROWS) {
            start = Math.max(0, plus(row, bound.offset()));
        } else {
            while (start < rows && start < end && compare(start, row, bound) < 0) {
                start++;
            }
        }
    }

    private static long plus(long row, long offset) {
        long sum = row + offset;
        return offset > 0 && sum < row ? Long.MAX_VALUE : sum;
    }

    /** Where a row stands relative to a bound of another's frame: before it, at it, behind it. */
    private int compare(long row, long other, Frame.Bound bound) {
        if (column < 0) {
            return Long.compare(keys.get(row), plus(keys.get(other), bound.offset()));
        }
        int kind = (int) classes.get(other);
        int byKind = Long.compare(classes.get(row), kind);
        if (byKind != 0 || kind != NUMBER) {
            return byKind;
        }
        long key = keys.get(other);
        if (type == Type.DOUBLE) {
            double wanted = ValueCodec.toDouble(key) + Double.longBitsToDouble(bound.offset());
            return Double.compare(ValueCodec.toDouble(keys.get(row)), wanted + 0.0);
        }
        return Long.compare(keys.get(row), reached(key, bound));
    }

    /** How far a bound reaches from a row of this key; the end of the range where it lies behind that. */
    private long reached(long key, Frame.Bound bound) {
        long offset = bound.offset();
        if (bound.kind() == Frame.Bound.Kind.MONTHS) {
            // Keys grow along the rows: in descending order they are negated, and so is the direction.
            return descending ? negated(plusMonths(negated(key), -offset)) : plusMonths(key, offset);
        }
        long sum = key + offset;
        if (((key ^ sum) & (offset ^ sum)) < 0) {
            return offset > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return sum;
    }

    private static long plusMonths(long day, long months) {
        if (Math.abs(months) > MOST_MONTHS) {
            return months > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return CivilDate.plusMonths((int) day, (int) months);
    }

    /** The number of the first row whose frame is not known yet. */
    long known() {
        return ends.end();
    }

    /** Copies the frames of rows that are known. */
    void copy(long row, long[] frameStarts, long[] frameEnds, int count) {
        starts.get(row, frameStarts, count);
        ends.get(row, frameEnds, count);
    }

    long startOf(long row) {
        return starts.get(row);
    }

    long endOf(long row) {
        return ends.get(row);
    }

    /** Nobody asks for the frames of the rows below a number any more. */
    void dropBelow(long row) {
        starts.dropBelow(row);
        ends.dropBelow(row);
    }

    void write(StateOutput output) {
        keys.write(output);
        classes.write(output);
        output.writeVarint(groups);
        output.writeVarint(rows);
        output.writeVarint(start);
        output.writeVarint(end);
        output.writeVarint(ends.end());
        if (time >= 0) {
            output.writeLong(lastTime);
        }
    }

    /** All frames that were known have been asked for. */
    void read(StateInput input) {
        keys.read(input);
        classes.read(input);
        groups = input.readVarint();
        rows = input.readVarint();
        start = input.readVarint();
        end = input.readVarint();
        long known = input.readVarint();
        starts.startAt(known);
        ends.startAt(known);
        if (time >= 0) {
            lastTime = input.readLong();
        }
    }

    long memoryBytes() {
        return keys.memoryBytes() + classes.memoryBytes() + starts.memoryBytes() + ends.memoryBytes();
    }
}
