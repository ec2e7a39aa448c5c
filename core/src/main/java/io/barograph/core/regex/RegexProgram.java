package io.barograph.core.regex;

import java.util.ArrayList;
import java.util.List;

/** A pattern as instructions for {@link RegexRun}: each tests something, or says where to go on. */
final class RegexProgram {
    /** Instructions of a pattern: a run looks at each of them once per code point, at most. */
    private static final int MOST = 2_000;

    /** What an instruction does. */
    sealed interface Step {}

    /** Goes on behind it with a code point of the set. */
    record Take(RegexNode.Set set) implements Step {}

    /** Goes on behind it where the text is so. */
    record Check(RegexNode.Place place) implements Step {}

    /** Remembers the place, and goes on behind it. */
    record Save(int slot) implements Step {}

    /** Goes on in two places, the first before the second. */
    record Split(int first, int second) implements Step {}

    record Jump(int target) implements Step {}

    record Done() implements Step {}

    private final List<Step> steps = new ArrayList<>();

    RegexProgram(RegexNode pattern) {
        emit(new RegexNode.Group(pattern, 0));
        add(new Done());
    }

    Step step(int index) {
        return steps.get(index);
    }

    int size() {
        return steps.size();
    }

    private int add(Step step) {
        if (steps.size() == MOST) {
            throw new RegexParser.Refused("the pattern is too large");
        }
        steps.add(step);
        return steps.size() - 1;
    }

    private void emit(RegexNode node) {
        if (node instanceof RegexNode.Set set) {
            add(new Take(set));
        } else if (node instanceof RegexNode.At at) {
            add(new Check(at.place()));
        } else if (node instanceof RegexNode.Sequence sequence) {
            sequence.parts().forEach(this::emit);
        } else if (node instanceof RegexNode.Group group) {
            add(new Save(2 * group.number()));
            emit(group.inner());
            add(new Save(2 * group.number() + 1));
        } else if (node instanceof RegexNode.Choice choice) {
            choose(choice.ways());
        } else if (node instanceof RegexNode.Repeat repeat) {
            repeat(repeat);
        }
    }

    private void choose(List<RegexNode> ways) {
        List<Integer> ends = new ArrayList<>();
        for (RegexNode way : ways.subList(0, ways.size() - 1)) {
            int split = add(new Done());
            emit(way);
            ends.add(add(new Done()));
            steps.set(split, new Split(split + 1, steps.size()));
        }
        emit(ways.get(ways.size() - 1));
        ends.forEach(end -> steps.set(end, new Jump(steps.size())));
    }

    private void repeat(RegexNode.Repeat repeat) {
        for (int i = 0; i < repeat.least(); i++) {
            int before = steps.size();
            emit(repeat.inner());
            if (steps.size() == before) {
                // The empty text, however often.
                break;
            }
        }
        if (repeat.most() < 0) {
            int split = add(new Done());
            emit(repeat.inner());
            add(new Jump(split));
            steps.set(split, split(split + 1, steps.size(), repeat.lazy()));
            return;
        }
        List<Integer> splits = new ArrayList<>();
        for (int i = repeat.least(); i < repeat.most(); i++) {
            splits.add(add(new Done()));
            emit(repeat.inner());
        }
        splits.forEach(split -> steps.set(split, split(split + 1, steps.size(), repeat.lazy())));
    }

    private static Split split(int into, int past, boolean lazy) {
        return lazy ? new Split(past, into) : new Split(into, past);
    }
}
