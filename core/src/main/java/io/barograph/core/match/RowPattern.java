package io.barograph.core.match;

import java.util.List;
import java.util.stream.Collectors;

/** What rows in a row have to be: a regular expression over variables, each of which is a condition on a row. Immutable. */
public sealed interface RowPattern {
    /** As many repetitions as there are rows. */
    int UNBOUNDED = -1;

    /** Whether no row at all is a match. */
    boolean canBeEmpty();

    /** As SQL writes it. */
    String text(List<String> names);

    /** One row. @param index of the variable, from 0 */
    record Variable(int index) implements RowPattern {
        @Override
        public boolean canBeEmpty() {
            return false;
        }

        @Override
        public String text(List<String> names) {
            return names.get(index);
        }
    }

    /** One part behind the other. */
    record Sequence(List<RowPattern> parts) implements RowPattern {
        public Sequence {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean canBeEmpty() {
            return parts.stream().allMatch(RowPattern::canBeEmpty);
        }

        @Override
        public String text(List<String> names) {
            return parts.stream()
                    .map(part -> part instanceof Choice ? "(" + part.text(names) + ")" : part.text(names))
                    .collect(Collectors.joining(" "));
        }
    }

    /** The first of the parts that leads to a match. */
    record Choice(List<RowPattern> parts) implements RowPattern {
        public Choice {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean canBeEmpty() {
            return parts.stream().anyMatch(RowPattern::canBeEmpty);
        }

        @Override
        public String text(List<String> names) {
            return parts.stream().map(part -> part.text(names)).collect(Collectors.joining(" | "));
        }
    }

    /**
     * A part some times.
     *
     * @param least from 0
     * @param most not below {@code least}, or {@link #UNBOUNDED}
     * @param reluctant whether fewer times are preferred to more
     */
    record Repeat(RowPattern part, int least, int most, boolean reluctant) implements RowPattern {
        @Override
        public boolean canBeEmpty() {
            return least == 0 || part.canBeEmpty();
        }

        @Override
        public String text(List<String> names) {
            String inner = part instanceof Variable ? part.text(names) : "(" + part.text(names) + ")";
            String times;
            if (least == 0 && most == UNBOUNDED) {
                times = "*";
            } else if (least == 1 && most == UNBOUNDED) {
                times = "+";
            } else if (least == 0 && most == 1) {
                times = "?";
            } else if (least == most) {
                times = "{" + least + "}";
            } else {
                times = "{" + least + "," + (most == UNBOUNDED ? "" : most) + "}";
            }
            return inner + times + (reluctant ? "?" : "");
        }
    }
}
