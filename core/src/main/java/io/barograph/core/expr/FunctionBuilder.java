package io.barograph.core.expr;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Function.Example;
import io.barograph.core.expr.Function.NullRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes down a {@link Function}, in the families' files. */
final class FunctionBuilder {
    private final String name;
    private final Family family;
    private final String description;
    private final List<Overload> overloads = new ArrayList<>();
    private final List<Supplier<Example>> examples = new ArrayList<>();
    private NullRule nullRule = NullRule.ANY;
    private String undefinedWhen = "";
    private LiteralJudge judge = arguments -> null;

    FunctionBuilder(String name, Family family, String description) {
        this.name = name;
        this.family = family;
        this.description = description;
    }

    FunctionBuilder nulls(NullRule rule) {
        nullRule = rule;
        return this;
    }

    /** Completes "undefined when …". */
    FunctionBuilder undefinedWhen(String condition) {
        undefinedWhen = condition;
        return this;
    }

    /** Has literals judged when a query is read: where one is wrong, the query is refused. */
    FunctionBuilder judged(LiteralJudge by) {
        judge = by;
        return this;
    }

    FunctionBuilder overload(Overload overload) {
        overloads.add(overload);
        return this;
    }

    FunctionBuilder overloads(List<Overload> more) {
        overloads.addAll(more);
        return this;
    }

    /** A call of the function with Java values, literals or {@link #call calls} as arguments, and its value as text. */
    FunctionBuilder example(String value, @Nullable Object... arguments) {
        examples.add(() -> new Example(call(name, arguments).get(), value));
        return this;
    }

    /** An expression around the function, and its value as text. */
    FunctionBuilder exampleOf(String value, Supplier<Expr> expression) {
        examples.add(() -> new Example(expression.get(), value));
        return this;
    }

    Function build() {
        return new Function(name, family, overloads, description, nullRule, undefinedWhen, judge, examples);
    }

    /** NULL of a type, as an example's argument. */
    static Expr nullOf(Type type) {
        return new Expr.Literal(type, null);
    }

    /** A call, made when it is asked for: its function may not be registered yet. */
    static Supplier<Expr> call(String function, @Nullable Object... arguments) {
        return () -> Functions.call(
                function, Arrays.stream(arguments).map(FunctionBuilder::expr).toList());
    }

    /** A Java value as a literal. */
    static Expr expr(@Nullable Object value) {
        if (value instanceof Expr expr) {
            return expr;
        }
        if (value instanceof Supplier<?> call) {
            return (Expr) call.get();
        }
        if (value instanceof Integer number) {
            return new Expr.Literal(Type.BIGINT, number.longValue());
        }
        Type type = value instanceof Long
                ? Type.BIGINT
                : value instanceof Double ? Type.DOUBLE : value instanceof Boolean ? Type.BOOLEAN : Type.VARCHAR;
        return new Expr.Literal(type, value);
    }
}
