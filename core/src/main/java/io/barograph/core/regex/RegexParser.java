package io.barograph.core.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads a pattern. What it does not know is refused, never guessed. */
final class RegexParser {
    /** A pattern that is none, or that cannot be matched in linear time. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /** Times that a counted repetition may ask for. */
    private static final int MOST_TIMES = 1_000;

    private static final int DEEPEST = 100;
    private static final int[] DIGITS = {'0', '9'};
    private static final int[] WORD = {'0', '9', 'A', 'Z', '_', '_', 'a', 'z'};
    private static final int[] SPACE = {'\t', '\n', '\f', '\r', ' ', ' '};
    private static final int[] LINE_FEED = {'\n', '\n'};
    private static final Map<String, int[]> NAMED = Map.of(
            "alpha", new int[] {'A', 'Z', 'a', 'z'},
            "digit", DIGITS,
            "alnum", new int[] {'0', '9', 'A', 'Z', 'a', 'z'},
            "upper", new int[] {'A', 'Z'},
            "lower", new int[] {'a', 'z'},
            "space", new int[] {'\t', '\r', ' ', ' '},
            "punct", new int[] {'!', '/', ':', '@', '[', '`', '{', '~'},
            "word", WORD,
            "xdigit", new int[] {'0', '9', 'A', 'F', 'a', 'f'});

    private final int[] pattern;
    private final boolean dotAll;
    private int at;
    private int depth;
    private int groups;

    RegexParser(String text, boolean dotAll) {
        this.pattern = text.codePoints().toArray();
        this.dotAll = dotAll;
    }

    RegexNode parse() {
        RegexNode all = choice();
        if (at < pattern.length) {
            throw new Refused("')' closes nothing");
        }
        return all;
    }

    int groups() {
        return groups;
    }

    private RegexNode choice() {
        if (++depth > DEEPEST) {
            throw new Refused("parentheses are nested too deep");
        }
        List<RegexNode> ways = new ArrayList<>(List.of(sequence()));
        while (take('|')) {
            ways.add(sequence());
        }
        depth--;
        return ways.size() == 1 ? ways.get(0) : new RegexNode.Choice(ways);
    }

    private RegexNode sequence() {
        List<RegexNode> parts = new ArrayList<>();
        while (at < pattern.length && pattern[at] != '|' && pattern[at] != ')') {
            parts.add(repeated(atom()));
        }
        return parts.size() == 1 ? parts.get(0) : new RegexNode.Sequence(parts);
    }

    private RegexNode repeated(RegexNode inner) {
        int least;
        int most;
        if (take('*')) {
            least = 0;
            most = -1;
        } else if (take('+')) {
            least = 1;
            most = -1;
        } else if (take('?')) {
            least = 0;
            most = 1;
        } else if (isCount()) {
            at++;
            least = count();
            most = !take(',') ? least : pattern[at] == '}' ? -1 : count();
            at++;
            if (most >= 0 && least > most) {
                throw new Refused("a repetition's limits are the wrong way round");
            }
        } else {
            return inner;
        }
        boolean lazy = take('?');
        if (at < pattern.length && (pattern[at] == '*' || pattern[at] == '+' || pattern[at] == '?')) {
            throw new Refused("a repetition repeats nothing");
        }
        return new RegexNode.Repeat(inner, least, most, lazy);
    }

    /** Whether {@code {n}}, {@code {n,}} or {@code {n,m}} comes; a brace of another kind is itself. */
    private boolean isCount() {
        int i = at;
        if (i == pattern.length || pattern[i++] != '{') {
            return false;
        }
        int digits = i;
        while (i < pattern.length && Character.isDigit(pattern[i])) {
            i++;
        }
        if (i == digits) {
            return false;
        }
        if (i < pattern.length && pattern[i] == ',') {
            i++;
            while (i < pattern.length && Character.isDigit(pattern[i])) {
                i++;
            }
        }
        return i < pattern.length && pattern[i] == '}';
    }

    private int count() {
        int value = 0;
        while (Character.isDigit(pattern[at])) {
            value = value * 10 + Character.digit(pattern[at++], 10);
            if (value > MOST_TIMES) {
                throw new Refused("more than " + MOST_TIMES + " repetitions");
            }
        }
        return value;
    }

    private RegexNode atom() {
        int c = pattern[at++];
        return switch (c) {
            case '.' -> dotAll ? new RegexNode.Set(new int[0], true) : new RegexNode.Set(LINE_FEED, true);
            case '^' -> new RegexNode.At(RegexNode.Place.START);
            case '$' -> new RegexNode.At(RegexNode.Place.END);
            case '(' -> group();
            case '[' -> set();
            case '\\' -> escape();
            case '*', '+', '?' -> throw new Refused("a repetition repeats nothing");
            default -> literal(c);
        };
    }

    private RegexNode group() {
        int number = 0;
        if (take('?')) {
            if (take('P') || peek() == '<') {
                if (!take('<') || peek() == '=' || peek() == '!') {
                    throw new Refused("looking around takes more than linear time");
                }
                while (at < pattern.length && pattern[at] != '>') {
                    at++;
                }
                if (!take('>')) {
                    throw new Refused("a group's name has no end");
                }
                number = ++groups;
            } else if (peek() == '=' || peek() == '!') {
                throw new Refused("looking around takes more than linear time");
            } else if (!take(':')) {
                throw new Refused("this kind of group is not known");
            }
        } else {
            number = ++groups;
        }
        RegexNode inner = choice();
        if (!take(')')) {
            throw new Refused("'(' is not closed");
        }
        return number == 0 ? inner : new RegexNode.Group(inner, number);
    }

    private RegexNode escape() {
        if (at == pattern.length) {
            throw new Refused("the pattern ends behind a backslash");
        }
        switch (pattern[at]) {
            case 'b', 'B', 'A', 'z' -> {
                int c = pattern[at++];
                return new RegexNode.At(
                        c == 'b'
                                ? RegexNode.Place.WORD_EDGE
                                : c == 'B'
                                        ? RegexNode.Place.NO_WORD_EDGE
                                        : c == 'A' ? RegexNode.Place.START : RegexNode.Place.END);
            }
            default -> {
                int[] named = namedSet(pattern[at]);
                if (named.length > 0) {
                    return new RegexNode.Set(named, Character.isUpperCase(pattern[at++]));
                }
                return literal(escaped());
            }
        }
    }

    /** What {@code \d}, {@code \w}, {@code \s} and their opposites stand for; empty where it is another letter. */
    private static int[] namedSet(int letter) {
        return switch (letter) {
            case 'd', 'D' -> DIGITS;
            case 'w', 'W' -> WORD;
            case 's', 'S' -> SPACE;
            default -> new int[0];
        };
    }

    /** The code point behind a backslash. */
    private int escaped() {
        int c = pattern[at++];
        if (c == 'x') {
            return hexadecimal();
        }
        int known = "tnrf".indexOf(c);
        if (known >= 0) {
            return "\t\n\r\f".charAt(known);
        }
        if (c < 128 && Character.isLetterOrDigit(c)) {
            throw new Refused("\\" + Character.toString(c) + " is not known");
        }
        return c;
    }

    private int hexadecimal() {
        boolean braces = take('{');
        int value = 0;
        int digits = 0;
        while (at < pattern.length && digits < (braces ? 6 : 2) && Character.digit(pattern[at], 16) >= 0) {
            value = value * 16 + Character.digit(pattern[at++], 16);
            digits++;
        }
        if (digits == 0 || !braces && digits < 2 || braces && !take('}') || value > Character.MAX_CODE_POINT) {
            throw new Refused("\\x takes two digits, or up to six in braces");
        }
        return value;
    }

    private RegexNode set() {
        boolean negated = take('^');
        List<int[]> ranges = new ArrayList<>();
        for (boolean first = true; first || peek() != ']'; first = false) {
            if (at == pattern.length) {
                throw new Refused("'[' is not closed");
            }
            ranges.add(range());
        }
        at++;
        return new RegexNode.Set(ranges.stream().flatMapToInt(Arrays::stream).toArray(), negated);
    }

    private int[] range() {
        int c = pattern[at++];
        if (c == '[' && peek() == ':') {
            return namedRanges();
        }
        if (c == '\\') {
            int[] named = namedSet(peek());
            if (named.length > 0) {
                return Character.isUpperCase(pattern[at++]) ? others(named) : named;
            }
            c = setEscape();
        }
        if (peek() != '-' || at + 1 >= pattern.length || pattern[at + 1] == ']') {
            return new int[] {c, c};
        }
        at++;
        int last = pattern[at++];
        last = last == '\\' ? setEscape() : last;
        if (last < c) {
            throw new Refused("a range is the wrong way round");
        }
        return new int[] {c, last};
    }

    private int setEscape() {
        if (at == pattern.length) {
            throw new Refused("'[' is not closed");
        }
        return escaped();
    }

    private int[] namedRanges() {
        int begin = ++at;
        while (at < pattern.length && Character.isLetter(pattern[at])) {
            at++;
        }
        int[] named = NAMED.get(new String(pattern, begin, at - begin));
        if (named == null || !take(':') || !take(']')) {
            throw new Refused("there is no such named set");
        }
        return named;
    }

    /** All code points but these, which ascend. */
    private static int[] others(int[] ranges) {
        int[] others = new int[ranges.length + 2];
        for (int i = 0; i < ranges.length; i += 2) {
            others[i + 1] = ranges[i] - 1;
            others[i + 2] = ranges[i + 1] + 1;
        }
        others[others.length - 1] = Character.MAX_CODE_POINT;
        return others;
    }

    private static RegexNode literal(int codePoint) {
        return new RegexNode.Set(new int[] {codePoint, codePoint}, false);
    }

    private int peek() {
        return at < pattern.length ? pattern[at] : -1;
    }

    private boolean take(int codePoint) {
        boolean taken = peek() == codePoint;
        at += taken ? 1 : 0;
        return taken;
    }
}
