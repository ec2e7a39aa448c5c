package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import java.util.List;

/** Works out what an expression says of constants alone: {@code TIMESTAMP '…' - INTERVAL '1' HOUR}. */
public final class Constants {
    private Constants() {}

    /**
     * The expression with scalar sub-queries and calls of constants replaced by their values, where the latter are neither NULL nor
     * undefined.
     *
     * @param parameters values of scalar sub-queries, those that are known
     * @return true in the same rows, undefined in the same rows
     */
    public static Expr folded(Expr expression, List<Expr.Literal> parameters) {
        if (expression instanceof Expr.Parameter parameter && parameter.id() < parameters.size()) {
            return parameters.get(parameter.id());
        }
        if (!(expression instanceof Expr.Call call)) {
            return expression;
        }
        List<Expr> arguments = call.arguments().stream()
                .map(argument -> folded(argument, parameters))
                .toList();
        Expr.Call folded = new Expr.Call(call.function(), arguments, call.type());
        boolean isConstant =
                !arguments.isEmpty() && arguments.stream().allMatch(argument -> argument instanceof Expr.Literal);
        return isConstant ? value(folded) : folded;
    }

    private static Expr value(Expr.Call call) {
        EvaluationContext context = new EvaluationContext(List.of(), false);
        Column value = Evaluators.compile(call, context).evaluate(new Batch(new Column[0], 1));
        boolean isDefined =
                context.undefinedCounts().isEmpty() && value.validity().isPresent(0);
        return isDefined
                ? new Expr.Literal(
                        call.type(), new Batch(new Column[] {value}, 1).row(0).get(0))
                : call;
    }
}
