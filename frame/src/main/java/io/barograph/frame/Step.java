package io.barograph.frame;

import java.util.ArrayList;
import java.util.List;

/**
 * One verb as a piece of SQL over the steps that it reads. Immutable; steps are compared by identity, so that a frame used
 * twice is written once.
 *
 * @param verb as in Java, for messages
 * @param parts in the order of the text
 */
record Step(String verb, List<Part> parts) {
    Step {
        parts = List.copyOf(parts);
    }

    /** A piece of a step's text. */
    sealed interface Part {
        /** SQL of our own. */
        record Raw(String sql) implements Part {}

        /** The name under which another step can be read. */
        record Input(Step step) implements Part {}

        /**
         * SQL of the caller's.
         *
         * @param verb that it was given to: the step's, or one before it such as {@code by}
         * @param written what the caller wrote, as Java has it: a text with its quotes, a number without
         * @param sql the same with its values filled in
         */
        record Argument(String verb, String written, String sql) implements Part {}
    }

    static Builder of(String verb) {
        return new Builder(verb);
    }

    /** The steps that this one reads, in the order of the text. */
    List<Step> inputs() {
        List<Step> inputs = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Input input) {
                inputs.add(input.step());
            }
        }
        return inputs;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Puts a step together, piece by piece. */
    static final class Builder {
        private final String verb;
        private final List<Part> parts = new ArrayList<>();
        private String saidTo;

        private Builder(String verb) {
            this.verb = verb;
            this.saidTo = verb;
        }

        /** What comes now was given to another verb, for messages. */
        Builder to(String other) {
            saidTo = other;
            return this;
        }

        Builder raw(String sql) {
            parts.add(new Part.Raw(sql));
            return this;
        }

        Builder input(Step step) {
            parts.add(new Part.Input(step));
            return this;
        }

        Builder argument(String sql) {
            return said(quoted(sql), sql);
        }

        Builder argument(String written, Object... values) {
            return said(quoted(written), Literals.fill(written, values));
        }

        /** A text, which messages say as the caller has. */
        Builder text(String text) {
            return said(quoted(text), Literals.text(text));
        }

        /** The name of a column, which messages say as the caller has. */
        Builder name(String column) {
            return said(quoted(column), Literals.name(column));
        }

        /** The name of a column of one side of a join, which messages say as the caller has. */
        Builder name(String side, String column) {
            return said(quoted(column), side + "." + Literals.name(column));
        }

        /** Names of columns with commas between them. */
        Builder names(List<String> columns) {
            for (int i = 0; i < columns.size(); i++) {
                raw(i == 0 ? "" : ", ").name(columns.get(i));
            }
            return this;
        }

        Builder number(long number) {
            return said(Long.toString(number), Long.toString(number));
        }

        private Builder said(String written, String sql) {
            parts.add(new Part.Argument(saidTo, written, sql));
            return this;
        }

        private static String quoted(String text) {
            return '"' + text + '"';
        }

        /** Arguments with commas between them. */
        Builder arguments(List<String> list) {
            for (int i = 0; i < list.size(); i++) {
                raw(i == 0 ? "" : ", ").argument(list.get(i));
            }
            return this;
        }

        Step build() {
            return new Step(verb, parts);
        }
    }
}
