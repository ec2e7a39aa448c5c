package io.barograph.core.match;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.text.TimestampText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the matches of a pattern along numbered rows, as the rows come. Of all matches the one that begins first is taken, and of
 * those that begin there the one that comes first by the pattern's preferences: greedy repetitions prefer more rows, reluctant ones
 * fewer, alternatives the one that is written first. It is what trying one way after the other would find.
 *
 * <p>The ways to go on are followed side by side, in the order of preference. Where a way comes to the pattern's end, all behind it
 * are dropped; where none is left before it, it is the match. Two ways that stand at one place have the same future where conditions
 * look at nothing but rows, so that the second is dropped: there are never more ways than places in the pattern, whatever the pattern.
 *
 * <p>Then ways that begin at different rows go side by side, too, those that begin earlier in front, and each row is looked at once.
 * Where conditions look at the match's rows before, or matches have a longest duration, the future depends on where a way began:
 * ways that begin at one row are followed alone, and where they have come to nothing, those of the next row. Conditions that look
 * back may keep up to {@link #MOST_WAYS} ways; more is an error.
 *
 * <p><b>State.</b> What is found from here on follows from the rows from {@link #needed} on alone: whoever saves those, and searches
 * along them again from there, goes on as if nothing had been. For one thread.
 */
final class PatternSearch {
    /** More ways side by side are no search any more. */
    private static final int MOST_WAYS = 10_000;

    /** What is asked of the rows. */
    interface Rows {
        /**
         * A match and one more row; null where the row is not the variable.
         *
         * @param before the match's rows before it, or null
         */
        @Nullable
        PartialMatch take(int variable, long row, @Nullable PartialMatch before);

        /** The time of a row in nanoseconds, growing with its number. */
        long time(long row);

        /** What a variable is called. */
        String name(int variable);

        /** Whether to be told which matches go on. */
        default boolean isCrowded() {
            return false;
        }

        /** These matches go on, no others; one may be there several times. */
        default void keepOnly(List<PartialMatch> goingOn) {}
    }

    /** A way to go on: the place that the next row has to fit, and the rows so far. */
    private record Way(int place, long start, @Nullable PartialMatch rows) {}

    private final PatternAutomaton automaton;
    private final AfterMatch after;
    private final boolean looksBack;
    private final boolean sideBySide;
    private final long within;
    private final Rows rows;
    /** By place: the last step in which a way came to it. */
    private final long[] reached;

    private List<Way> ways = new ArrayList<>();
    private List<Way> next = new ArrayList<>();
    private @Nullable Way best;
    private long cursor;
    private long steps;
    /** Rows that ways have taken since none went on. */
    private long taken;

    /**
     * @param looksBack whether conditions look at the match's rows before
     * @param within the most nanoseconds from the first row of a match to the last, or {@link Long#MAX_VALUE}
     */
    PatternSearch(PatternAutomaton automaton, AfterMatch after, boolean looksBack, long within, Rows rows) {
        this.automaton = automaton;
        this.after = after;
        this.looksBack = looksBack;
        this.sideBySide = !looksBack && within == Long.MAX_VALUE;
        this.within = within;
        this.rows = rows;
        this.reached = new long[automaton.variables().length];
    }

    /** Forgets everything, and searches from a row on. */
    void begin(long from) {
        ways.clear();
        best = null;
        taken = 0;
        cursor = from;
    }

    /** The first row that is still needed. */
    long needed() {
        return ways.isEmpty() ? cursor : ways.get(0).start;
    }

    /** The rows up to {@code end}, which is not among them, are known. */
    void advance(long end, Consumer<PatternMatch> target) {
        while (cursor < end) {
            if (within < Long.MAX_VALUE && !ways.isEmpty() && isExpired(rows.time(cursor))) {
                giveUp(target);
                continue;
            }
            long start = needed();
            step(cursor++);
            settle(target, start);
        }
    }

    /** Each later row has this time or a later one; all rows so far have been searched. */
    void expire(long time, Consumer<PatternMatch> target) {
        long end = cursor;
        while (within < Long.MAX_VALUE && !ways.isEmpty() && isExpired(time)) {
            giveUp(target);
            advance(end, target);
        }
    }

    /** No row follows. */
    void end(Consumer<PatternMatch> target) {
        long end = cursor;
        while (!ways.isEmpty()) {
            giveUp(target);
            advance(end, target);
        }
    }

    /** Up to this time {@link #expire} finds nothing. */
    long deadline() {
        if (ways.isEmpty() || within == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long limit = rows.time(ways.get(0).start) + within;
        return limit < within ? Long.MAX_VALUE : limit;
    }

    long memoryBytes() {
        // A way, and the rows of all ways, most of which they share.
        return 40L * ways.size() + 48L * taken + 8L * reached.length;
    }

    /** Whether ways come to nothing at a time; all began at one row. */
    private boolean isExpired(long time) {
        long began = rows.time(ways.get(0).start);
        return time > began && Long.compareUnsigned(time - began, within) > 0;
    }

    /** No way goes on. */
    private void giveUp(Consumer<PatternMatch> target) {
        long start = needed();
        ways.clear();
        settle(target, start);
    }

    private void step(long row) {
        steps++;
        boolean isOpen = true;
        for (int i = 0; i < ways.size() && isOpen; i++) {
            isOpen = take(ways.get(i), row);
        }
        if (isOpen && best == null && (sideBySide || ways.isEmpty())) {
            for (int place : automaton.start()) {
                if (isOpen) {
                    isOpen = take(new Way(place, row, null), row);
                }
            }
        }
        List<Way> old = ways;
        ways = next;
        next = old;
        next.clear();
        if (ways.size() > MOST_WAYS) {
            throw new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    "there are more than " + MOST_WAYS + " ways to match the pattern at once; add WITHIN INTERVAL, or"
                            + " conditions that fewer rows meet");
        }
        if (rows.isCrowded()) {
            rows.keepOnly(
                    ways.stream().map(way -> Objects.requireNonNull(way.rows)).toList());
        }
    }

    /** A way takes a row, where it fits; returns false where ways that are preferred less do not count any more. */
    private boolean take(Way way, long row) {
        PartialMatch match = rows.take(automaton.variables()[way.place], row, way.rows);
        if (match == null) {
            return true;
        }
        taken++;
        for (int place : automaton.follow(way.place)) {
            if (place == PatternAutomaton.ACCEPT) {
                best = new Way(place, way.start, match);
                return false;
            }
            if (looksBack || reached[place] != steps) {
                reached[place] = steps;
                next.add(new Way(place, way.start, match));
            }
        }
        return true;
    }

    /**
     * Gives the match that nothing comes before any more; where there is none, and the ways from a row have come to nothing, goes back
     * to the row behind it.
     */
    private void settle(Consumer<PatternMatch> target, long start) {
        if (!ways.isEmpty()) {
            return;
        }
        if (best == null) {
            begin(sideBySide ? cursor : start + 1);
            return;
        }
        PatternMatch match =
                new PatternMatch(best.start, Objects.requireNonNull(best.rows).variables());
        target.accept(match);
        begin(resume(match));
    }

    private long resume(PatternMatch match) {
        long at = after.row(match);
        if (at <= match.start()) {
            String name = rows.name(after.variable());
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "the match that begins at " + TimestampText.toString(rows.time(match.start()))
                            + (at < 0
                                    ? " has no row of " + name + ", which AFTER MATCH skips to"
                                    : " is skipped to its own first row, as " + name + ", and would be found for ever")
                            + "; skip to a variable that always comes later in the pattern, or SKIP PAST LAST ROW");
        }
        return at;
    }
}
