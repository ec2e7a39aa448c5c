package io.barograph.local.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import io.barograph.local.AtRest;
import io.barograph.local.AtRest.LiveFeed;
import io.barograph.local.live.TimeColumns.TimeColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the nodes of a live query, one per stage whose rows keep coming, each with what is known of its times. */
final class LiveNodes {
    private final String name;
    private final AtRest rest;
    private final SortedMap<Integer, LiveNode> nodes = new TreeMap<>();

    private LiveNodes(String name, AtRest rest) {
        this.name = name;
        this.rest = rest;
    }

    /**
     * The nodes by their stages, which come in the order of their rows.
     *
     * @param name where the query's rows go
     * @throws BarographException NOT_SUPPORTED for a join of two live tables that would keep rows for ever
     */
    static SortedMap<Integer, LiveNode> of(String name, StagePlan plan, AtRest rest) {
        LiveNodes made = new LiveNodes(name, rest);
        for (Stage stage : plan.stages()) {
            if (stage.terminal() instanceof Terminal.Join join) {
                if (rest.isOfTwoLive(stage.id())) {
                    made.addJoin(stage, join);
                }
            } else if (rest.isLive(stage.id())) {
                made.add(stage);
            }
        }
        return made.nodes;
    }

    private void add(Stage stage) {
        List<LiveFeed> feeds = rest.feeds(stage.branches());
        List<@Nullable TimeColumn> input = behind(feeds);
        List<@Nullable TimeColumn> output = input;
        Terminal terminal = stage.terminal();
        if (terminal instanceof Terminal.Merge merge) {
            output = new ArrayList<>();
            for (int column = 0; column < stage.schema().size(); column++) {
                output.add(column < merge.keys().size() ? input.get(merge.keys().get(column)) : null);
            }
        } else if (terminal instanceof Terminal.MergeSessions || terminal instanceof Terminal.MergeStates) {
            output = TimeColumns.none(stage.schema().size());
        } else if (terminal instanceof Terminal.Fold fold) {
            Terminal.Fold firsts = LiveNode.firstRows(stage, input);
            output = firsts != null
                    ? TimeColumns.ofAlone(firsts.keys(), input)
                    : TimeColumns.behind(fold, stage.branches().get(0).schema(), input);
        }
        nodes.put(stage.id(), new LiveNode(stage, feeds, input, output));
    }

    private void addJoin(Stage stage, Terminal.Join terminal) {
        List<Branch> leftBranches = stage.branches().subList(0, terminal.leftBranches());
        List<Branch> rightBranches = stage.branches()
                .subList(terminal.leftBranches(), stage.branches().size());
        List<LiveFeed> left = rest.feeds(leftBranches);
        List<LiveFeed> right = rest.feeds(rightBranches);
        LiveJoin join = LiveJoin.of(
                terminal, leftBranches.get(0).schema(), rightBranches.get(0).schema(), behind(left), behind(right));
        if (join == null) {
            throw new BarographException(ErrorCode.NOT_SUPPORTED, "into " + name + ": " + LiveJoin.whyNot(terminal));
        }
        nodes.put(stage.id(), LiveNode.ofJoin(stage, join, left, right));
    }

    private List<@Nullable TimeColumn> behind(List<LiveFeed> feeds) {
        List<List<@Nullable TimeColumn>> columns = new ArrayList<>();
        for (LiveFeed feed : feeds) {
            columns.add(TimeColumns.behind(feed, before(feed.input())));
        }
        return TimeColumns.common(columns);
    }

    private List<@Nullable TimeColumn> before(StageInput input) {
        if (input instanceof StageInput.TableRows rows) {
            return TimeColumns.ofTable(rows.table(), rows.columns());
        }
        LiveNode earlier = input instanceof StageInput.StageRows rows ? nodes.get(rows.stage()) : null;
        return earlier == null ? TimeColumns.none(input.schema().size()) : earlier.output;
    }
}
