package io.barograph.core.regex;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a text once, in all ways that a program leaves open at the same time (Thompson 1968; with the places of groups and
 * the order of ways kept, as in Pike's sam and Cox's RE2): code points times instructions is the longest that it takes.
 */
final class RegexRun {
    /** The ways at one place of the text, the preferred first; each instruction is in it once at most. */
    private static final class Ways {
        private final int[] steps;
        private final int[][] places;
        private final int[] seenAt;
        private int count;

        Ways(int size) {
            steps = new int[size];
            places = new int[size][];
            seenAt = new int[size];
            Arrays.fill(seenAt, -1);
        }
    }

    private final RegexProgram program;
    private final IntUnaryOperator otherCase;
    private final int slots;
    private Ways now;
    private Ways next;
    private String text = "";

    RegexRun(RegexProgram program, int groups, IntUnaryOperator otherCase) {
        this.program = program;
        this.otherCase = otherCase;
        this.slots = 2 * (groups + 1);
        this.now = new Ways(program.size());
        this.next = new Ways(program.size());
    }

    /** The places of the first match at or behind {@code from}, or null. */
    int @Nullable [] find(String searched, int from) {
        text = searched;
        Arrays.fill(now.seenAt, -1);
        Arrays.fill(next.seenAt, -1);
        now.count = 0;
        int[] none = new int[slots];
        Arrays.fill(none, -1);
        int[] found = null;
        for (int at = from; ; ) {
            if (found == null) {
                follow(now, 0, at, none);
            }
            int codePoint = at < text.length() ? text.codePointAt(at) : -1;
            int behind = at + (codePoint < 0 ? 1 : Character.charCount(codePoint));
            next.count = 0;
            for (int i = 0; i < now.count; i++) {
                RegexProgram.Step step = program.step(now.steps[i]);
                if (step instanceof RegexProgram.Done) {
                    found = now.places[i];
                    // Ways behind this one are worse.
                    break;
                }
                if (codePoint >= 0 && step instanceof RegexProgram.Take take && takes(take.set(), codePoint)) {
                    follow(next, now.steps[i] + 1, behind, now.places[i]);
                }
            }
            if (codePoint < 0 || found != null && next.count == 0) {
                return found;
            }
            Ways free = now;
            now = next;
            next = free;
            at = behind;
        }
    }

    private boolean takes(RegexNode.Set set, int codePoint) {
        return (set.contains(codePoint) || set.contains(otherCase.applyAsInt(codePoint))) ^ set.negated();
    }

    /** Adds what an instruction leads to without taking a code point. */
    private void follow(Ways ways, int index, int at, int[] places) {
        if (ways.seenAt[index] == at) {
            return;
        }
        ways.seenAt[index] = at;
        RegexProgram.Step step = program.step(index);
        if (step instanceof RegexProgram.Jump jump) {
            follow(ways, jump.target(), at, places);
        } else if (step instanceof RegexProgram.Split split) {
            follow(ways, split.first(), at, places);
            follow(ways, split.second(), at, places);
        } else if (step instanceof RegexProgram.Save save) {
            int[] saved = places.clone();
            saved[save.slot()] = at;
            follow(ways, index + 1, at, saved);
        } else if (step instanceof RegexProgram.Check check) {
            if (holds(check.place(), at)) {
                follow(ways, index + 1, at, places);
            }
        } else {
            ways.steps[ways.count] = index;
            ways.places[ways.count++] = places;
        }
    }

    private boolean holds(RegexNode.Place place, int at) {
        return switch (place) {
            case START -> at == 0;
            case END -> at == text.length();
            case WORD_EDGE -> isWord(at - 1) != isWord(at);
            case NO_WORD_EDGE -> isWord(at - 1) == isWord(at);
        };
    }

    private boolean isWord(int at) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '_' || c >= 'a' && c <= 'z';
    }
}
