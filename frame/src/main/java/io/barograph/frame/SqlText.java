package io.barograph.frame;

import io.barograph.core.error.BarographException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL of a step and of all that it reads, and the way back from a place in it to the verb that put it there. */
final class SqlText {
    /**
     * Where a verb has put something.
     *
     * @param written what the caller wrote, as Java has it, or null for all that the verb put there
     */
    private record Place(String verb, @Nullable String written, int start, int end) {
        String name() {
            return written == null ? verb : verb + "(" + written + ")";
        }
    }

    private final StringBuilder text = new StringBuilder();
    private final List<Place> places = new ArrayList<>();
    private final Map<Step, String> names = new LinkedHashMap<>();

    /** Writes a query for the rows of a step. */
    SqlText(Step last) {
        for (Step input : last.inputs()) {
            define(input);
        }
        if (!names.isEmpty()) {
            text.append('\n');
        }
        write(last);
    }

    String text() {
        return text.toString();
    }

    /** The steps beneath one as a chain of WITH, each before what reads it. */
    private void define(Step step) {
        if (names.containsKey(step)) {
            return;
        }
        for (Step input : step.inputs()) {
            define(input);
        }
        String name = "t" + (names.size() + 1);
        text.append(names.isEmpty() ? "WITH " : ",\n").append(name).append(" AS (");
        write(step);
        text.append(')');
        names.put(step, name);
    }

    private void write(Step step) {
        int begun = text.length();
        int argumentsFrom = places.size();
        for (Step.Part part : step.parts()) {
            if (part instanceof Step.Part.Raw raw) {
                text.append(raw.sql());
            } else if (part instanceof Step.Part.Input input) {
                text.append(names.get(input.step()));
            } else {
                Step.Part.Argument argument = (Step.Part.Argument) part;
                int start = text.length();
                text.append(argument.sql());
                places.add(new Place(argument.verb(), argument.written(), start, text.length()));
                if (argument.sql().contains("--")) {
                    text.append('\n');
                }
            }
        }
        // Before its arguments, which say more.
        places.add(argumentsFrom, new Place(step.verb(), null, begun, text.length()));
    }

    /** The failure in the caller's terms: which verb and which argument of it, instead of a line of text nobody wrote. */
    BarographException explain(BarographException failure) {
        if (failure.line() == 0) {
            return failure;
        }
        int offset = offset(failure.line(), failure.column());
        Place guilty = null;
        for (Place place : places) {
            if (offset >= place.start && offset <= place.end) {
                guilty = place;
            }
        }
        String where = guilty == null ? "" : guilty.name() + ": ";
        return new BarographException(failure.code(), where + failure.getMessage(), failure);
    }

    private int offset(int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf("\n", start) + 1;
        }
        return text.toString().offsetByCodePoints(start, column - 1);
    }
}
