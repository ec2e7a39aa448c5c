package io.barograph.local;

import io.barograph.core.fold.FoldOperator;
import io.barograph.core.plan.Query;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Exchange;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How a query's stages become tasks of a cluster, for people; nothing is asked of the cluster. */
public final class TaskExplanation {
    private TaskExplanation() {}

    /**
     * A line per stage, in the order in which they run: what its tasks read, what they do before its exchange, and what the exchange
     * moves where.
     *
     * @param where the engine, as in {@code spark, spark://host:7077}
     */
    public static String of(Query query, String where) {
        StagePlan plan = StagePlan.of(query);
        StringBuilder text = new StringBuilder("on " + where + ", as tasks:\n");
        for (Stage stage : plan.stages()) {
            text.append(String.format(
                    Locale.ROOT, "stage %d reads %s; %s\n", stage.id(), inputs(stage), sends(plan, stage)));
        }
        return text.toString();
    }

    private static String inputs(Stage stage) {
        Set<String> inputs = new LinkedHashSet<>();
        for (Branch branch : stage.branches()) {
            if (branch.input() instanceof StageInput.TableRows rows) {
                boolean judged = JobPlanner.splitBytes(rows.table(), 0) > 0;
                inputs.add(rows.table().name() + (judged ? ", a task per lane" : ", a task for some splits"));
            } else if (branch.input() instanceof StageInput.LiteralRows) {
                inputs.add("rows of the query, one task");
            } else {
                inputs.add("stage " + branch.input().earlierStage() + ", a task per partition");
            }
        }
        return inputs.stream().collect(Collectors.joining(" and "));
    }

    private static String sends(StagePlan plan, Stage stage) {
        if (stage.id() == plan.root().id() && stage.terminal() instanceof Terminal.Output) {
            return "its rows are the answer";
        }
        return what(stage.terminal())
                + (stage.terminal().exchange() == Exchange.KEYED
                        ? " [keyed: to the partition of their key]"
                        : " [gather: to one partition]");
    }

    private static String what(Terminal terminal) {
        if (terminal instanceof Terminal.Merge || terminal instanceof Terminal.MergeStates) {
            return "partial groups go out";
        } else if (terminal instanceof Terminal.MergeSessions) {
            return "partial sessions go out";
        } else if (terminal instanceof Terminal.Fold fold) {
            return (fold.operator().firstRows() < FoldOperator.ALL_ROWS
                            ? "the first rows of each key go out"
                            : "rows go out")
                    + ", to be folded in the order of time";
        } else if (terminal instanceof Terminal.Join) {
            return "rows of both sides go out, to be joined";
        } else if (terminal instanceof Terminal.Limit
                || terminal instanceof Terminal.Sort sort && SortStage.bound(sort) < Long.MAX_VALUE) {
            return "the first rows go out";
        }
        return "rows go out";
    }
}
