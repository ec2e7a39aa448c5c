package io.barograph.core.join;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Validity;
import io.barograph.core.plan.JoinKind;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Pairs rows whose times are no farther apart than a join says. A row waits while rows of the other side may come that it matches,
 * which is until time has passed what it reaches; one that has matched nothing by then comes out as such, where the join gives those.
 */
final class StretchFold extends AlongFold {
    private final JoinKind kind;
    private final int leftWidth;
    /** The right times that match a left one: from so much behind it to so much behind it. */
    private final long from;

    private final long to;
    private final boolean keepsLeft;
    private final boolean keepsRight;
    /** Of a mark join: true for a row that matches something. */
    private final Column[] mark;

    StretchFold(AlongJoin join, AlongWork work) {
        super(join, work);
        this.kind = join.kind();
        this.leftWidth = join.spec().left().size();
        this.from = join.from();
        this.to = join.to();
        this.keepsLeft = join.keepsAlone(true);
        this.keepsRight = join.keepsAlone(false);
        boolean[] matched = new boolean[kind == JoinKind.MARK ? Batch.CAPACITY : 0];
        Arrays.fill(matched, true);
        this.mark = matched.length == 0 ? new Column[0] : new Column[] {new BooleanColumn(matched, Validity.ALL)};
    }

    @Override
    void meetLeft(long number, long rights, Consumer<Batch> output) {
        long time = left.time(number);
        long end = right.above(sum(time, to), rights);
        for (long row = right.notBelow(sum(time, from), rights); row < end; row++) {
            pair(number, row, output);
        }
    }

    @Override
    void meetRight(long number, long lefts, Consumer<Batch> output) {
        long time = right.time(number);
        long end = left.above(sum(time, -from), lefts);
        for (long row = left.notBelow(sum(time, -to), lefts); row < end; row++) {
            pair(row, number, output);
        }
    }

    @Override
    void take(AlongWork.Pairs found, Consumer<Batch> output) {
        int[] matching = found.matching();
        int given = 0;
        for (int i = 0; i < found.matches(); i++) {
            int at = matching[i];
            boolean first = !left.isMarked(found.leftRows()[at]);
            left.mark(found.leftRows()[at]);
            right.mark(found.rightRows()[at]);
            if (kind.yieldsPairs() || kind != JoinKind.ANTI && first) {
                matching[given++] = at;
            }
        }
        if (given > 0) {
            Batch rows = work.picked(found, matching, given);
            output.accept(
                    kind.yieldsPairs()
                            ? rows
                            : UnmatchedRows.joined(Arrays.copyOf(rows.columns(), leftWidth), mark, given));
        }
    }

    @Override
    public void advance(long time, Consumer<Batch> output) {
        letGo(left, left.notBelow(sum(time, -to), left.end()), keepsLeft, output);
        letGo(right, right.notBelow(sum(time, from), right.end()), keepsRight, output);
    }

    private void letGo(SideQueue side, long end, boolean keeps, Consumer<Batch> output) {
        for (long row = side.first(); keeps && row < end; row++) {
            if (!side.isMarked(row)) {
                work.unmatched(side, row, output);
            }
        }
        work.giveUnmatched(side, output);
        side.dropBelow(end);
    }

    @Override
    public long deadline() {
        return Math.min(
                left.isEmpty() ? Long.MAX_VALUE : sum(left.time(left.first()), to),
                right.isEmpty() ? Long.MAX_VALUE : sum(right.time(right.first()), -from));
    }

    @Override
    public void end(Consumer<Batch> output) {
        letGo(left, left.end(), keepsLeft, output);
        letGo(right, right.end(), keepsRight, output);
    }
}
