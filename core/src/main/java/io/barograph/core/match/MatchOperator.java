package io.barograph.core.match;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.FoldOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One row for each match of a pattern along a key's rows: the keys, then the measures. Rows without a time do not count.
 *
 * @param time index of the TIMESTAMP column that rows are ordered by
 * @param keys indexes of the columns that are equal in all rows of a key
 * @param variables names of the pattern's variables, at most 64
 * @param conditions by variable
 * @param within the most nanoseconds from a match's first row to its last, or {@link Long#MAX_VALUE}
 * @param measures values of the rows of a match
 * @param names of the measures
 */
public record MatchOperator(
        int time,
        List<Integer> keys,
        List<String> variables,
        RowPattern pattern,
        List<Condition> conditions,
        AfterMatch after,
        long within,
        List<RowValue> measures,
        List<String> names)
        implements FoldOperator {
    public MatchOperator {
        keys = List.copyOf(keys);
        variables = List.copyOf(variables);
        conditions = List.copyOf(conditions);
        measures = List.copyOf(measures);
        names = List.copyOf(names);
    }

    @Override
    public String text() {
        return "MATCH(time=$" + time + ", keys=" + keys + ", pattern=" + pattern.text(variables) + ", define="
                + conditions.stream()
                        .map(condition -> condition.test() + " of "
                                + condition.values().stream()
                                        .map(RowValue::text)
                                        .toList())
                        .toList()
                + ", after=" + after + (within == Long.MAX_VALUE ? "" : ", within=" + within) + ", measures="
                + measures.stream().map(RowValue::text).toList() + ")";
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
        keys.forEach(key -> fields.add(input.field(key)));
        for (int i = 0; i < measures.size(); i++) {
            fields.add(new Field(names.get(i), input.type(measures.get(i).column())));
        }
        return new Schema(fields);
    }

    @Override
    public Fold newFold(Schema input, EvaluationContext context) {
        return new MatchFold(this, input, context);
    }

    @Override
    public int passedOn(Schema input, int output) {
        return output < keys.size() ? keys.get(output) : -1;
    }

    /** All that is read of rows. */
    Stream<RowValue> values() {
        return Stream.concat(conditions.stream().flatMap(condition -> condition.values().stream()), measures.stream());
    }
}
