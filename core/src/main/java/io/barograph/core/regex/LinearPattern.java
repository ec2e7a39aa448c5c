package io.barograph.core.regex;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression: RE2's syntax without Unicode's classes, flags in the pattern, and multi-line mode. Of several matches the first,
 * of several at one place the one that the pattern prefers, as in Perl. Searching takes time in proportion to the text times
 * the pattern. One thread uses a pattern at a time.
 */
public final class LinearPattern {
    private final RegexRun run;
    private final int groups;

    private LinearPattern(RegexRun run, int groups) {
        this.run = run;
        this.groups = groups;
    }

    /**
     * A pattern.
     *
     * @param pattern in which {@code \d}, {@code \w}, {@code \s} and {@code \b} are of ASCII
     * @param dotAll whether {@code .} is a line feed, too
     * @param otherCase a code point in its other case, where case does not matter; else the same
     * @return null where the text is no pattern, is too large, or needs more than linear time
     */
    public static @Nullable LinearPattern compile(String pattern, boolean dotAll, IntUnaryOperator otherCase) {
        try {
            return compileOrRefuse(pattern, dotAll, otherCase);
        } catch (RegexParser.Refused e) {
            return null;
        }
    }

    private static LinearPattern compileOrRefuse(String pattern, boolean dotAll, IntUnaryOperator otherCase) {
        RegexParser parser = new RegexParser(pattern, dotAll);
        RegexProgram program = new RegexProgram(parser.parse());
        return new LinearPattern(new RegexRun(program, parser.groups(), otherCase), parser.groups());
    }

    /** Why {@link #compile} gives null for a text; null where it is a pattern. */
    public static @Nullable String fault(String pattern) {
        try {
            compileOrRefuse(pattern, false, IntUnaryOperator.identity());
            return null;
        } catch (RegexParser.Refused e) {
            return e.getMessage();
        }
    }

    /** How many groups in parentheses there are. */
    public int groups() {
        return groups;
    }

    /**
     * The first match at or behind a place.
     *
     * @return from where to where it is, in chars, then each group's, -1 for those that matched nothing; null where there is none
     */
    public int @Nullable [] find(String text, int from) {
        return run.find(text, from);
    }
}
