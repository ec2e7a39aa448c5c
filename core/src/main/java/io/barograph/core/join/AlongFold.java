package io.barograph.core.join;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.SavedFold;
import java.util.function.Consumer;

/**
 * What goes along the rows of both sides of a join, those of one key, in the order of their times. The rows of a side that those of
 * the other may still match wait in a queue; pairs are listed by their numbers, and looked at together.
 *
 * <p>What comes out is a bag: how rows are cut into batches may change its order, and nothing else.
 *
 * <p><b>Saved layout</b>, version 1: the left queue, then the right one, as {@link SideQueue#write} says.
 */
abstract class AlongFold implements Fold {
    private static final int VERSION = 1;

    final SideQueue left;
    final SideQueue right;
    final AlongWork work;

    AlongFold(AlongJoin join, AlongWork work) {
        this.work = work;
        this.left = new SideQueue(true, join.spec().left(), work.layout().slots(true));
        this.right = new SideQueue(false, join.spec().right(), work.layout().slots(false));
    }

    @Override
    public void begin() {
        left.clear();
        right.clear();
    }

    @Override
    public final void accept(Batch rows, Consumer<Batch> output) {
        long lefts = left.end();
        long rights = right.end();
        boolean[] tags = ((BooleanColumn) rows.column(work.layout().isLeft())).values();
        long[] times = ((LongColumn) rows.column(work.layout().time())).values();
        work.append(left, rows, tags, times);
        work.append(right, rows, tags, times);
        for (int i = 0; i < rows.size(); i++) {
            if (tags[i]) {
                meetLeft(lefts++, rights, output);
            } else {
                meetRight(rights++, lefts, output);
            }
        }
        look(output);
        advance(times[rows.size() - 1], output);
    }

    /** A left row is the next one; of the right ones those below a number have come. */
    abstract void meetLeft(long number, long rights, Consumer<Batch> output);

    /** A right row is the next one; of the left ones those below a number have come. */
    abstract void meetRight(long number, long lefts, Consumer<Batch> output);

    /** Takes pairs that have been looked at. */
    abstract void take(AlongWork.Pairs found, Consumer<Batch> output);

    /** Decided rows come out, and those are let go that no row can match any more. */
    @Override
    public abstract void advance(long time, Consumer<Batch> output);

    /** Lists a pair. */
    final void pair(long leftRow, long rightRow, Consumer<Batch> output) {
        if (work.list(leftRow, rightRow)) {
            look(output);
        }
    }

    /** Looks at the pairs that are listed. */
    final void look(Consumer<Batch> output) {
        AlongWork.Pairs found = work.take(left, right);
        if (found != null) {
            take(found, output);
        }
    }

    /** A sum, or the greatest or the least time where there is none. */
    static long sum(long time, long distance) {
        long sum = time + distance;
        return ((time ^ sum) & (distance ^ sum)) >= 0 ? sum : time < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    @Override
    public final boolean isAtBeginning() {
        return left.isEmpty() && right.isEmpty();
    }

    @Override
    public final void write(StateOutput output) {
        output.writeByte(VERSION);
        left.write(output);
        right.write(output);
    }

    @Override
    public void read(StateInput input) {
        SavedFold.checkVersion(input, VERSION);
        left.read(input);
        right.read(input);
    }

    @Override
    public final long memoryBytes() {
        return left.memoryBytes() + right.memoryBytes();
    }
}
