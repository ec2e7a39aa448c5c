package io.barograph.core.match;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.FoldOperator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows that match a pattern along a key's rows: of each match one row, or all of its rows; columns that are passed on, then the
 * measures. Rows without a time do not count.
 *
 * @param time index of the TIMESTAMP column that rows are ordered by
 * @param keys indexes of the columns that are equal in all rows of a key
 * @param variables names of the pattern's variables, at most 64
 * @param conditions by variable
 * @param within the most nanoseconds from a match's first row to its last, or {@link Long#MAX_VALUE}
 * @param allRows whether all rows of a match come out, each with the measures; else one row, at the place of its last
 * @param passed indexes of the columns that come out as they are: keys alone, unless all rows do
 */
public record MatchOperator(
        int time,
        List<Integer> keys,
        List<String> variables,
        RowPattern pattern,
        List<Condition> conditions,
        AfterMatch after,
        long within,
        boolean allRows,
        List<Integer> passed,
        List<Measure> measures)
        implements FoldOperator {
    /** So many variables a pattern may have. */
    public static final int MOST_VARIABLES = 64;

    public MatchOperator {
        keys = List.copyOf(keys);
        variables = List.copyOf(variables);
        conditions = List.copyOf(conditions);
        passed = List.copyOf(passed);
        measures = List.copyOf(measures);
    }

    /**
     * How many rows the pattern has a place for: so many ways there are at most, where conditions look at rows alone.
     *
     * @throws io.barograph.core.error.BarographException INVALID_ARGUMENT where it matches no row at all, or has too many places
     */
    public int places() {
        return new PatternAutomaton(pattern).variables().length;
    }

    /**
     * Whether there is a match behind whose first row {@link #after} goes on. Where there is none, the first match ends the search with an
     * error.
     */
    public boolean leadsOn() {
        return new PatternAutomaton(pattern).leadsOn(after);
    }

    @Override
    public String text() {
        return "MATCH(time=$" + time + ", keys=" + keys + ", pattern=" + pattern.text(variables) + ", define="
                + conditions.stream()
                        .map(condition -> condition.test() + " of " + texts(condition.values()))
                        .toList()
                + ", after=" + after + (within == Long.MAX_VALUE ? "" : ", within=" + within)
                + (allRows ? ", all" : "") + ", passed=" + passed + ", measures="
                + measures.stream()
                        .map(measure -> (measure.isFinal() ? "final " : "")
                                + measure.value().text())
                        .toList()
                + ")";
    }

    private static List<String> texts(List<MatchValue> values) {
        return values.stream().map(MatchValue::text).toList();
    }

    @Override
    public String explain(Schema input) {
        return "MATCH_RECOGNIZE (" + pattern.text(variables) + ")";
    }

    @Override
    public String holds() {
        return "rows from the first of the matches under way on"
                + (within == Long.MAX_VALUE ? "" : ", none longer than WITHIN says");
    }

    @Override
    public Schema schema(Schema input) {
        List<Field> fields = new ArrayList<>();
        passed.forEach(column -> fields.add(input.field(column)));
        measures.forEach(
                measure -> fields.add(new Field(measure.name(), measure.value().type(input))));
        return new Schema(fields);
    }

    @Override
    public Fold newFold(Schema input, EvaluationContext context) {
        return new MatchFold(this, input, context);
    }

    /** The times of a match's rows are passed on by measures, too. */
    @Override
    public int passedOn(Schema input, int output) {
        if (output < passed.size()) {
            return passed.get(output);
        }
        boolean isTime = measures.get(output - passed.size()).value() instanceof RowValue row
                && row.column() == time
                && row.variables() == RowValue.ANY
                && row.offset() == 0
                && row.shift() == 0;
        return isTime ? time : -1;
    }

    /** When WITHIN has passed since a match's first row, nothing can go on that stands before it. */
    @Override
    public long delay() {
        boolean looksAhead = values().anyMatch(value -> value instanceof RowValue row && row.shift() > 0);
        return looksAhead ? Long.MAX_VALUE : within;
    }

    @Override
    public Narrowed narrow(Schema input, BitSet needed, BitSet carried) {
        List<Measure> kept = new ArrayList<>();
        List<Integer> keptPassed = new ArrayList<>();
        for (int i = 0; i < passed.size(); i++) {
            if (needed.get(i)) {
                keptPassed.add(passed.get(i));
            }
        }
        for (int i = 0; i < measures.size(); i++) {
            if (needed.get(passed.size() + i)) {
                kept.add(measures.get(i));
            }
        }
        BitSet inputs = (BitSet) carried.clone();
        inputs.set(time);
        keys.forEach(inputs::set);
        keptPassed.forEach(inputs::set);
        Stream.concat(ofConditions(), kept.stream().map(Measure::value))
                .flatMapToInt(MatchValue::columns)
                .forEach(inputs::set);
        int[] moved = new int[input.size()];
        for (int i = inputs.nextSetBit(0), next = 0; i >= 0; i = inputs.nextSetBit(i + 1)) {
            moved[i] = next++;
        }
        MatchOperator operator = new MatchOperator(
                moved[time],
                moved(keys, moved),
                variables,
                pattern,
                conditions.stream()
                        .map(condition -> new Condition(
                                condition.test(),
                                condition.values().stream()
                                        .map(value -> value.over(moved))
                                        .toList()))
                        .toList(),
                after,
                within,
                allRows,
                moved(keptPassed, moved),
                kept.stream()
                        .map(measure -> new Measure(measure.value().over(moved), measure.name(), measure.isFinal()))
                        .toList());
        return new Narrowed(operator, inputs, (BitSet) needed.clone());
    }

    private static List<Integer> moved(List<Integer> columns, int[] moved) {
        return columns.stream().map(column -> moved[column]).toList();
    }

    private Stream<MatchValue> ofConditions() {
        return conditions.stream().flatMap(condition -> condition.values().stream());
    }

    /** All that is read of rows. */
    Stream<MatchValue> values() {
        return Stream.concat(ofConditions(), measures.stream().map(Measure::value));
    }
}
