package io.barograph.local;

import io.barograph.core.expr.Expr;
import io.barograph.core.merge.WindowKeys;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.rewrite.ColumnUse;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.Terminal;
import io.barograph.core.window.Panes;
import io.barograph.core.window.WindowSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the windows of a merge's rows are found. A device finds those whose bounds are keys and nothing else: then rows bring their time in
 * the place of both, and are added up by pane.
 *
 * @param keys those that the device makes; null where there are none
 * @param onCpu for EXPLAIN: what is left to the CPU, and why; null where there is nothing
 */
record DeviceWindows(@Nullable WindowKeys keys, @Nullable String onCpu) {
    /** A pane that comes back from a device goes into so many windows at most, about. */
    private static final int MOST_WINDOWS = 2_000;

    private static final DeviceWindows NONE = new DeviceWindows(null, null);

    static DeviceWindows of(Stage stage, Terminal.Merge merge) {
        if (stage.branches().stream()
                .flatMap(branch -> branch.operators().stream())
                .noneMatch(RowOperator.AssignWindow.class::isInstance)) {
            return NONE;
        }
        List<RowOperator> operators = DeviceOperators.common(stage);
        int at = -1;
        for (int i = 0; i < operators.size(); i++) {
            at = operators.get(i) instanceof RowOperator.AssignWindow ? i : at;
        }
        if (at < 0) {
            return onCpu(DeviceOperators.SEVERAL_PLACES);
        }
        RowOperator.AssignWindow assign = (RowOperator.AssignWindow) operators.get(at);
        String reason = Panes.whyNone(assign.window());
        if (reason != null) {
            return onCpu(reason);
        }
        if (assign.window().windows() > MOST_WINDOWS) {
            return onCpu("a row has more than " + MOST_WINDOWS);
        }
        Bounds bounds = new Bounds(assign.schema().size());
        for (RowOperator operator : operators.subList(at + 1, operators.size())) {
            if (!bounds.pass(operator)) {
                return onCpu("an expression looks at their bounds");
            }
        }
        return bounds.keys(merge, assign.window());
    }

    private static DeviceWindows onCpu(String reason) {
        return new DeviceWindows(null, "windows, since " + reason);
    }

    /** Which columns bounds of windows are in, from operator to operator. */
    private static final class Bounds {
        private BitSet starts = new BitSet();
        private BitSet ends = new BitSet();

        /** @param columns of the rows, whose last two are the bounds */
        Bounds(int columns) {
            starts.set(columns - 2);
            ends.set(columns - 1);
        }

        /** Whether an operator passes bounds on without looking at them. */
        boolean pass(RowOperator operator) {
            if (operator instanceof RowOperator.Filter filter) {
                return !looksAtBounds(ColumnUse.of(filter.predicate()));
            }
            BitSet newStarts = new BitSet();
            BitSet newEnds = new BitSet();
            List<Expr> expressions = ((RowOperator.Project) operator).expressions();
            for (int i = 0; i < expressions.size(); i++) {
                if (expressions.get(i) instanceof Expr.ColumnRef column) {
                    newStarts.set(i, starts.get(column.index()));
                    newEnds.set(i, ends.get(column.index()));
                } else if (looksAtBounds(ColumnUse.of(expressions.get(i)))) {
                    return false;
                }
            }
            starts = newStarts;
            ends = newEnds;
            return true;
        }

        private boolean looksAtBounds(BitSet columns) {
            return columns.intersects(starts) || columns.intersects(ends);
        }

        DeviceWindows keys(Terminal.Merge merge, WindowSpec window) {
            for (AggregateCall call : merge.calls()) {
                BitSet looksAt = new BitSet();
                call.arguments().forEach(looksAt::set);
                if (call.filter() >= 0) {
                    looksAt.set(call.filter());
                }
                if (looksAtBounds(looksAt)) {
                    return onCpu("an aggregate is of their bounds");
                }
            }
            List<Integer> startKeys = new ArrayList<>();
            List<Integer> endKeys = new ArrayList<>();
            for (int key = 0; key < merge.keys().size(); key++) {
                if (starts.get(merge.keys().get(key))) {
                    startKeys.add(key);
                } else if (ends.get(merge.keys().get(key))) {
                    endKeys.add(key);
                }
            }
            return startKeys.isEmpty() && endKeys.isEmpty()
                    ? onCpu("rows are not grouped by their bounds")
                    : new DeviceWindows(new WindowKeys(startKeys, endKeys, window), null);
        }
    }

    /** A feed of the stage with the windows left to the device, where it finds them. */
    Feed leave(Feed feed) {
        if (keys == null) {
            return feed;
        }
        List<Feed.Step> steps = new ArrayList<>(feed.steps());
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Feed.Step.Operate step
                    && step.operator() instanceof RowOperator.AssignWindow window) {
                List<Feed.Step> behind = List.copyOf(steps.subList(i + 1, steps.size()));
                steps.set(i, new Feed.Step.LeaveWindow(window, step.input(), keys, behind));
                break;
            }
        }
        return feed.with(steps);
    }
}
