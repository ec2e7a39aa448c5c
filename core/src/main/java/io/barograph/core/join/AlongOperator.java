package io.barograph.core.join;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.FoldOperator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An {@link AlongJoin} as what goes along the rows of both sides. It belongs to a run, not to a plan, whose operator is the join; and to
 * one thread, as its folds share what they work with.
 */
final class AlongOperator implements FoldOperator {
    private final AlongJoin join;
    private final AlongWork work;

    AlongOperator(AlongJoin join, EvaluationContext context) {
        this.join = join;
        this.work = new AlongWork(join.spec(), context);
    }

    @Override
    public String text() {
        return join.spec().join().text();
    }

    @Override
    public Schema schema(Schema input) {
        return join.spec().result();
    }

    @Override
    public Fold newFold(Schema input, EvaluationContext context) {
        return join.spec().join().asOf() == null ? new StretchFold(join, work) : new AsOfFold(join, work);
    }

    /** As of a time a left row comes out once at most; else pairs are what they are made of. */
    @Override
    public List<Integer> identity(Schema input) {
        Schema own = join.spec().join().asOf() == null
                ? join.spec().result()
                : join.spec().left();
        return IntStream.range(0, own.size()).boxed().toList();
    }
}
