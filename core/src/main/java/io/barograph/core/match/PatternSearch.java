package io.barograph.core.match;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the matches of a pattern along numbered rows, as the rows come. Of all matches the one that begins first is taken, and of
 * those that begin there the one that comes first by the pattern's preferences: greedy repetitions prefer more rows, reluctant ones
 * fewer, alternatives the one that is written first. It is what trying one way after the other would find.
 *
 * <p>All ways to go on are followed side by side, in the order of preference, so that each row is looked at once: those that begin
 * earlier stand before those that begin later. Where a way comes to the pattern's end, all behind it are dropped; where none is left
 * before it, it is the match. Two ways that stand at one place have the same future where conditions look at nothing but rows, so
 * that the second is dropped.
 *
 * <p><b>State.</b> What is found from here on follows from the rows from {@link #needed} on alone: whoever saves those, and searches
 * along them again from there, goes on as if nothing had been. For one thread.
 */
final class PatternSearch {
    /** More ways side by side are no search any more. */
    private static final int MOST_WAYS = 100_000;

    /** What is asked of the rows. */
    interface Rows {
        /**
         * Whether a row is a variable.
         *
         * @param before the match's rows before it, or null
         */
        boolean is(int variable, long row, @Nullable PartialMatch before);

        /** The time of a row in nanoseconds, growing with its number; asked where matches have a longest duration. */
        long time(long row);
    }

    /** A way to go on: the place that the next row has to fit, and the rows so far. */
    private record Way(int place, long start, @Nullable PartialMatch rows) {}

    private final PatternAutomaton automaton;
    private final AfterMatch after;
    private final boolean looksBack;
    private final long within;
    private final Rows rows;
    /** By place: the last step in which a way came to it. */
    private final long[] reached;

    private List<Way> ways = new ArrayList<>();
    private List<Way> next = new ArrayList<>();
    private @Nullable Way best;
    private long cursor;
    private long steps;

    /**
     * @param looksBack whether conditions look at the match's rows before
     * @param within the most nanoseconds from the first row of a match to the last, or {@link Long#MAX_VALUE}
     */
    PatternSearch(PatternAutomaton automaton, AfterMatch after, boolean looksBack, long within, Rows rows) {
        this.automaton = automaton;
        this.after = after;
        this.looksBack = looksBack;
        this.within = within;
        this.rows = rows;
        this.reached = new long[automaton.variables().length];
    }

    /** Forgets everything, and searches from a row on. */
    void begin(long from) {
        ways.clear();
        best = null;
        cursor = from;
    }

    /** The first row that is still needed. */
    long needed() {
        return ways.isEmpty() ? cursor : ways.get(0).start;
    }

    /** The rows up to {@code end}, which is not among them, are known. */
    void advance(long end, Consumer<PatternMatch> target) {
        while (cursor < end) {
            step(cursor++);
            settle(target);
        }
    }

    /** Each later row has this time or a later one; all rows so far have been searched. */
    void expire(long time, Consumer<PatternMatch> target) {
        long end = cursor;
        dropExpired(time);
        settle(target);
        advance(end, target);
    }

    /** No row follows. */
    void end(Consumer<PatternMatch> target) {
        long end = cursor;
        ways.clear();
        while (best != null) {
            settle(target);
            advance(end, target);
            ways.clear();
        }
    }

    /** Up to this time {@link #expire} finds nothing. */
    long deadline() {
        if (best == null || within == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long limit = rows.time(ways.get(0).start) + within;
        return limit < within ? Long.MAX_VALUE : limit;
    }

    long memoryBytes() {
        // A way, and the row that it has to itself.
        return 72L * ways.size() + 8L * reached.length;
    }

    private void dropExpired(long time) {
        if (within < Long.MAX_VALUE) {
            ways.removeIf(way ->
                    time > rows.time(way.start) && Long.compareUnsigned(time - rows.time(way.start), within) > 0);
        }
    }

    private void step(long row) {
        if (!ways.isEmpty() && within < Long.MAX_VALUE) {
            dropExpired(rows.time(row));
        }
        steps++;
        boolean isOpen = true;
        for (int i = 0; i < ways.size() && isOpen; i++) {
            isOpen = take(ways.get(i), row);
        }
        if (isOpen && best == null) {
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
    }

    /** A way takes a row, where it fits; returns false where ways that are preferred less do not count any more. */
    private boolean take(Way way, long row) {
        int variable = automaton.variables()[way.place];
        if (!rows.is(variable, row, way.rows)) {
            return true;
        }
        PartialMatch taken = PartialMatch.of(way.rows, variable);
        for (int place : automaton.follow(way.place)) {
            if (place == PatternAutomaton.ACCEPT) {
                best = new Way(place, way.start, taken);
                return false;
            }
            if (looksBack || within < Long.MAX_VALUE || reached[place] != steps) {
                reached[place] = steps;
                next.add(new Way(place, way.start, taken));
            }
        }
        return true;
    }

    /** Gives the match that nothing comes before any more. */
    private void settle(Consumer<PatternMatch> target) {
        if (best == null || !ways.isEmpty()) {
            return;
        }
        PatternMatch match =
                new PatternMatch(best.start, Objects.requireNonNull(best.rows).variables());
        target.accept(match);
        begin(resume(match));
    }

    private long resume(PatternMatch match) {
        long at = switch (after.kind()) {
            case PAST_LAST_ROW -> match.end();
            case TO_NEXT_ROW -> match.start() + 1;
            case TO_FIRST -> match.first(after.variable());
            case TO_LAST -> match.last(after.variable());
        };
        if (at <= match.start()) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    (at < 0
                                    ? "a match has no row of the variable that AFTER MATCH skips to"
                                    : "AFTER MATCH skips to the first row of the match, which would be found for ever")
                            + ": match " + Arrays.toString(match.variables())
                            + "; skip to a variable that always comes later in the pattern, or SKIP PAST LAST ROW");
        }
        return at;
    }
}
