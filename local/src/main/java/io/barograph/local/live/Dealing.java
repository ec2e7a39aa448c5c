package io.barograph.local.live;

import io.barograph.core.expr.Expr;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.Terminal;
import io.barograph.local.AtRest.LiveFeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * By which of its keys the first stage of a live query deals its parts out to partitions: by those that the keys of all later stages
 * contain, so that whatever meets later is in one partition already, and nothing is dealt out again. Where there is no such key,
 * one partition has everything.
 */
final class Dealing {
    /** By stage, for each column that comes out, which column of what the first stage deals by it is a copy of; null for none. */
    private final Map<Integer, List<@Nullable Integer>> outputs = new HashMap<>();

    private List<Integer> dealtBy;

    private Dealing(LiveNode first) {
        dealtBy = first.merges()
                ? keys(first.stage.terminal())
                : all(first.inputSchema().size());
        outputs.put(first.stage.id(), output(first, all(first.inputSchema().size())));
    }

    /**
     * Positions among the columns of the first node's input.
     *
     * @param nodes all, in their order; behind the first, those where rows come together read earlier ones alone
     */
    static List<Integer> by(List<LiveNode> nodes) {
        if (nodes.stream().noneMatch(LiveNode::merges)) {
            return List.of();
        }
        Dealing dealing = new Dealing(nodes.get(0));
        nodes.subList(1, nodes.size()).forEach(dealing::follow);
        return dealing.dealtBy;
    }

    private void follow(LiveNode node) {
        List<@Nullable Integer> input = null;
        for (LiveFeed feed : node.feeds) {
            List<@Nullable Integer> behind = behind(feed);
            input = input == null ? behind : common(input, behind);
        }
        List<@Nullable Integer> columns =
                input == null ? none(node.inputSchema().size()) : input;
        outputs.put(node.stage.id(), output(node, columns));
        if (node.merges()) {
            List<@Nullable Integer> met =
                    keys(node.stage.terminal()).stream().map(columns::get).toList();
            dealtBy = dealtBy.stream().filter(met::contains).toList();
        }
    }

    /** Columns of a stage's input whose equal values must meet: of sessions all keys but the last, which is their cell. */
    static List<Integer> keys(Terminal terminal) {
        if (terminal instanceof Terminal.Merge merge) {
            return merge.keys();
        } else if (terminal instanceof Terminal.MergeSessions sessions) {
            return sessions.keys().subList(0, sessions.keys().size() - 1);
        } else if (terminal instanceof Terminal.Fold fold) {
            return fold.keys();
        }
        return List.of();
    }

    private static List<@Nullable Integer> output(LiveNode node, List<@Nullable Integer> input) {
        Terminal terminal = node.stage.terminal();
        if (!node.merges()) {
            return input;
        }
        List<Integer> keys = keys(terminal);
        List<@Nullable Integer> output = new ArrayList<>();
        for (int column = 0; column < node.stage.schema().size(); column++) {
            int from;
            if (terminal instanceof Terminal.Fold fold) {
                from = fold.operator().passedOn(node.inputSchema(), column);
            } else {
                from = column < keys.size() ? keys.get(column) : -1;
            }
            output.add(from < 0 ? null : input.get(from));
        }
        return output;
    }

    private List<@Nullable Integer> behind(LiveFeed feed) {
        List<@Nullable Integer> columns = feed.input() instanceof StageInput.StageRows rows
                ? outputs.getOrDefault(rows.stage(), none(feed.input().schema().size()))
                : none(feed.input().schema().size());
        for (Object step : feed.steps()) {
            if (step instanceof RowOperator.Project project) {
                columns = project(project, columns);
            } else if (step instanceof RowOperator.AssignWindow) {
                columns = new ArrayList<>(columns);
                columns.addAll(none(2));
            } else if (step instanceof JoinSpec join) {
                columns = TimeColumns.join(join, columns);
            }
        }
        return columns;
    }

    private static List<@Nullable Integer> project(RowOperator.Project project, List<@Nullable Integer> columns) {
        List<@Nullable Integer> found = new ArrayList<>();
        for (Expr expression : project.expressions()) {
            found.add(expression instanceof Expr.ColumnRef column ? columns.get(column.index()) : null);
        }
        return found;
    }

    private static List<@Nullable Integer> common(List<@Nullable Integer> one, List<@Nullable Integer> other) {
        List<@Nullable Integer> common = new ArrayList<>();
        for (int column = 0; column < one.size(); column++) {
            Integer from = one.get(column);
            common.add(from != null && from.equals(other.get(column)) ? from : null);
        }
        return common;
    }

    private static List<@Nullable Integer> all(int columns) {
        return IntStream.range(0, columns).boxed().toList();
    }

    private static List<@Nullable Integer> none(int columns) {
        return Collections.nCopies(columns, null);
    }
}
