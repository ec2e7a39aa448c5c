package io.barograph.core.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The search finds what trying one way after the other finds, the most preferred first, however rows come. */
class PatternSearchTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final int RUNS = 3_000;
    private static final int VARIABLES = 3;

    /** Rows of random fits: a variable is a row where a bit is set; looking back, not where the match's sum grows too large. */
    private record Given(int[] fits, int[] values, long[] times, boolean looksBack) implements PatternSearch.Rows {
        @Override
        public @Nullable PartialMatch take(int variable, long row, @Nullable PartialMatch before) {
            int sum = values[(int) row];
            int back = 1;
            for (PartialMatch at = before; looksBack && at != null; at = at.before()) {
                sum += at.variable() == variable ? values[(int) row - back] : 0;
                back++;
            }
            return (fits[(int) row] >> variable & 1) != 0 && (!looksBack || sum < 12)
                    ? PartialMatch.of(before, variable)
                    : null;
        }

        @Override
        public long time(long row) {
            return times[(int) row];
        }

        @Override
        public String name(int variable) {
            return "abc".substring(variable, variable + 1);
        }
    }

    private static RowPattern randomPattern(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(4);
        if (kind == 0) {
            return new RowPattern.Variable(random.nextInt(VARIABLES));
        } else if (kind == 3) {
            RowPattern part = randomPattern(random, depth - 1);
            int least = random.nextInt(3);
            int most = random.nextInt(3) == 0 && !part.canBeEmpty()
                    ? RowPattern.UNBOUNDED
                    : Math.max(1, least + random.nextInt(3));
            return new RowPattern.Repeat(part, least, most, random.nextBoolean());
        }
        List<RowPattern> parts = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            parts.add(randomPattern(random, depth - 1));
        }
        return kind == 1 ? new RowPattern.Sequence(parts) : new RowPattern.Choice(parts);
    }

    /** One way after the other. */
    private static final class Backtracking {
        private final Given rows;
        private final long within;
        private final List<Integer> taken = new ArrayList<>();
        private long start;

        Backtracking(Given rows, long within) {
            this.rows = rows;
            this.within = within;
        }

        int @Nullable [] matchFrom(RowPattern pattern, long from) {
            start = from;
            taken.clear();
            return match(pattern, from, row -> true)
                    ? taken.stream().mapToInt(Integer::intValue).toArray()
                    : null;
        }

        private boolean match(RowPattern pattern, long row, LongPredicate rest) {
            if (pattern instanceof RowPattern.Variable variable) {
                if (row >= rows.fits.length || rows.times[(int) row] - rows.times[(int) start] > within) {
                    return false;
                }
                PartialMatch before = null;
                for (int label : taken) {
                    before = PartialMatch.of(before, label);
                }
                if (rows.take(variable.index(), row, before) == null) {
                    return false;
                }
                taken.add(variable.index());
                if (rest.test(row + 1)) {
                    return true;
                }
                taken.remove(taken.size() - 1);
                return false;
            } else if (pattern instanceof RowPattern.Sequence sequence) {
                return inRow(sequence.parts(), 0, row, rest);
            } else if (pattern instanceof RowPattern.Choice choice) {
                return choice.parts().stream().anyMatch(part -> match(part, row, rest));
            }
            return repeat((RowPattern.Repeat) pattern, 0, row, rest);
        }

        private boolean inRow(List<RowPattern> parts, int part, long row, LongPredicate rest) {
            return part == parts.size()
                    ? rest.test(row)
                    : match(parts.get(part), row, next -> inRow(parts, part + 1, next, rest));
        }

        private boolean repeat(RowPattern.Repeat repeat, int done, long row, LongPredicate rest) {
            boolean mayStop = done >= repeat.least();
            boolean mayGoOn = repeat.most() == RowPattern.UNBOUNDED || done < repeat.most();
            if (mayStop && repeat.reluctant() && rest.test(row)) {
                return true;
            }
            if (mayGoOn && match(repeat.part(), row, next -> repeat(repeat, done + 1, next, rest))) {
                return true;
            }
            return mayStop && !repeat.reluctant() && rest.test(row);
        }
    }

    private static List<String> expected(RowPattern pattern, AfterMatch after, long within, Given given) {
        List<String> found = new ArrayList<>();
        Backtracking backtracking = new Backtracking(given, within);
        for (long from = 0; from < given.fits.length; ) {
            int[] match = backtracking.matchFrom(pattern, from);
            if (match == null) {
                from++;
                continue;
            }
            found.add(from + Arrays.toString(match));
            from = after.kind() == AfterMatch.Kind.PAST_LAST_ROW ? from + match.length : from + 1;
        }
        return found;
    }

    @Test
    void findsWhatTryingOneWayAfterTheOtherFinds() {
        Random random = new Random(SEED);
        int matches = 0;
        for (int run = 0; run < RUNS; run++) {
            RowPattern pattern = randomPattern(random, 3);
            if (pattern.canBeEmpty()) {
                continue;
            }
            Given given = rows(random);
            long within = random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(12);
            AfterMatch after = random.nextBoolean() ? AfterMatch.PAST_LAST_ROW : AfterMatch.TO_NEXT_ROW;
            List<String> wanted = expected(pattern, after, within, given);
            List<String> found = searched(random, pattern, after, within, given);
            assertThat(found)
                    .as(
                            "-Dbarograph.seed=%d, run %d: %s, %s, within %d, %s",
                            SEED, run, pattern.text(List.of("A", "B", "C")), after, within, given)
                    .isEqualTo(wanted);
            matches += wanted.size();
        }
        assertThat(matches).isGreaterThan(RUNS);
    }

    private static Given rows(Random random) {
        int size = random.nextInt(24);
        int[] fits = random.ints(size, 0, 1 << VARIABLES).toArray();
        int[] values = random.ints(size, 0, 6).toArray();
        long[] times = new long[size];
        for (int i = 1; i < size; i++) {
            times[i] = times[i - 1] + random.nextInt(4);
        }
        return new Given(fits, values, times, random.nextBoolean());
    }

    /** In pieces, begun anew from what is needed now and then, and told of time between rows. */
    private static List<String> searched(
            Random random, RowPattern pattern, AfterMatch after, long within, Given given) {
        List<String> found = new ArrayList<>();
        PatternSearch search = new PatternSearch(new PatternAutomaton(pattern), after, given.looksBack, within, given);
        search.begin(0);
        for (int known = 0; known < given.fits.length; ) {
            known = Math.min(given.fits.length, known + 1 + random.nextInt(5));
            search.advance(known, match -> add(found, match));
            if (random.nextInt(3) == 0) {
                PatternSearch restored =
                        new PatternSearch(new PatternAutomaton(pattern), after, given.looksBack, within, given);
                restored.begin(search.needed());
                restored.advance(known, match -> {
                    throw new AssertionError("found again: " + match.start());
                });
                search = restored;
            }
            if (known < given.fits.length && random.nextInt(3) == 0) {
                long deadline = search.deadline();
                int before = found.size();
                search.expire(given.times[known], match -> add(found, match));
                assertThat(found.size() == before || deadline < given.times[known])
                        .isTrue();
            }
        }
        search.end(match -> add(found, match));
        return found;
    }

    private static void add(List<String> found, PatternMatch match) {
        found.add(match.start() + Arrays.toString(match.variables()));
    }

    @Test
    void refusesWhatMatchesNoRowAndWhatWouldBeFoundForEver() {
        RowPattern a = new RowPattern.Variable(0);
        assertThatThrownBy(() -> new PatternAutomaton(new RowPattern.Repeat(a, 0, RowPattern.UNBOUNDED, false)))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("no row at all");
        Given given = new Given(new int[] {1}, new int[] {1}, new long[] {0}, false);
        PatternSearch search = new PatternSearch(
                new PatternAutomaton(a), new AfterMatch(AfterMatch.Kind.TO_FIRST, 0), false, Long.MAX_VALUE, given);
        search.begin(0);
        assertThatThrownBy(() -> search.advance(1, match -> {}))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("begins at 1970-01-01 00:00:00 is skipped to its own first row, as a,");
    }

    @Test
    void noPatternIsRefusedOfWhichAMatchLeadsOn() {
        Random random = new Random(SEED);
        for (int run = 0; run < RUNS; run++) {
            RowPattern pattern = randomPattern(random, 2);
            if (pattern.canBeEmpty()) {
                continue;
            }
            AfterMatch after = new AfterMatch(
                    random.nextBoolean() ? AfterMatch.Kind.TO_FIRST : AfterMatch.Kind.TO_LAST,
                    random.nextInt(VARIABLES));
            List<int[]> found = new ArrayList<>();
            // Rows that are one variable each, so that every word of the pattern can be read from them.
            for (int word = 0; word < 729; word++) {
                int[] fits = new int[6];
                for (int i = 0, rest = word; i < 6; i++, rest /= VARIABLES) {
                    fits[i] = 1 << rest % VARIABLES;
                }
                Given given = new Given(fits, new int[6], new long[6], false);
                PatternSearch search = new PatternSearch(
                        new PatternAutomaton(pattern), AfterMatch.TO_NEXT_ROW, false, Long.MAX_VALUE, given);
                search.begin(0);
                Consumer<PatternMatch> add = match -> found.add(match.variables());
                search.advance(6, add);
                search.end(add);
            }
            boolean leadsOn = found.stream().anyMatch(rows -> after.row(new PatternMatch(0, rows)) > 0);
            boolean known = new PatternAutomaton(pattern).leadsOn(after);
            assertThat(known || !leadsOn)
                    .as("-Dbarograph.seed=%d: %s, %s", SEED, pattern, after)
                    .isTrue();
        }
    }

    @Test
    void skipsThatNeverLeadOnAreKnown() {
        RowPattern a = new RowPattern.Variable(0);
        RowPattern b = new RowPattern.Variable(1);
        RowPattern any = new RowPattern.Repeat(a, 0, RowPattern.UNBOUNDED, false);
        RowPattern maybe = new RowPattern.Repeat(a, 0, 1, false);
        assertThat(leadsOn(true, a, b)).isFalse();
        assertThat(leadsOn(false, a, b)).isFalse();
        assertThat(leadsOn(true, maybe, b)).isFalse();
        assertThat(leadsOn(true, b, maybe)).isTrue();
        assertThat(leadsOn(true, any, a, b)).isFalse();
        assertThat(leadsOn(false, any, a, b)).isTrue();
        assertThat(leadsOn(false, b, b)).isFalse();
    }

    /** Whether a search for these parts goes on at the first, or the last, row of a. */
    private static boolean leadsOn(boolean first, RowPattern... parts) {
        AfterMatch.Kind kind = first ? AfterMatch.Kind.TO_FIRST : AfterMatch.Kind.TO_LAST;
        return new PatternAutomaton(new RowPattern.Sequence(List.of(parts))).leadsOn(new AfterMatch(kind, 0));
    }
}
