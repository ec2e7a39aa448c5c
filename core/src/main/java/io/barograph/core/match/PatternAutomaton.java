package io.barograph.core.match;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * A pattern as places that each take one row, and for each what may follow, what is preferred first. {@link #ACCEPT} among what follows
 * ends a match; nothing stands behind it, for what is less preferred never counts.
 */
final class PatternAutomaton {
    static final int ACCEPT = -1;

    private static final int MOST_PLACES = 10_000;

    private static final int TAKE = 0;
    private static final int FORK = 1;
    private static final int END = 2;

    /** Instructions: what, and two operands. A TAKE goes on with its second one. */
    private final List<int[]> code = new ArrayList<>();

    private final int[] variables;
    private final int[][] follow;
    private final int[] start;

    /** @throws BarographException INVALID_ARGUMENT where the pattern matches no row, or repeats without end what may be none, or is too large */
    PatternAutomaton(RowPattern pattern) {
        if (pattern.canBeEmpty()) {
            throw wrong("the pattern may match no row at all; at least one variable must not be optional, as in A B*");
        }
        int end = emit(END, 0, 0);
        int first = write(pattern, end);
        int[] places = new int[code.size()];
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = code.get(i)[0] == TAKE ? count++ : ACCEPT;
        }
        this.variables = new int[count];
        this.follow = new int[count][];
        this.start = closure(first, places);
        for (int i = 0; i < places.length; i++) {
            if (code.get(i)[0] == TAKE) {
                variables[places[i]] = code.get(i)[1];
                follow[places[i]] = closure(code.get(i)[2], places);
            }
        }
    }

    /** By place: the variable that its row has to be. */
    int[] variables() {
        return variables;
    }

    /** Where a match may begin. */
    int[] start() {
        return start;
    }

    /** Where a match goes on behind a place. */
    int[] follow(int place) {
        return follow[place];
    }

    /** Whether there is a match behind whose first row the search goes on; another one would be found for ever. */
    boolean leadsOn(AfterMatch after) {
        if (after.variable() < 0) {
            return true;
        }
        BitSet reached = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        for (int place : start) {
            if (after.kind() == AfterMatch.Kind.TO_LAST || variables[place] != after.variable()) {
                open.add(place);
            }
        }
        while (!open.isEmpty()) {
            for (int place : follow[open.remove()]) {
                if (place == ACCEPT || reached.get(place)) {
                    continue;
                } else if (variables[place] == after.variable()) {
                    return true;
                }
                reached.set(place);
                open.add(place);
            }
        }
        return false;
    }

    private int emit(int what, int first, int second) {
        if (code.size() >= 2 * MOST_PLACES) {
            throw wrong("the pattern has more than " + MOST_PLACES + " places; use fewer or smaller repetitions");
        }
        code.add(new int[] {what, first, second});
        return code.size() - 1;
    }

    /** Writes a pattern that goes on with an instruction; returns where it begins. */
    private int write(RowPattern pattern, int next) {
        if (pattern instanceof RowPattern.Variable variable) {
            return emit(TAKE, variable.index(), next);
        } else if (pattern instanceof RowPattern.Sequence sequence) {
            int at = next;
            for (int i = sequence.parts().size() - 1; i >= 0; i--) {
                at = write(sequence.parts().get(i), at);
            }
            return at;
        } else if (pattern instanceof RowPattern.Choice choice) {
            int at = write(choice.parts().get(choice.parts().size() - 1), next);
            for (int i = choice.parts().size() - 2; i >= 0; i--) {
                at = emit(FORK, write(choice.parts().get(i), next), at);
            }
            return at;
        }
        return repeat((RowPattern.Repeat) pattern, next);
    }

    private int repeat(RowPattern.Repeat repeat, int next) {
        int at = next;
        if (repeat.most() == RowPattern.UNBOUNDED) {
            if (repeat.part().canBeEmpty()) {
                throw wrong("a part that may match no row is repeated without end; repeat what is within instead");
            }
            at = emit(FORK, 0, 0);
            fork(at, write(repeat.part(), at), next, repeat.reluctant());
        } else {
            for (int i = repeat.least(); i < repeat.most(); i++) {
                int fork = emit(FORK, 0, 0);
                fork(fork, write(repeat.part(), at), next, repeat.reluctant());
                at = fork;
            }
        }
        for (int i = 0; i < repeat.least(); i++) {
            at = write(repeat.part(), at);
        }
        return at;
    }

    private void fork(int at, int more, int enough, boolean reluctant) {
        code.get(at)[1] = reluctant ? enough : more;
        code.get(at)[2] = reluctant ? more : enough;
    }

    /** The places that are reached from an instruction without a row, in the order of preference. */
    private int[] closure(int from, int[] places) {
        int[] found = new int[8];
        int count = 0;
        BitSet seen = new BitSet();
        int[] stack = new int[16];
        int depth = 0;
        stack[depth++] = from;
        while (depth > 0) {
            int at = stack[--depth];
            if (seen.get(at)) {
                continue;
            }
            seen.set(at);
            int[] instruction = code.get(at);
            if (instruction[0] == FORK) {
                if (depth + 2 > stack.length) {
                    stack = Arrays.copyOf(stack, 2 * stack.length);
                }
                stack[depth++] = instruction[2];
                stack[depth++] = instruction[1];
                continue;
            }
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = places[at];
            if (instruction[0] == END) {
                break;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static BarographException wrong(String message) {
        return new BarographException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
