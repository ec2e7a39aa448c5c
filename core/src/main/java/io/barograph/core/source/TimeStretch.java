package io.barograph.core.source;

import java.util.List;

/**
 * Rows that follow each other in a lane, none of its records there rejected, as far as who has read them once knows of their times:
 * enough to tell whether reading them again is needed. Times are nanoseconds since 1970; at least one row has one.
 *
 * @param rows how many there are, those without a time among them
 * @param first time of the first row that has one
 * @param least of the times
 * @param greatest of the times
 * @param behind nanoseconds that a time is behind the greatest before it among these rows, at most; 0 where they are in order
 * @param ahead nanoseconds that a time is ahead of the greatest before it among these rows, at most
 */
public record TimeStretch(long rows, long first, long least, long greatest, long behind, long ahead) {
    /**
     * Whether all of some conditions may be true for one of the rows.
     *
     * @param column index of the time among the table's columns
     */
    public boolean mayHold(List<ColumnComparison> conditions, int column) {
        return conditions.stream().allMatch(condition -> condition.column() != column || mayHold(condition));
    }

    private boolean mayHold(ColumnComparison condition) {
        if (!(condition.constant() instanceof Long time)) {
            return true;
        }
        return switch (condition.operator()) {
            case EQUAL -> least <= time && time <= greatest;
            case LESS -> least < time;
            case LESS_OR_EQUAL -> least <= time;
            case GREATER -> greatest > time;
            case GREATER_OR_EQUAL -> greatest >= time;
        };
    }
}
