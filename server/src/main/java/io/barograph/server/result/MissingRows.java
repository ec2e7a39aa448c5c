package io.barograph.server.result;

import io.barograph.core.source.ColumnComparison;
import java.util.List;
import java.util.OptionalLong;

/**
 * What is known of a result's rows that are no longer kept, or never were: those that were shown before rows were kept with checkpoints.
 *
 * @param kept rows that are there
 * @param forgotten rows that were let go, and keys each time that they were
 * @param total rows that the result has; empty where that is not known
 * @param hasEarlier whether nobody knows which rows were shown before those that are kept with checkpoints
 * @param until for each TIMESTAMP column the greatest time of a row that is no longer kept; {@link Long#MIN_VALUE} for none, and for
 *     other columns. Not copied, never written again
 */
public record MissingRows(long kept, long forgotten, OptionalLong total, boolean hasEarlier, long[] until) {
    /** Whether one of them may be wanted by whoever wants rows for which all of some conditions are true. */
    public boolean mayHold(List<ColumnComparison> conditions) {
        return hasEarlier || conditions.stream().noneMatch(this::excludes);
    }

    private boolean excludes(ColumnComparison condition) {
        if (until[condition.column()] == Long.MIN_VALUE || !(condition.constant() instanceof Long from)) {
            return false;
        }
        return switch (condition.operator()) {
            case GREATER -> until[condition.column()] <= from;
            case GREATER_OR_EQUAL, EQUAL -> until[condition.column()] < from;
            case LESS, LESS_OR_EQUAL -> false;
        };
    }

    /** What to say of an answer that lacks them, in a line. */
    public String note(String result) {
        String end = "; raise 'pipeline.result-rows', or ask the table that it is made from";
        return hasEarlier
                ? "result '" + result + "' holds what it has shown since its rows are kept with checkpoints, " + kept
                        + " rows: what it showed before is not in this answer; ask the table that it is made from"
                : "result '" + result + "' holds the latest " + kept + " of its "
                        + (total.isPresent() ? total.getAsLong() + " " : "")
                        + "rows: earlier ones are not in this answer" + end;
    }
}
