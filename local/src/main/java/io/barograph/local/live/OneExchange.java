package io.barograph.local.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.Terminal;
import io.barograph.local.AtRest;
import io.barograph.local.AtRest.LiveFeed;

/**
 * Which live queries run in parts on a cluster: those whose rows are dealt out once, where rows of tables meet. What meets behind that is
 * in one place then ({@link Dealing}).
 */
final class OneExchange {
    private OneExchange() {}

    /**
     * Sees whether a query is such a one.
     *
     * @param name where its rows go
     * @param engine its cluster, for the message
     * @throws BarographException NOT_SUPPORTED where it is not, which says who can run it
     */
    static void check(String name, LiveQuery network, AtRest rest, String engine) {
        boolean isFirst = true;
        for (LiveNode node : network.nodes()) {
            if (node.join != null) {
                throw refused(name, engine, "it joins two live tables");
            } else if (node.stage.terminal() instanceof Terminal.Fold fold
                    && !fold.operator().isOfRowsAlone()) {
                throw refused(
                        name,
                        engine,
                        "what comes out of " + fold.operator().explain(node.inputSchema())
                                + " depends on the latest row of all keys, which are in many places");
            }
            for (LiveFeed feed : node.feeds) {
                if (!isLive(feed, rest)) {
                    throw refused(name, engine, "rows at rest flow into it beside live ones");
                } else if (!isFirst && node.merges() && feed.input() instanceof StageInput.TableRows) {
                    throw refused(name, engine, "rows of tables meet in two of its stages");
                }
            }
            isFirst = false;
        }
    }

    private static boolean isLive(LiveFeed feed, AtRest rest) {
        return feed.input() instanceof StageInput.TableRows rows
                ? rest.isLiveTable(rows.table())
                : feed.input() instanceof StageInput.StageRows earlier && rest.isLive(earlier.stage());
    }

    static BarographException refused(String name, String engine, String why) {
        return new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "into " + name + ": live on '" + engine + "' this query cannot run yet: " + why
                        + "; the local engine runs it: leave --engine " + engine + " away");
    }
}
