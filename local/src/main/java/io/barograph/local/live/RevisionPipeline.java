package io.barograph.local.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Selection;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import io.barograph.core.live.Revisions;
import io.barograph.core.stage.RowOperator;
import io.barograph.local.AtRest.LiveFeed;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes revisions through a feed's operators: a revision (old row, new row) becomes that of the images of both. For one
 * thread.
 */
final class RevisionPipeline {
    private RevisionPipeline() {}

    /** @param input the columns before the first step */
    static Consumer<Revisions> compile(
            LiveFeed feed, Schema input, EvaluationContext context, StaleRows stale, Consumer<Revisions> target) {
        if (!feed.isRowByRow()) {
            Consumer<Batch> added = feed.compile(context, batch -> target.accept(Revisions.added(batch)));
            return changes -> {
                if (!changes.onlyAdds()) {
                    throw new IllegalStateException("rows that are taken back must not pass windows and joins");
                }
                added.accept(Objects.requireNonNull(changes.after()));
            };
        }
        Consumer<Revisions> next = target;
        List<Object> steps = feed.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Schema before = i == 0 ? input : ((RowOperator) steps.get(i - 1)).schema();
            next = steps.get(i) instanceof RowOperator.Filter filter
                    ? new Filter(filter.predicate(), before, context, stale, next)
                    : new Project(((RowOperator.Project) steps.get(i)).expressions(), before, context, next);
        }
        return next;
    }

    private static final class Filter implements Consumer<Revisions> {
        private final Evaluator predicate;
        private final BatchCompactor olds;
        private final BatchCompactor news;
        private final int[] positions = new int[Batch.CAPACITY];
        private final StaleRows stale;
        private final Consumer<Revisions> next;

        Filter(Expr predicate, Schema input, EvaluationContext context, StaleRows stale, Consumer<Revisions> next) {
            this.stale = stale;
            this.predicate = Evaluators.compile(predicate, input, context);
            this.olds = BatchCompactor.of(input);
            this.news = BatchCompactor.of(input);
            this.next = next;
        }

        @Override
        public void accept(Revisions changes) {
            if (stale.takesBack()) {
                next.accept(changes);
                return;
            }
            BitSet before = passing(changes.before(), changes.hadBefore());
            BitSet after = passing(changes.after(), changes.hasAfter());
            if (stale.arePossible()) {
                takeBack(changes, before, after);
            }
            int count = 0;
            BitSet hadBefore = new BitSet();
            BitSet hasAfter = new BitSet();
            for (int i = 0; i < changes.size(); i++) {
                if (before.get(i) || after.get(i)) {
                    hadBefore.set(count, before.get(i));
                    hasAfter.set(count, after.get(i));
                    positions[count++] = i;
                }
            }
            if (count > 0) {
                next.accept(new Revisions(
                        hadBefore.isEmpty() ? null : picked(olds, changes.before(), count),
                        hasAfter.isEmpty() ? null : picked(news, changes.after(), count),
                        hadBefore.isEmpty() ? null : hadBefore,
                        hasAfter.isEmpty() ? null : hasAfter));
            }
        }

        private void takeBack(Revisions changes, BitSet before, BitSet after) {
            int count = 0;
            for (int i = 0; i < changes.size(); i++) {
                if (changes.hasAfter(i) && !before.get(i) && !after.get(i)) {
                    positions[count++] = i;
                }
            }
            if (count > 0) {
                Revisions gone =
                        Revisions.removed(olds.compact(Objects.requireNonNull(changes.after()), positions, count));
                stale.takeBack(() -> next.accept(gone));
            }
        }

        private @Nullable Batch picked(BatchCompactor compactor, @Nullable Batch batch, int count) {
            return batch == null ? null : compactor.compact(batch, positions, count);
        }

        private BitSet passing(@Nullable Batch batch, @Nullable BitSet present) {
            BitSet passing = new BitSet();
            if (batch == null) {
                return passing;
            }
            BooleanColumn keep = (BooleanColumn) predicate.evaluate(batch);
            int count = Selection.whereTrue(keep, batch.size(), positions);
            for (int i = 0; i < count; i++) {
                passing.set(positions[i]);
            }
            if (present != null) {
                passing.and(present);
            }
            return passing;
        }
    }

    private static final class Project implements Consumer<Revisions> {
        private final Evaluator[] olds;
        private final Evaluator[] news;
        private final Consumer<Revisions> next;

        /** Evaluators keep their results until they are asked again, so old and new rows have their own. */
        Project(List<Expr> expressions, Schema input, EvaluationContext context, Consumer<Revisions> next) {
            this.olds = evaluators(expressions, input, context);
            this.news = evaluators(expressions, input, context);
            this.next = next;
        }

        private static Evaluator[] evaluators(List<Expr> expressions, Schema input, EvaluationContext context) {
            return expressions.stream()
                    .map(expression -> Evaluators.compile(expression, input, context))
                    .toArray(Evaluator[]::new);
        }

        @Override
        public void accept(Revisions changes) {
            next.accept(new Revisions(
                    project(olds, changes.before()),
                    project(news, changes.after()),
                    changes.hadBefore(),
                    changes.hasAfter()));
        }

        private static @Nullable Batch project(Evaluator[] expressions, @Nullable Batch batch) {
            if (batch == null) {
                return null;
            }
            Column[] columns = new Column[expressions.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = expressions[i].evaluate(batch);
            }
            return new Batch(columns, batch.size());
        }
    }
}
