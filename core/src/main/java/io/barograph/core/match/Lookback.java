package io.barograph.core.match;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a match under way that conditions look back at, in steps that do not grow with the match: each row knows the
 * latest one of each set of variables, and the first ones that are asked for.
 */
final class Lookback {
    /** The sets of variables of which the latest row is known. */
    private final long[] sets;
    /** What is counted from the first row on; {@link #firstSets} is the index of its set. */
    private final List<RowValue> firsts;

    private final int[] firstSets;

    /** @param values all that conditions look at */
    Lookback(List<RowValue> values) {
        this.sets = values.stream().mapToLong(RowValue::variables).distinct().toArray();
        this.firsts = values.stream()
                .filter(RowValue::fromFirst)
                .map(value -> new RowValue(0, value.variables(), true, value.offset(), 0))
                .distinct()
                .toList();
        this.firstSets =
                firsts.stream().mapToInt(value -> set(value.variables())).toArray();
    }

    /** What conditions look at that is not at a fixed distance from the row. */
    static List<RowValue> values(List<Condition> conditions) {
        return IntStream.range(0, conditions.size())
                .filter(i -> !conditions.get(i).isOfRow(i))
                .mapToObj(i -> conditions.get(i).values())
                .flatMap(List::stream)
                .filter(RowValue.class::isInstance)
                .map(RowValue.class::cast)
                .toList();
    }

    private int set(long variables) {
        int i = 0;
        while (sets[i] != variables) {
            i++;
        }
        return i;
    }

    /** A match and one more row. */
    PartialMatch extend(@Nullable PartialMatch before, int variable) {
        @Nullable PartialMatch[] marks = new PartialMatch[sets.length + firsts.size()];
        PartialMatch match = new PartialMatch(variable, before, marks);
        for (int i = 0; i < sets.length; i++) {
            marks[i] = RowValue.counts(sets[i], variable) ? match : before == null ? null : before.marks[i];
        }
        for (int i = 0; i < firsts.size(); i++) {
            PartialMatch known = before == null ? null : before.marks[sets.length + i];
            // Where it is not known, there are at most as many rows as it passes over, and this one.
            boolean isIt = known == null
                    && RowValue.counts(firsts.get(i).variables(), variable)
                    && back(match, firstSets[i], firsts.get(i).offset()) != null;
            marks[sets.length + i] = isIt ? match : known;
        }
        return match;
    }

    private static @Nullable PartialMatch back(PartialMatch match, int set, int offset) {
        PartialMatch at = match.marks[set];
        for (int left = offset; at != null && left > 0; left--) {
            at = at.before() == null ? null : at.before().marks[set];
        }
        return at;
    }

    /** What finds a value's row in matches: its number, or -1 where there is none. */
    Finder finder(RowValue value) {
        int set = set(value.variables());
        if (!value.fromFirst()) {
            return (match, row) -> number(back(match, set, value.offset()), match, row, value.shift());
        }
        int mark = sets.length + firsts.indexOf(new RowValue(0, value.variables(), true, value.offset(), 0));
        return (match, row) -> number(match.marks[mark], match, row, value.shift());
    }

    private static long number(@Nullable PartialMatch found, PartialMatch match, long row, int shift) {
        return found == null
                ? -1
                : Math.max(
                        -1, row - match.length() + Objects.requireNonNull(found).length() + shift);
    }

    /** Finds a row in a match whose latest row has a number. */
    interface Finder {
        long row(PartialMatch match, long latest);
    }
}
