package io.barograph.core.over;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The calls of SQL's window functions that share {@code PARTITION BY} and {@code ORDER BY}: every row comes out as it is, one
 * column per call behind it.
 *
 * @param order what the text orders by: rows that agree in it are peers. Not what completes the order
 * @param calls at least one
 * @param names of the calls' columns
 */
public record OverOperator(List<Plan.SortKey> order, List<OverCall> calls, List<String> names) implements FoldOperator {
    public OverOperator {
        order = List.copyOf(order);
        calls = List.copyOf(calls);
        names = List.copyOf(names);
    }

    @Override
    public String text() {
        return "over order "
                + order.stream()
                        .map(key -> "#" + key.column() + (key.descending() ? " desc" : " asc")
                                + (key.nullsFirst() ? " nulls first" : " nulls last"))
                        .toList()
                + " calls " + calls.stream().map(OverCall::text).toList();
    }

    @Override
    public String explain(Schema input) {
        return names.stream().distinct().collect(Collectors.joining(", "));
    }

    @Override
    public Schema schema(Schema input) {
        List<Field> fields = new ArrayList<>(input.fields());
        for (int i = 0; i < calls.size(); i++) {
            fields.add(new Field(names.get(i), calls.get(i).type()));
        }
        return new Schema(fields);
    }

    @Override
    public Fold newFold(Schema input, EvaluationContext context) {
        return new OverFold(input, this);
    }

    @Override
    public boolean onlyNumbersRows() {
        return calls.size() == 1 && calls.get(0).function().equals(WindowFunction.ROW_NUMBER.sqlName());
    }

    @Override
    public int passedOn(Schema input, int output) {
        return output < input.size() ? output : -1;
    }

    @Override
    public @Nullable String whyAtEnd() {
        for (OverCall call : calls) {
            Optional<WindowFunction> function = WindowFunction.find(call.function());
            if (function.isPresent() && function.get().needsAllRows()) {
                return call.function() + " needs to know how many rows there are";
            } else if (call.usesFrame() && call.frame().end().kind() == Frame.Bound.Kind.LAST) {
                return "the frame of " + call.function() + " ends at the last row (UNBOUNDED FOLLOWING"
                        + (order.isEmpty() ? ", as it does without ORDER BY)" : ")")
                        + "; end the frame at CURRENT ROW or so many rows behind it";
            }
        }
        return null;
    }

    @Override
    public boolean isPrompt() {
        return calls.stream().allMatch(call -> call.isPrompt(order));
    }

    @Override
    public List<Integer> identity(Schema input) {
        return IntStream.range(0, input.size()).boxed().toList();
    }

    @Override
    public Narrowed narrow(Schema input, BitSet needed, BitSet carried) {
        BitSet inputs = (BitSet) carried.clone();
        inputs.or(needed.get(0, input.size()));
        BitSet neededCalls = needed.get(input.size(), input.size() + calls.size());
        neededCalls.stream().mapToObj(calls::get).forEach(call -> {
            call.arguments().forEach(inputs::set);
            if (call.filter() >= 0) {
                inputs.set(call.filter());
            }
        });
        int[] moved = new int[input.size()];
        for (int i = inputs.nextSetBit(0), next = 0; i >= 0; i = inputs.nextSetBit(i + 1)) {
            moved[i] = next++;
        }
        OverOperator operator = new OverOperator(
                order.stream()
                        .map(key -> new Plan.SortKey(moved[key.column()], key.descending(), key.nullsFirst()))
                        .toList(),
                neededCalls.stream().mapToObj(i -> calls.get(i).over(moved)).toList(),
                neededCalls.stream().mapToObj(names::get).toList());
        BitSet outputs = (BitSet) inputs.clone();
        neededCalls.stream().forEach(call -> outputs.set(input.size() + call));
        return new Narrowed(operator, inputs, outputs);
    }
}
