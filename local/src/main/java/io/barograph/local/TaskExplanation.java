package io.barograph.local;

import io.barograph.core.fold.FoldOperator;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Exchange;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** How a query's stages become tasks of a cluster, for people; nothing is asked of the cluster. */
public final class TaskExplanation {
    private static final long LARGE = 1L << 50;

    private final StagePlan plan;
    private final BroadcastJoins joins;
    private final SortRanges sorts;
    private final BitSet inOrder;

    private TaskExplanation(StagePlan plan, BroadcastJoins joins, SortRanges sorts) {
        this.plan = plan;
        this.joins = joins;
        this.sorts = sorts;
        BitSet all = new BitSet();
        all.set(0, plan.stages().size());
        this.inOrder = JobPlanner.inOrder(plan, all);
    }

    /**
     * A line per stage, in the order in which they run: what its tasks read, what they do before its exchange, and what the exchange
     * moves where.
     *
     * @param where the engine, as in {@code spark, spark://host:7077}
     * @param tableBytes of a table's files together, below 0 where they are not there yet: these are taken to be large
     */
    public static String of(Query query, String where, ToLongFunction<TableDescription> tableBytes) {
        StagePlan plan = StagePlan.of(query);
        ExchangeSizes sizes = ExchangeSizes.DEFAULTS;
        ToLongFunction<TableDescription> known = table -> {
            long bytes = tableBytes.applyAsLong(table);
            return bytes < 0 ? LARGE : bytes;
        };
        return new TaskExplanation(
                        plan,
                        new BroadcastJoins(plan, known, sizes.mostBroadcast()),
                        new SortRanges(plan, known, sizes.leastRange()))
                .text(where);
    }

    private String text(String where) {
        StringBuilder text = new StringBuilder("on " + where + ", as tasks:\n");
        for (Stage stage : plan.stages()) {
            JoinSpec sent = joins.find(stage);
            text.append("stage ").append(stage.id());
            if (sent != null) {
                text.append(" is a join: ")
                        .append(names(BroadcastJoins.held(stage, sent)))
                        .append(" goes to all tasks that read ")
                        .append(names(BroadcastJoins.passing(stage, sent)))
                        .append(" [broadcast]");
            } else {
                Set<String> inputs = new LinkedHashSet<>();
                stage.branches().forEach(branch -> addInputs(branch.input(), "", inputs));
                text.append(" reads ")
                        .append(String.join(" and ", inputs))
                        .append("; ")
                        .append(sends(stage));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String names(List<Branch> branches) {
        return branches.stream().map(branch -> name(branch.input())).distinct().collect(Collectors.joining(" and "));
    }

    private static String name(StageInput input) {
        if (input instanceof StageInput.TableRows rows) {
            return rows.table().name();
        }
        return input instanceof StageInput.QueryRows ? "rows of the query" : "stage " + input.earlierStage();
    }

    /** @param through the joins that the rows pass behind it */
    private void addInputs(StageInput input, String through, Set<String> inputs) {
        if (input instanceof StageInput.TableRows rows) {
            boolean judged = JobPlanner.splitBytes(rows.table(), 0) > 0;
            inputs.add(name(input) + (judged ? ", a task per lane" : ", a task for some splits") + through);
        } else if (input instanceof StageInput.QueryRows) {
            inputs.add(name(input) + ", one task" + through);
        } else {
            Stage earlier = plan.stages().get(input.earlierStage());
            JoinSpec sent = joins.find(earlier);
            if (sent == null) {
                inputs.add(name(input) + ", a task per partition" + through);
            } else {
                BroadcastJoins.passing(earlier, sent)
                        .forEach(branch -> addInputs(
                                branch.input(), ", through the join of stage " + earlier.id() + through, inputs));
            }
        }
    }

    private String sends(Stage stage) {
        if (stage.id() == plan.root().id() && stage.terminal() instanceof Terminal.Output) {
            return "its rows are the answer";
        }
        String what = what(stage.terminal());
        if (inOrder.get(stage.id())) {
            return what + " [gather: to one partition, since a LIMIT asks for their order]";
        } else if (sorts.isLarge(stage)) {
            return what + " [range: each part of the order to a partition of its own, by a sample]";
        }
        return what
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
