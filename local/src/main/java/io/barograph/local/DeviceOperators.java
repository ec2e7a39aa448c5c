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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which filters and expressions in front of a merge a device takes over: those of the last operators, as many as it has instructions for.
 *
 * @param rows what it makes of them; null where there are none
 * @param count how many these are: the last ones of each branch
 * @param onDevice for EXPLAIN: what they are, such as {@code filters}
 * @param onCpu for EXPLAIN: what is left to the CPU, and why; null where there is nothing
 */
record DeviceOperators(
        @Nullable DeferredRows rows,
        int count,
        List<String> onDevice,
        @Nullable String onCpu) {
    /** Why branches keep what is their own. */
    static final String SEVERAL_PLACES = "rows come from several places";

    /**
     * Chooses.
     *
     * @param whereFewer only where no more bytes have to be moved than without: filters move what they drop
     * @param strict whether an undefined result ends the run, at its place
     */
    static DeviceOperators of(
            Stage stage, MergeTable table, DeviceWindows windows, boolean whereFewer, boolean strict) {
        if (strict) {
            return onCpu(stage, "--strict asks for places");
        }
        List<RowOperator> operators = common(stage);
        String reason = stage.branches().size() > 1 ? SEVERAL_PLACES : "";
        for (int count = operators.size(); count > 0; count--) {
            List<RowOperator> last = operators.subList(operators.size() - count, operators.size());
            if (kinds(last).isEmpty()) {
                break;
            }
            Schema before = before(stage, count);
            if (before == null) {
                continue;
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
            return new DeviceOperators(rows, count, kinds(last), clause(stage, count, reason));
        }
        return onCpu(stage, reason);
    }

    /** The last operators that are the same in all branches: those behind a {@code UNION ALL}, where rows come from several. */
    static List<RowOperator> common(Stage stage) {
        List<RowOperator> common = stage.branches().get(0).operators();
        for (Branch branch : stage.branches()) {
            List<RowOperator> others = branch.operators();
            int same = 0;
            while (same < Math.min(common.size(), others.size())
                    && common.get(common.size() - 1 - same).equals(others.get(others.size() - 1 - same))) {
                same++;
            }
            common = common.subList(common.size() - same, common.size());
        }
        return common;
    }

    /** The columns before so many last operators; null where branches have others there, or other names, by which undefined results are counted. */
    private static @Nullable Schema before(Stage stage, int count) {
        Schema before = null;
        for (Branch branch : stage.branches()) {
            int own = branch.operators().size() - count;
            Schema schema = own == 0
                    ? branch.input().schema()
                    : branch.operators().get(own - 1).schema();
            if (before != null && !before.equals(schema)) {
                return null;
            }
            before = schema;
        }
        return before;
    }

    private static boolean movesMore(
            MergeTable table, DeviceWindows windows, DeferredRows rows, List<RowOperator> operators) {
        return operators.stream().anyMatch(RowOperator.Filter.class::isInstance)
                || table.deviceShape(windows.keys(), rows).bytesPerRow()
                        > table.deviceShape(windows.keys(), null).bytesPerRow();
    }

    private static DeviceOperators onCpu(Stage stage, String reason) {
        return new DeviceOperators(null, 0, List.of(), clause(stage, 0, reason));
    }

    /** What is left before so many last operators. */
    private static @Nullable String clause(Stage stage, int count, String reason) {
        List<String> kinds = kinds(stage.branches().stream()
                .flatMap(branch ->
                        branch.operators().stream().limit(branch.operators().size() - count))
                .toList());
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

    /** A feed of the stage without these operators. */
    Feed leave(Feed feed) {
        if (rows == null) {
            return feed;
        }
        List<Feed.Step> steps = new ArrayList<>();
        int own = feed.steps().size() - count;
        for (Feed.Step step : feed.steps()) {
            steps.add(steps.size() < own ? step : new Feed.Step.Leave(Objects.requireNonNull(step.operator())));
        }
        return feed.with(steps);
    }

    /** The steps of these operators, as the CPU takes them. */
    List<Feed.Step> steps(List<Feed> feeds) {
        List<Feed.Step> steps = feeds.get(0).steps();
        return steps.subList(steps.size() - count, steps.size());
    }
}
