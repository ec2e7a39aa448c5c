package io.barograph.core.join;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.column.Batch;
import io.barograph.core.plan.AsOf;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Finds for each left row the right one that is nearest in time. Looking back it is the last that has come; looking ahead, left
 * rows wait for the next one, or until it would be too far away. So one right row is kept at most.
 */
final class AsOfFold extends AlongFold {
    private final AsOf asOf;
    private final Distances distances;
    private final boolean keepsLeft;
    private final boolean looksBack;
    private final boolean looksAhead;
    /** The first left row that is not decided. Between two calls all that are here are not. */
    private long waiting;

    AsOfFold(AlongJoin join, AlongWork work) {
        super(join, work);
        this.asOf = Objects.requireNonNull(join.spec().join().asOf());
        this.distances = new Distances(asOf.leftTime().type());
        this.keepsLeft = join.keepsAlone(true);
        this.looksBack = asOf.direction() != AsOf.Direction.FORWARD;
        this.looksAhead = asOf.direction() != AsOf.Direction.BACKWARD;
    }

    @Override
    public void begin() {
        super.begin();
        waiting = left.first();
    }

    @Override
    public void read(StateInput input) {
        super.read(input);
        waiting = left.first();
    }

    @Override
    void meetLeft(long number, long rights, Consumer<Batch> output) {
        long before = before(number, rights);
        boolean isDecided = !looksAhead || before >= 0 && right.time(before) == left.time(number);
        if (isDecided) {
            pair(number, before, output);
            waiting = number + 1;
        }
    }

    @Override
    void meetRight(long number, long lefts, Consumer<Batch> output) {
        for (; looksAhead && waiting < lefts; waiting++) {
            pair(waiting, nearer(waiting, before(waiting, number), number), output);
        }
    }

    /** Of the right rows below a number the last, where a left one may meet it; else {@link SideQueue#NONE}. */
    private long before(long number, long rights) {
        long last = rights - 1;
        return looksBack && last >= right.first() && isNear(right.time(last), left.time(number))
                ? last
                : SideQueue.NONE;
    }

    private boolean isNear(long earlier, long later) {
        return asOf.within() < 0 || Distances.isWithin(earlier, later, asOf.within());
    }

    private long nearer(long number, long before, long after) {
        long time = left.time(number);
        if (!isNear(time, right.time(after))) {
            return before;
        }
        return before >= 0 && distances.isEarlierNear(right.time(before), time, right.time(after)) ? before : after;
    }

    @Override
    void take(AlongWork.Pairs found, Consumer<Batch> output) {
        int[] matching = found.matching();
        int given = 0;
        int next = 0;
        for (int at = 0; at < found.rows().size(); at++) {
            boolean isTrue = next < found.matches() && matching[next] == at;
            next += isTrue ? 1 : 0;
            if (isTrue && found.rightRows()[at] >= 0) {
                matching[given++] = at;
            } else if (keepsLeft) {
                work.unmatched(left, found.leftRows()[at], output);
            }
        }
        if (given > 0) {
            output.accept(work.picked(found, matching, given));
        }
        work.giveUnmatched(left, output);
    }

    @Override
    public void advance(long time, Consumer<Batch> output) {
        while (waiting < left.end() && time > limit(waiting)) {
            pair(waiting, before(waiting, right.end()), output);
            waiting++;
        }
        look(output);
        left.dropBelow(waiting);
        boolean isOut = !right.isEmpty() && left.isEmpty() && time > reach();
        right.dropBelow(looksBack && !isOut ? right.end() - 1 : right.end());
    }

    /** The last time at which a right row may come that a left one, which waits, would meet. */
    private long limit(long number) {
        long time = left.time(number);
        long before = before(number, right.end());
        long asNear = before < 0 ? Long.MAX_VALUE : sum(time, sum(time - 1, -right.time(before)));
        return asOf.within() < 0 ? asNear : Math.min(asNear, sum(time, asOf.within()));
    }

    /** The last time at which a left row may come that meets the last right one. */
    private long reach() {
        return asOf.within() < 0 ? Long.MAX_VALUE : sum(right.time(right.end() - 1), asOf.within());
    }

    @Override
    public long deadline() {
        if (waiting < left.end()) {
            return limit(waiting);
        }
        return right.isEmpty() ? Long.MAX_VALUE : reach();
    }

    @Override
    public void end(Consumer<Batch> output) {
        for (; waiting < left.end(); waiting++) {
            pair(waiting, before(waiting, right.end()), output);
        }
        look(output);
        left.dropBelow(left.end());
        right.dropBelow(right.end());
    }
}
