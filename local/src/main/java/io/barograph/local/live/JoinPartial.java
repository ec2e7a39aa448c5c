package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.join.AlongEntry;
import io.barograph.core.join.AlongJoin;
import java.util.function.Consumer;

/** Rows of both sides of a join on their way to each other. They come by an entry for their side. For one thread. */
final class JoinPartial implements Partial {
    private final AlongJoin join;
    private final RowPartial meeting;
    private final RowPartial alone;

    JoinPartial(AlongJoin join) {
        this.join = join;
        this.meeting = new RowPartial(join.rows());
        this.alone = new RowPartial(join.spec().result());
    }

    /** Takes rows of a side. */
    Consumer<Batch> entry(boolean isLeft, EvaluationContext context) {
        AlongEntry entry = join.newEntry(isLeft, context);
        return rows -> entry.accept(rows, meeting::accept, alone::accept);
    }

    @Override
    public void accept(Batch batch) {
        throw new IllegalStateException("rows of a join come by the entry of their side");
    }

    @Override
    public Part handOver(long upTo, boolean all) {
        return new Part.Sides(meeting.handOver(upTo, all), alone.handOver(upTo, all));
    }

    @Override
    public long earliest() {
        return Math.min(meeting.earliest(), alone.earliest());
    }

    @Override
    public long memoryBytes() {
        return meeting.memoryBytes() + alone.memoryBytes();
    }
}
