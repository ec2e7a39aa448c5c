package io.barograph.core.series;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.SavedFold;
import io.barograph.core.text.TimestampText;
import io.barograph.core.window.Grid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes along a key's rows and fills points. Points wait, in the order of time, until every column has its value: a column that
 * looks ahead waits for its next reading, or until that is too far away.
 *
 * <p><b>Saved layout</b>, version 2: the keys, whether a row with a time has come, then the first and the last row's time, the
 * number of the next point, the points that wait, and by column its last reading and the values that are known; with edges, also
 * the first reading of the last one's time and the values that lines arrive with.
 */
final class ResampleFold implements Fold {
    private static final int VERSION = 2;
    /** More points between two rows are a wrong clock. */
    private static final int MOST_POINTS = 100_000_000;

    private final ResampleOperator operator;
    private final Schema input;
    private final Schema output;
    private final PointCursor cursor;
    private final Map<Integer, HeldValue> keys = new TreeMap<>();
    private final Map<Integer, PointColumn> columns = new TreeMap<>();
    private final List<PointColumn> filled;
    private final BatchCompactor compactor;
    private final int[] timed = new int[Batch.CAPACITY];
    private boolean hasKey;
    private boolean started;
    private long firstTime;
    private long lastTime;
    private long[] points = new long[Batch.CAPACITY];
    private int waiting;
    /** The batch whose rows come out, too; those below {@link #passed} have. */
    private @Nullable Batch passing;

    private int passed;

    ResampleFold(ResampleOperator operator, Schema input) {
        this.operator = operator;
        this.input = input;
        this.output = operator.schema(input);
        this.cursor = new PointCursor(operator.grid());
        for (int i = 0; i < input.size(); i++) {
            Fill fill = operator.fills().get(i);
            if (fill == Fill.Place.KEY) {
                keys.put(i, new HeldValue(input.type(i)));
            } else if (!(fill instanceof Fill.Place)) {
                columns.put(i, new PointColumn(fill, output.type(i), operator.maxGap(), operator.edges()));
            }
        }
        this.filled = List.copyOf(columns.values());
        this.compactor = BatchCompactor.of(output);
        begin();
    }

    @Override
    public void begin() {
        hasKey = false;
        started = false;
        firstTime = 0;
        lastTime = 0;
        waiting = 0;
        keys.values().forEach(HeldValue::clear);
        filled.forEach(PointColumn::begin);
    }

    @Override
    public void accept(Batch rows, Consumer<Batch> consumer) {
        if (!hasKey) {
            Batch first = new Batch(rows.columns(), 1);
            keys.forEach((column, key) -> {
                key.over(first, column);
                key.hold(0);
            });
            hasKey = true;
        }
        columns.forEach((index, column) -> column.over(rows, index));
        passing = operator.edges() ? rows : null;
        passed = 0;
        LongColumn times = (LongColumn) rows.column(operator.time());
        for (int row = 0; row < rows.size(); row++) {
            if (times.validity().isNull(row)) {
                continue;
            }
            long time = times.values()[row];
            if (!started) {
                started = true;
                firstTime = time;
                cursor.seek(operator.since() == Long.MIN_VALUE ? time : operator.since());
                pass(row, time, consumer);
            } else if (time > lastTime || waiting > 0) {
                pass(row, time, consumer);
            }
            lastTime = time;
            for (PointColumn column : filled) {
                column.take(row, time);
            }
        }
        giveRows(rows.size(), consumer);
        passing = null;
        release(consumer);
    }

    /** Makes the points before a row that are not made yet, and fills what the row lets be known. */
    private void pass(int row, long time, Consumer<Batch> consumer) {
        long end = Math.min(time, operator.until());
        for (int made = 0; cursor.isBefore(end); ) {
            made = add(end, made);
            fill(row, time, consumer);
        }
        if (waiting > 0) {
            fill(row, time, consumer);
        }
    }

    private void fill(int row, long time, Consumer<Batch> consumer) {
        for (PointColumn column : filled) {
            column.arrive(row, time, points, waiting);
        }
        if (operator.edges()) {
            giveRows(row, consumer);
            release(consumer);
        } else if (waiting >= Batch.CAPACITY) {
            release(consumer);
        }
    }

    /** Adds points up to a time, a batch of them at most; they get what is known without looking ahead. */
    private int add(long end, int made) {
        int count = made;
        for (int i = 0; i < Batch.CAPACITY && cursor.isBefore(end); i++) {
            if (waiting == points.length) {
                points = Arrays.copyOf(points, 2 * waiting);
            }
            points[waiting++] = cursor.time();
            cursor.next();
            if (++count > MOST_POINTS) {
                throw new BarographException(
                        ErrorCode.BAD_DATA,
                        operator.explain(input) + ": more than 100 million points lie between "
                                + TimestampText.toString(lastTime) + " and "
                                + TimestampText.toString(end)
                                + "; leave rows with such times out, or make the step longer");
            }
        }
        for (PointColumn column : filled) {
            column.extend(points, waiting);
        }
        return count;
    }

    /** A point at the last row's own time: of several rows then it has the last one's values, and no other follows. */
    @Override
    public void advance(long time, Consumer<Batch> consumer) {
        if (time > deadline()) {
            add(behindLast(), 0);
            release(consumer);
        }
    }

    @Override
    public long deadline() {
        return started && cursor.isBefore(behindLast()) ? lastTime : Long.MAX_VALUE;
    }

    /** No point at the last row's time, or before, is here or behind. */
    private long behindLast() {
        return Math.min(operator.until(), lastTime + (lastTime == Long.MAX_VALUE ? 0 : 1));
    }

    @Override
    public void end(Consumer<Batch> consumer) {
        if (!started) {
            return;
        }
        boolean bounded = operator.until() != Long.MAX_VALUE;
        long end = bounded ? operator.until() : behindLast();
        int made = 0;
        do {
            made = add(end, made);
            for (PointColumn column : filled) {
                column.end(waiting);
            }
            release(consumer);
        } while (cursor.isBefore(end));
    }

    /** Gives out the points that all columns have values for. */
    private void release(Consumer<Batch> consumer) {
        int known = waiting;
        for (PointColumn column : filled) {
            known = Math.min(known, column.known());
        }
        if (known == 0) {
            return;
        }
        for (int from = 0; from < known; from += Batch.CAPACITY) {
            givePoints(from, Math.min(Batch.CAPACITY, known - from), consumer);
        }
        System.arraycopy(points, known, points, 0, waiting - known);
        waiting -= known;
        for (PointColumn column : filled) {
            column.drop(known);
        }
    }

    private void givePoints(int from, int count, Consumer<Batch> consumer) {
        if (operator.edges()) {
            giveEdges(from, count, consumer);
        } else {
            consumer.accept(new Batch(filled(from, count, false).toArray(Column[]::new), count));
        }
    }

    /** @param arriving whether readings at a point are those that lines arrive with, not those that they leave from */
    private List<Column> filled(int from, int count, boolean arriving) {
        List<Column> made = new ArrayList<>();
        for (int i = 0; i < operator.fills().size(); i++) {
            HeldValue key = keys.get(i);
            PointColumn column = columns.get(i);
            if (key != null) {
                made.add(key.repeated(count));
            } else if (column != null) {
                made.add(arriving ? column.arrivals(from, count) : column.column(from, count));
            } else {
                long[] times = Arrays.copyOfRange(points, from, from + count);
                made.add(operator.fills().get(i) == Fill.Place.POINT ? times(times, count) : behind(times));
            }
        }
        return made;
    }

    /** Points as rows of the window that begins with them, and of the one before where a row may be in it. */
    private void giveEdges(int from, int count, Consumer<Batch> consumer) {
        long[] at = Arrays.copyOfRange(points, from, from + count);
        List<Column> opening = filled(from, count, false);
        opening.add(times(at, count));
        opening.add(behind(at));
        consumer.accept(new Batch(opening.toArray(Column[]::new), count));
        long[] starts = new long[count];
        int[] positions = new int[count];
        int closed = 0;
        for (int i = 0; i < count; i++) {
            if (at[i] > firstTime) {
                positions[closed++] = i;
                starts[i] = cursor.atOrBefore(at[i] - 1);
            }
        }
        if (closed > 0) {
            List<Column> closing = filled(from, count, true);
            closing.add(times(starts, count));
            closing.add(times(at, count));
            consumer.accept(compactor.compact(new Batch(closing.toArray(Column[]::new), count), positions, closed));
        }
    }

    /** The rows of the batch before one, those that have a time, in their windows. */
    private void giveRows(int end, Consumer<Batch> consumer) {
        Batch rows = passing;
        if (rows == null) {
            return;
        }
        LongColumn times = (LongColumn) rows.column(operator.time());
        long[] starts = new long[end];
        int kept = 0;
        for (; passed < end; passed++) {
            if (times.validity().isPresent(passed)) {
                starts[passed] = cursor.atOrBefore(times.values()[passed]);
                timed[kept++] = passed;
            }
        }
        if (kept == 0) {
            return;
        }
        Column[] made = new Column[output.size()];
        for (int i = 0; i < rows.columns().length; i++) {
            PointColumn column = columns.get(i);
            made[i] = column == null ? rows.column(i) : column.readings(end);
        }
        made[made.length - 2] = times(starts, end);
        made[made.length - 1] = behind(starts);
        consumer.accept(compactor.copy(new Batch(made, end), timed, kept));
    }

    /** The points behind others; NULL beyond TIMESTAMP's range. */
    private LongColumn behind(long[] at) {
        long[] next = new long[at.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = at[i] == Grid.NO_TIME ? Grid.NO_TIME : cursor.behind(at[i]);
        }
        return times(next, next.length);
    }

    private static LongColumn times(long[] values, int count) {
        long[] present = Validity.allPresent(count);
        boolean hasNulls = false;
        for (int i = 0; i < count; i++) {
            if (values[i] == Grid.NO_TIME) {
                Validity.setNull(present, i);
                hasNulls = true;
            }
        }
        return new LongColumn(Type.TIMESTAMP, values, hasNulls ? Validity.of(present) : Validity.ALL);
    }

    @Override
    public void write(StateOutput state) {
        state.writeByte(VERSION);
        state.writeByte(hasKey ? 1 : 0);
        keys.values().forEach(key -> key.write(state));
        state.writeByte(started ? 1 : 0);
        if (!started) {
            return;
        }
        state.writeLong(firstTime);
        state.writeLong(lastTime);
        state.writeLong(cursor.index());
        state.writeVarint(waiting);
        for (int i = 0; i < waiting; i++) {
            state.writeLong(points[i]);
        }
        filled.forEach(column -> column.write(state));
    }

    @Override
    public void read(StateInput state) {
        SavedFold.checkVersion(state, VERSION);
        hasKey = state.readByte() != 0;
        keys.values().forEach(key -> key.read(state));
        started = state.readByte() != 0;
        if (!started) {
            return;
        }
        firstTime = state.readLong();
        lastTime = state.readLong();
        cursor.restore(state.readLong());
        int count = SavedCount.read(state, Integer.MAX_VALUE / 2);
        for (int i = 0; i < count; i++) {
            if (waiting == points.length) {
                points = Arrays.copyOf(points, 2 * waiting);
            }
            points[waiting++] = state.readLong();
        }
        filled.forEach(column -> column.read(state, waiting));
    }

    @Override
    public long memoryBytes() {
        return 256
                + 8L * points.length
                + keys.values().stream().mapToLong(HeldValue::memoryBytes).sum()
                + filled.stream().mapToLong(PointColumn::memoryBytes).sum();
    }
}
