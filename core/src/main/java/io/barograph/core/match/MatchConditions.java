package io.barograph.core.match;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a pattern's variables. Those that look at nothing but rows are evaluated for many rows at once, others for each
 * match under way that comes to them.
 */
final class MatchConditions {
    /** So many groups of aggregates are not worth clearing up. */
    private static final int FEWEST_GROUPS = 1 << 10;

    private final List<Condition> conditions;
    private final HeldRows held;
    /** By variable. */
    private final Evaluator[] tests;

    private final boolean[] ofRow;
    private final boolean looksBack;
    private final Lookback lookback;
    /** By variable and value: where a row is found; null where an aggregate is wanted. */
    private final Lookback.@Nullable Finder[][] finders;

    private final List<RowAggregate> aggregates;
    private final MatchStates states;
    private int crowd = FEWEST_GROUPS;

    MatchConditions(List<Condition> conditions, Schema input, HeldRows held, EvaluationContext context) {
        this.conditions = conditions;
        this.held = held;
        int count = conditions.size();
        this.tests = new Evaluator[count];
        this.ofRow = new boolean[count];
        this.lookback = new Lookback(Lookback.values(conditions));
        this.finders = new Lookback.Finder[count][];
        boolean anyLooksBack = false;
        for (int i = 0; i < count; i++) {
            List<MatchValue> values = conditions.get(i).values();
            Schema types = new Schema(values.stream()
                    .map(value -> new Field(value.text(), value.type(input)))
                    .toList());
            tests[i] = Evaluators.compile(conditions.get(i).test(), types, context);
            ofRow[i] = conditions.get(i).isOfRow(i);
            anyLooksBack |= !ofRow[i];
            finders[i] = new Lookback.Finder[ofRow[i] ? 0 : values.size()];
            for (int j = 0; j < finders[i].length; j++) {
                finders[i][j] = values.get(j) instanceof RowValue value ? lookback.finder(value) : null;
            }
        }
        this.looksBack = anyLooksBack;
        this.aggregates = aggregates(conditions).distinct().toList();
        this.states = new MatchStates(input, aggregates);
    }

    private static Stream<RowAggregate> aggregates(List<Condition> conditions) {
        return conditions.stream()
                .flatMap(condition -> condition.values().stream())
                .filter(RowAggregate.class::isInstance)
                .map(RowAggregate.class::cast);
    }

    /** Whether some look at the match's rows before. */
    boolean lookBack() {
        return looksBack;
    }

    /** For rows in a row, a bit for each variable that the row may be: that it is, where the condition looks at rows alone. */
    long[] judge(long from, int count) {
        long[] bits = new long[count];
        for (int variable = 0; variable < tests.length; variable++) {
            if (!ofRow[variable] || conditions.get(variable).values().isEmpty()) {
                Arrays.setAll(bits, allWith(bits, variable));
                continue;
            }
            List<MatchValue> values = conditions.get(variable).values();
            Column[] columns = new Column[values.size()];
            for (int i = 0; i < columns.length; i++) {
                RowValue value = (RowValue) values.get(i);
                columns[i] = held.column(value.column(), from + value.shift(), count);
            }
            BooleanColumn is = (BooleanColumn) tests[variable].evaluate(new Batch(columns, count));
            for (int i = 0; i < count; i++) {
                if (is.values()[i] && is.validity().isPresent(i)) {
                    bits[i] |= 1L << variable;
                }
            }
        }
        return bits;
    }

    private static IntToLongFunction allWith(long[] bits, int variable) {
        return i -> bits[i] | 1L << variable;
    }

    /** The match and a row that may be a variable, if it is that. */
    @Nullable
    PartialMatch take(int variable, long row, @Nullable PartialMatch before) {
        if (!looksBack) {
            return PartialMatch.of(before, variable);
        }
        PartialMatch match = lookback.extend(before, variable);
        if (ofRow[variable]) {
            enter(match, row);
            return match;
        }
        List<MatchValue> values = conditions.get(variable).values();
        Column[] columns = new Column[values.size()];
        boolean entered = false;
        for (int i = 0; i < columns.length; i++) {
            Lookback.Finder finder = finders[variable][i];
            if (finder != null) {
                columns[i] = held.column(((RowValue) values.get(i)).column(), finder.row(match, row), 1);
                continue;
            }
            if (!entered) {
                enter(match, row);
                entered = true;
            }
            columns[i] = states.finish(aggregates.indexOf(values.get(i)), new int[] {match.group}, 1);
        }
        BooleanColumn is = (BooleanColumn) tests[variable].evaluate(new Batch(columns, 1));
        if (!is.values()[0] || is.validity().isNull(0)) {
            return null;
        }
        if (!entered) {
            enter(match, row);
        }
        return match;
    }

    private void enter(PartialMatch match, long row) {
        if (states.isEmpty()) {
            return;
        }
        match.group = states.make(1);
        PartialMatch before = match.before();
        if (before != null) {
            states.merge(before.group, match.group);
        }
        states.add(held, new long[] {row}, new int[] {match.variable()}, new int[] {match.group}, 1);
    }

    /** Whether there is more than {@link #keepOnly} should leave. */
    boolean isCrowded() {
        return states.size() > crowd;
    }

    /** No other matches go on. */
    void keepOnly(List<PartialMatch> matches) {
        List<Integer> kept = new ArrayList<>();
        int[] numbers = new int[states.size()];
        Arrays.fill(numbers, -1);
        for (PartialMatch match : matches) {
            if (numbers[match.group] < 0) {
                numbers[match.group] = kept.size();
                kept.add(match.group);
            }
        }
        states.keepOnly(kept.stream().mapToInt(Integer::intValue).toArray());
        matches.stream().distinct().forEach(match -> match.group = numbers[match.group]);
        crowd = Math.max(FEWEST_GROUPS, 4 * kept.size());
    }

    long memoryBytes() {
        return states.isEmpty() ? 0 : states.memoryBytes();
    }
}
