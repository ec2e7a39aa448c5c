package io.barograph.core.match;

/**
 * Where the search goes on behind a match.
 *
 * @param variable whose first or last row it is, where {@code kind} names one; else -1
 */
public record AfterMatch(Kind kind, int variable) {
    /** The next match has none of this one's rows. */
    public static final AfterMatch PAST_LAST_ROW = new AfterMatch(Kind.PAST_LAST_ROW, -1);

    /** The next match may begin at the row behind this one's first. */
    public static final AfterMatch TO_NEXT_ROW = new AfterMatch(Kind.TO_NEXT_ROW, -1);

    /** The row of a match that the search goes on from, or -1 where the match has none of the variable. */
    long row(PatternMatch match) {
        return switch (kind) {
            case PAST_LAST_ROW -> match.end();
            case TO_NEXT_ROW -> match.start() + 1;
            case TO_FIRST -> match.first(variable);
            case TO_LAST -> match.last(variable);
        };
    }

    /** What the place is told from. */
    public enum Kind {
        PAST_LAST_ROW,
        TO_NEXT_ROW,
        TO_FIRST,
        TO_LAST
    }
}
