package io.barograph.sql;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values that are known when the query is planned. The engine's own kernels compute them, so both agree. */
final class Constants {
    private Constants() {}

    /** Whether an expression names no column and no sub-query. */
    static boolean isConstant(Expr expression) {
        if (expression instanceof Expr.Call call) {
            return call.arguments().stream().allMatch(Constants::isConstant);
        }
        return expression instanceof Expr.Literal;
    }

    /** The value of a constant expression. */
    static Expr.Literal evaluate(Expr expression) {
        if (expression instanceof Expr.Literal literal) {
            return literal;
        }
        Column column = Evaluators.compile(expression, new EvaluationContext(List.of(), false))
                .evaluate(new Batch(new Column[0], 1));
        return new Expr.Literal(expression.type(), column.value(0));
    }

    /** A text read as a value of another type; empty where it is none. */
    static Optional<Expr.Literal> read(String text, Type type) {
        Expr.Literal literal = new Expr.Literal(Type.VARCHAR, text);
        Expr.Literal value = evaluate(new Expr.Call("try_cast", List.of(literal), type));
        @Nullable Object known = value.value();
        return known == null ? Optional.empty() : Optional.of(value);
    }
}
