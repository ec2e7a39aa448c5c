package io.barograph.local;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.DeferredRows;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which filters and expressions in front of a merge a device takes over: those of the last operators, as many as it has instructions for.
 *
 * @param rows what it makes of them; null where there are none
 * @param first the first operator among them
 * @param onDevice for EXPLAIN: what they are, such as {@code filters}
 * @param onCpu for EXPLAIN: what is left to the CPU, and why; null where there is nothing
 */
record DeviceOperators(
        @Nullable DeferredRows rows,
        int first,
        List<String> onDevice,
        @Nullable String onCpu) {
    /**
     * Chooses.
     *
     * @param whereFewer only where no more bytes have to be moved than without: filters move what they drop
     * @param strict whether an undefined result ends the run, at its place
     */
    static DeviceOperators of(
            Stage stage, MergeTable table, DeviceWindows windows, boolean whereFewer, boolean strict) {
        Branch branch = stage.branches().get(0);
        List<RowOperator> operators = branch.operators();
        if (strict || stage.branches().size() > 1) {
            List<RowOperator> all = new ArrayList<>();
            stage.branches().forEach(each -> all.addAll(each.operators()));
            return onCpu(all, strict ? "--strict asks for places" : "rows come from several places");
        }
        String reason = "";
        for (int first = 0; first < operators.size(); first++) {
            Schema before = first == 0
                    ? branch.input().schema()
                    : operators.get(first - 1).schema();
            List<RowOperator> last = operators.subList(first, operators.size());
            if (kinds(last).isEmpty()) {
                break;
            }
            DeferredRows.Attempt attempt = table.defer(before, last, windows.keys());
            DeferredRows rows = attempt.rows();
            reason = rows == null ? attempt.reason() : reason;
            if (rows == null) {
                continue;
            }
            if (whereFewer && movesMore(table, windows, rows, last)) {
                reason = "less is moved so";
                continue;
            }
            return new DeviceOperators(rows, first, kinds(last), clause(kinds(operators.subList(0, first)), reason));
        }
        return onCpu(operators, reason);
    }

    private static boolean movesMore(
            MergeTable table, DeviceWindows windows, DeferredRows rows, List<RowOperator> operators) {
        return operators.stream().anyMatch(RowOperator.Filter.class::isInstance)
                || table.deviceShape(windows.keys(), rows).bytesPerRow()
                        > table.deviceShape(windows.keys(), null).bytesPerRow();
    }

    private static DeviceOperators onCpu(List<RowOperator> operators, String reason) {
        return new DeviceOperators(null, operators.size(), List.of(), clause(kinds(operators), reason));
    }

    private static @Nullable String clause(List<String> kinds, String reason) {
        return kinds.isEmpty() ? null : String.join(" and ", kinds) + ", since " + reason;
    }

    private static List<String> kinds(List<RowOperator> operators) {
        List<String> kinds = new ArrayList<>();
        if (operators.stream().anyMatch(RowOperator.Filter.class::isInstance)) {
            kinds.add("filters");
        }
        if (operators.stream().anyMatch(DeviceOperators::computes)) {
            kinds.add("expressions");
        }
        return kinds;
    }

    private static boolean computes(RowOperator operator) {
        return operator instanceof RowOperator.Project project
                && project.expressions().stream().anyMatch(Expr.Call.class::isInstance);
    }

    /** The feeds of the stage without these operators. */
    List<Feed> leave(List<Feed> feeds) {
        if (rows == null) {
            return feeds;
        }
        List<Feed> changed = new ArrayList<>();
        for (Feed feed : feeds) {
            List<Feed.Step> steps = new ArrayList<>();
            for (Feed.Step step : feed.steps()) {
                steps.add(steps.size() < first ? step : new Feed.Step.Leave(operator(step)));
            }
            changed.add(new Feed.Rows(((Feed.Rows) feed).input(), steps));
        }
        return changed;
    }

    private static RowOperator operator(Feed.Step step) {
        return step instanceof Feed.Step.LeaveWindow window ? window.operator() : ((Feed.Step.Operate) step).operator();
    }

    /** The steps of these operators, as the CPU takes them. */
    List<Feed.Step> steps(List<Feed> feeds) {
        return rows == null
                ? List.of()
                : feeds.get(0).steps().subList(first, feeds.get(0).steps().size());
    }
}
