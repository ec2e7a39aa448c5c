package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Selection;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import io.barograph.core.join.JoinProbe;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.window.Panes;
import io.barograph.core.window.WindowAssigner;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Turns a feed's steps into consumers that push batches to a target, for one worker. */
final class RowPipeline {
    private RowPipeline() {}

    /**
     * The first consumer of the chain; the target itself where there are no steps.
     *
     * @param check run now and then while one batch passes a step that may make many of it; throws where the run is to end
     */
    static BatchConsumer compile(
            List<Feed.Step> steps, EvaluationContext context, Runnable check, BatchConsumer target) {
        BatchConsumer next = target;
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Feed.Step.Operate operate) {
                next = compile(operate.operator(), operate.input(), context, check, next);
            } else if (steps.get(i) instanceof Feed.Step.LeaveWindow leave) {
                BatchConsumer behind = compile(leave.behind(), context, check, target.complete());
                next = new WindowLeft(leave, new Window(leave.operator(), leave.input(), context, check, behind), next);
            } else if (steps.get(i) instanceof Feed.Step.Probe probe) {
                JoinRun join = probe.join();
                next = new Probe(join, steps.subList(i + 1, steps.size()), context, check, next);
            }
        }
        return next;
    }

    private static BatchConsumer compile(
            RowOperator operator, Schema input, EvaluationContext context, Runnable check, BatchConsumer next) {
        if (operator instanceof RowOperator.Filter filter) {
            return new Filter(filter.predicate(), input, context, next);
        } else if (operator instanceof RowOperator.Project project) {
            return new Project(project.expressions(), input, context, next);
        }
        return new Window((RowOperator.AssignWindow) operator, input, context, check, next);
    }

    private static final class Filter implements BatchConsumer {
        private final Evaluator predicate;
        private final BatchCompactor compactor;
        private final int[] positions = new int[Batch.CAPACITY];
        private final BatchConsumer next;

        Filter(Expr predicate, Schema input, EvaluationContext context, BatchConsumer next) {
            this.predicate = Evaluators.compile(predicate, input, context);
            this.compactor = BatchCompactor.of(input);
            this.next = next;
        }

        @Override
        public void accept(Batch batch) {
            BooleanColumn keep = (BooleanColumn) predicate.evaluate(batch);
            int count = Selection.whereTrue(keep, batch.size(), positions);
            if (count > 0) {
                next.accept(compactor.compact(batch, positions, count));
            }
        }
    }

    private static final class Probe implements BatchConsumer {
        private final JoinProbe probe;
        private final BatchConsumer next;

        Probe(JoinRun join, List<Feed.Step> behind, EvaluationContext context, Runnable check, BatchConsumer next) {
            int width = join.spec().result().size();
            this.probe = join.table().newProbe(NeededColumns.of(behind, width), context, check);
            this.next = next;
        }

        @Override
        public void accept(Batch batch) {
            probe.begin(batch);
            for (Batch out = probe.next(); out != null; out = probe.next()) {
                next.accept(out);
            }
        }
    }

    private static final class Project implements BatchConsumer {
        private final Evaluator[] expressions;
        private final BatchConsumer next;

        Project(List<Expr> expressions, Schema input, EvaluationContext context, BatchConsumer next) {
            this.expressions = expressions.stream()
                    .map(expression -> Evaluators.compile(expression, input, context))
                    .toArray(Evaluator[]::new);
            this.next = next;
        }

        @Override
        public void accept(Batch batch) {
            Column[] columns = new Column[expressions.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = expressions[i].evaluate(batch);
            }
            next.accept(new Batch(columns, batch.size()));
        }
    }

    /** Rows without a window are counted as undefined results: they drop out, but not in silence. */
    private static final class Window implements BatchConsumer {
        private final WindowAssigner assigner;
        private final LongAdder undefined;
        private final LongAdder between;
        private final Runnable check;
        private final BatchConsumer next;
        private long dropped;
        private long withoutWindow;

        Window(
                RowOperator.AssignWindow operator,
                Schema input,
                EvaluationContext context,
                Runnable check,
                BatchConsumer next) {
            this.assigner = new WindowAssigner(input, operator.time(), operator.window());
            String time = input.name(operator.time());
            this.undefined = context.undefinedCounter("window of " + time);
            this.between = context.undefinedCounter("window of " + time + " (it stands between windows)");
            this.check = check;
            this.next = next;
        }

        @Override
        public void accept(Batch batch) {
            assigner.begin(batch);
            for (Batch out = assigner.next(); out != null; out = assigner.next()) {
                check.run();
                next.accept(out);
            }
            long now = assigner.nullTimes() + assigner.unnameableWindows();
            if (now != dropped) {
                undefined.add(now - dropped);
                dropped = now;
            }
            if (assigner.withoutWindow() != withoutWindow) {
                between.add(assigner.withoutWindow() - withoutWindow);
                withoutWindow = assigner.withoutWindow();
            }
        }
    }

    /** Passes times on as the bounds of windows, where these can all be named, and there are any. */
    private static final class WindowLeft implements BatchConsumer {
        private final int time;
        private final Panes panes;
        private final Window window;
        private final BatchCompactor compactor;
        private final int[] within = new int[Batch.CAPACITY];
        private final int[] others = new int[Batch.CAPACITY];
        private final BatchConsumer next;

        WindowLeft(Feed.Step.LeaveWindow step, Window window, BatchConsumer next) {
            this.time = step.operator().time();
            this.panes = step.keys().panes();
            this.window = window;
            this.compactor = BatchCompactor.of(step.input());
            this.next = next;
        }

        @Override
        public void accept(Batch batch) {
            LongColumn times = (LongColumn) batch.column(time);
            if (allHeld(times, batch.size())) {
                pass(batch);
                return;
            }
            int count = 0;
            int otherCount = 0;
            for (int i = 0; i < batch.size(); i++) {
                long at = times.values()[i];
                if (!times.validity().isNull(i) && panes.hold(at) && panes.haveWindow(at)) {
                    within[count++] = i;
                } else {
                    others[otherCount++] = i;
                }
            }
            // The compactor's arrays are one batch's at a time.
            if (otherCount > 0) {
                window.accept(compactor.compact(batch, others, otherCount));
            }
            if (count > 0) {
                pass(compactor.compact(batch, within, count));
            }
        }

        private boolean allHeld(LongColumn times, int size) {
            if (times.validity().hasNulls() || panes.mayHaveGaps()) {
                return false;
            }
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            for (int i = 0; i < size; i++) {
                least = Math.min(least, times.values()[i]);
                greatest = Math.max(greatest, times.values()[i]);
            }
            return panes.hold(least) && panes.hold(greatest);
        }

        private void pass(Batch batch) {
            Column[] columns = Arrays.copyOf(batch.columns(), batch.columns().length + 2);
            columns[columns.length - 2] = batch.column(time);
            columns[columns.length - 1] = batch.column(time);
            next.accept(new Batch(columns, batch.size()));
        }
    }
}
