package io.barograph.local.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveSink;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Terminal;
import io.barograph.local.AtRest.LiveFeed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which stages of a query have to show final rows alone, and whether there will ever be any.
 *
 * @param query its name, for messages
 * @param nodes in their order
 * @param tables that are read live
 * @param bounded whether all lanes end
 */
record Finality(String query, List<LiveNode> nodes, List<TableDescription> tables, LiveSink sink, boolean bounded) {
    /** Whether what reads a stage's rows could not take any back. */
    boolean isNeeded(LiveNode node) {
        boolean isRead = false;
        for (LiveNode later : nodes) {
            for (LiveFeed feed : later.feeds) {
                if (node.isReadBy(feed)) {
                    isRead = true;
                    if (later.merges() || !feed.isRowByRow() || isNeeded(later)) {
                        return true;
                    }
                }
            }
        }
        return !isRead && !sink.takesRevisions();
    }

    /** @throws BarographException NOT_SUPPORTED where groups, or first rows, of a stage that shows final rows alone never become final */
    void check(LiveNode node) {
        if (node.window == null && !bounded) {
            String waiting = WindowKey.looksLikeOne(node.inputSchema(), KeySources.keys(node.stage.terminal()))
                    ? waiting(node)
                    : null;
            if (waiting != null) {
                throw neverFinal(
                        "rows of " + waiting
                                + " may come as late as the next rows of their key, however long that takes,"
                                + " so none of these windows is ever known to be complete",
                        "have the run end");
            } else if (node.firstRows() != null) {
                throw neverFinal(
                        "the first or latest row of each key changes as long as rows come",
                        "partition by a window, too");
            }
            throw neverFinal(
                    "groups without a window of the table's event time change as long as rows come",
                    "group by a window");
        }
        checkAccept();
    }

    private BarographException neverFinal(String why, String wayOut) {
        return refused(why + ", and "
                + (sink.takesRevisions()
                        ? "an aggregate or a join over them would have to be taken back; "
                        : "this sink cannot take rows back; write to one that can, or ")
                + wayOut);
    }

    /** What gives out rows, on their way to a stage, that may wait for later ones for ever, for people; else null. */
    private @Nullable String waiting(LiveNode node) {
        for (LiveFeed feed : node.feeds) {
            for (LiveNode earlier : nodes) {
                if (earlier.isReadBy(feed)) {
                    boolean waits = earlier.stage.terminal() instanceof Terminal.Fold fold
                            && fold.operator().delay() == Long.MAX_VALUE
                            && earlier.firstRows() == null;
                    String found = waits
                            ? ((Terminal.Fold) earlier.stage.terminal())
                                    .operator()
                                    .explain(earlier.inputSchema())
                            : waiting(earlier);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    /**
     * Sessions are shown when no row can join them any more.
     *
     * @param areOfEventTime whether they are of the time that lateness is judged by
     * @throws BarographException NOT_SUPPORTED where that is never known
     */
    void checkSessions(boolean areOfEventTime) {
        checkAccept();
        if (!bounded && !areOfEventTime) {
            throw refused(
                    "these sessions are of a time that is not the event time of the tables they read, so rows may join"
                            + " them as long as rows come, and none is ever known to have ended; give SESSION the column that"
                            + " WATERMARK names, as it is in the table");
        }
    }

    /**
     * Live, rows are folded when event time has passed them.
     *
     * @throws BarographException NOT_SUPPORTED where what comes out is never known while rows come
     */
    void checkFold(LiveNode node, Terminal.Fold fold) {
        if (bounded) {
            return;
        }
        String text = fold.operator().explain(node.inputSchema());
        String whyAtEnd = fold.operator().whyAtEnd();
        if (whyAtEnd != null) {
            throw refused(text + " is known at the end of the rows alone, which never comes: " + whyAtEnd
                    + "; or query what a live query has written");
        } else if (node.foldTime == null) {
            throw refused(
                    text + " goes along rows in an order that is not known while rows come: a row that comes later may"
                            + " stand before all others; order by the column that WATERMARK names, or by window_start or"
                            + " window_end, ascending and as it is in the table, "
                            + (fold.operator().isOfRowsAlone() ? "partition by a window, too, " : "")
                            + "or query what a live query has written");
        }
    }

    /** Whether rows may come that are earlier than what has been shown. */
    boolean mayRevise() {
        return tables.stream()
                .map(TableDescription::eventTime)
                .anyMatch(time -> time == null
                        || time.acceptNanos() > time.publishNanos()
                        || time.per() != null
                        || time.idleNanos() != EventTime.ALL);
    }

    /**
     * Whether a stage that makes rows of its own, such as of silence, might leave one in the sink for ever: an instance that died
     * had shown it, and the next one, which has read the late rows first, never knows of it. So it shows final rows alone.
     */
    boolean mayLeaveRows(LiveNode node) {
        return sink.holdsUnsaved() && leadsStraightToSink(node) && mayRevise();
    }

    /** @throws BarographException NOT_SUPPORTED where a table's windows never become final */
    void checkAccept() {
        for (TableDescription table : tables) {
            EventTime time = table.eventTime();
            if (bounded) {
                return;
            } else if (time == null) {
                throw refused(
                        "table " + table.name() + " has no WATERMARK, so no window of it is ever known to be complete;"
                                + " declare WATERMARK FOR ts AS ts - INTERVAL '5' SECOND");
            } else if (QueryTime.retain(tables) != EventTime.ALL) {
                return;
            } else if (time.acceptNanos() == EventTime.ALL) {
                throw refused(
                        "table " + table.name() + " accepts every row, however late, so no window is ever final, as"
                                + " this query or its sink needs it; give 'accept' or 'retain' a length of time");
            } else if (time.per() != null) {
                throw refused("table " + table.name() + " judges rows PER " + time.per() + ", and a slow or new "
                        + time.per()
                        + " may bring rows of any time, so no window is ever final, as this query or its sink"
                        + " needs it; write to a sink that takes revisions, give 'retain' a length of time, or leave PER"
                        + " out");
            }
        }
    }

    /** Whether rows of a stage go to the sink past stages that keep nothing, and may be taken back on the way. */
    boolean leadsStraightToSink(LiveNode node) {
        for (LiveNode later : nodes) {
            for (LiveFeed feed : later.feeds) {
                if (node.isReadBy(feed) && (later.merges() || !feed.isRowByRow() || !leadsStraightToSink(later))) {
                    return false;
                }
            }
        }
        return true;
    }

    BarographException refused(String reason) {
        return new BarographException(ErrorCode.NOT_SUPPORTED, "into " + query + ": " + reason);
    }
}
