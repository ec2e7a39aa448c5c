package io.barograph.core.over;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.fold.LongQueue;
import java.util.List;

/**
 * What is left of the rows' frames where rows around the row itself are {@link Frame.Exclusion excluded}: two stretches of rows, one
 * before the hole and one behind it, and the row alone between them where only its ties are left out. Each stretch is a frame whose ends
 * only grow from row to row, as those of the whole frame do; so it can be taken along by itself.
 */
final class Stretches {
    /** One stretch of each row's frame; empty where its start is its end. */
    interface Stretch {
        long start(long row);

        long end(long row);
    }

    private final FrameBounds bounds;
    private final Frame.Exclusion exclusion;
    /** By row: the first row of its group of peers. */
    private final LongQueue groups = new LongQueue();
    /** By row whose frame is known: the rows left out, from the first up to the one behind the last. */
    private final LongQueue holeStarts = new LongQueue();

    private final LongQueue holeEnds = new LongQueue();
    private long rows;
    private long group;
    /** The row behind the last known peer of the last row whose frame is known. */
    private long groupEnd;

    Stretches(Frame frame, FrameBounds bounds) {
        this.bounds = bounds;
        this.exclusion = frame.exclusion();
    }

    void begin() {
        groups.clear();
        holeStarts.clear();
        holeEnds.clear();
        rows = 0;
        group = 0;
        groupEnd = 0;
    }

    /** The stretches, in the order of their rows. */
    List<Stretch> all() {
        return switch (exclusion) {
            case NO_OTHERS -> List.of(stretch(bounds::startOf, bounds::endOf));
            case CURRENT_ROW, GROUP -> List.of(before(), behind());
            case TIES -> List.of(before(), itself(), behind());
        };
    }

    private interface Place {
        long of(long row);
    }

    private static Stretch stretch(Place start, Place end) {
        return new Stretch() {
            @Override
            public long start(long row) {
                return start.of(row);
            }

            @Override
            public long end(long row) {
                return end.of(row);
            }
        };
    }

    private Stretch before() {
        Place end = row -> Math.min(bounds.endOf(row), holeStarts.get(row));
        return stretch(row -> Math.min(bounds.startOf(row), end.of(row)), end);
    }

    private Stretch itself() {
        return stretch(row -> within(row, row), row -> within(row, row + 1));
    }

    private Stretch behind() {
        return stretch(row -> within(row, holeEnds.get(row)), bounds::endOf);
    }

    /** A place, or the end of the row's frame that is nearest to it. */
    private long within(long row, long place) {
        return Math.max(bounds.startOf(row), Math.min(place, bounds.endOf(row)));
    }

    /** @param changes by row: whether it is no peer of the one before */
    void accept(boolean[] changes, int size) {
        if (exclusion == Frame.Exclusion.GROUP || exclusion == Frame.Exclusion.TIES) {
            for (int i = 0; i < size; i++) {
                group = changes[i] ? rows + i : group;
                groups.append(group);
            }
        }
        rows += size;
    }

    /**
     * Finds the holes of the frames that {@link FrameBounds} knows. A group that may go on behind the rows that came reaches beyond
     * the end of such a frame as it is: nothing more has to be known of it.
     */
    void resolve() {
        if (exclusion == Frame.Exclusion.NO_OTHERS) {
            return;
        }
        for (long row = holeEnds.end(); row < bounds.known(); row++) {
            if (exclusion == Frame.Exclusion.CURRENT_ROW) {
                holeStarts.append(row);
                holeEnds.append(row + 1);
            } else {
                groupEnd = Math.max(groupEnd, row + 1);
                while (groupEnd < rows && groups.get(groupEnd) == groups.get(row)) {
                    groupEnd++;
                }
                holeStarts.append(groups.get(row));
                holeEnds.append(groupEnd);
            }
        }
        groups.dropBelow(bounds.known());
    }

    /** Nobody asks for the stretches of the rows below a number any more. */
    void dropBelow(long row) {
        holeStarts.dropBelow(row);
        holeEnds.dropBelow(row);
    }

    void write(StateOutput output) {
        if (exclusion != Frame.Exclusion.NO_OTHERS) {
            groups.write(output);
            output.writeVarint(rows);
            output.writeVarint(group);
            output.writeVarint(groupEnd);
        }
    }

    /** All stretches that were known have been asked for: those of the rows before {@link FrameBounds#known}, read before. */
    void read(StateInput input) {
        if (exclusion != Frame.Exclusion.NO_OTHERS) {
            groups.read(input);
            rows = input.readVarint();
            group = input.readVarint();
            groupEnd = input.readVarint();
            holeStarts.startAt(bounds.known());
            holeEnds.startAt(bounds.known());
        }
    }

    long memoryBytes() {
        return groups.memoryBytes() + holeStarts.memoryBytes() + holeEnds.memoryBytes();
    }
}
