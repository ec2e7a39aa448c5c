package io.barograph.core.regex;

import java.util.List;

/** A piece of a pattern. */
sealed interface RegexNode {
    /** What stands between two code points. */
    enum Place {
        START,
        END,
        WORD_EDGE,
        NO_WORD_EDGE
    }

    /**
     * One code point of a set.
     *
     * @param ranges first and last of each range
     * @param negated whether it is one of all others
     */
    record Set(int[] ranges, boolean negated) implements RegexNode {
        boolean contains(int codePoint) {
            for (int i = 0; i < ranges.length; i += 2) {
                if (codePoint >= ranges[i] && codePoint <= ranges[i + 1]) {
                    return true;
                }
            }
            return false;
        }
    }

    record At(Place place) implements RegexNode {}

    /** One after the other; none is the empty text. */
    record Sequence(List<RegexNode> parts) implements RegexNode {}

    /** One of these, the first that leads to a match. */
    record Choice(List<RegexNode> ways) implements RegexNode {}

    /** @param number of the group, from 1 */
    record Group(RegexNode inner, int number) implements RegexNode {}

    /**
     * @param most times, or -1 for any number
     * @param lazy whether fewer times are tried first
     */
    record Repeat(RegexNode inner, int least, int most, boolean lazy) implements RegexNode {}
}
