package io.barograph.local.live;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.Expr;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.Terminal;
import io.barograph.local.AtRest.LiveFeed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** By what {@link Dealing} has the stages of a live query dealt out to partitions, for people. */
final class DealingExplanation {
    private DealingExplanation() {}

    /**
     * A line for each stage that tables flow into, indented by four; what later stages read is in its partition already.
     *
     * @param nodes all, in their order
     */
    static String of(List<LiveNode> nodes) {
        Set<Integer> stages =
                nodes.stream().map(node -> node.stage.id()).collect(Collectors.toCollection(HashSet::new));
        List<List<Integer>> columns = Dealing.by(nodes);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < nodes.size(); i++) {
            LiveNode node = nodes.get(i);
            if (node.feeds.stream().anyMatch(feed -> isOfTable(feed, stages))) {
                String by = names(node, columns.get(i));
                text.append("    ")
                        .append(title(node))
                        .append(by.isEmpty() ? ": all in one partition" : ": dealt out by " + by)
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static boolean isOfTable(LiveFeed feed, Set<Integer> stages) {
        return !(feed.input() instanceof StageInput.StageRows rows) || !stages.contains(rows.stage());
    }

    private static String title(LiveNode node) {
        Terminal terminal = node.stage.terminal();
        if (node.join != null) {
            int keys = node.join.along().spec().join().leftKeys().size();
            return "join" + by(names(node, IntStream.range(0, keys).boxed().toList()));
        }
        String by = by(names(node, KeySources.keys(terminal)));
        if (terminal instanceof Terminal.Fold) {
            return "rows along time" + by;
        } else if (terminal instanceof Terminal.MergeSessions) {
            return "sessions" + by;
        }
        return (node.merges() ? "groups" : "rows") + by;
    }

    private static String by(String names) {
        return names.isEmpty() ? "" : " by " + names;
    }

    /** @param columns of a join numbers of its keys, of others positions among the columns of the input */
    private static String names(LiveNode node, List<Integer> columns) {
        return columns.stream()
                .map(column -> node.join == null
                        ? node.inputSchema().name(column)
                        : key(node.join.along().spec(), column))
                .collect(Collectors.joining(", "));
    }

    private static String key(JoinSpec spec, int number) {
        Schema left = spec.left();
        return spec.join().leftKeys().get(number) instanceof Expr.ColumnRef column
                ? left.name(column.index())
                : "key " + (number + 1);
    }
}
