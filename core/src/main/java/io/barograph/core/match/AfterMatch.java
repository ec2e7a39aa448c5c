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

    /** What the place is told from. */
    public enum Kind {
        PAST_LAST_ROW,
        TO_NEXT_ROW,
        TO_FIRST,
        TO_LAST
    }
}
