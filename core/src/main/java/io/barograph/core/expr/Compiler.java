package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.Widening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns an expression into nodes. One compiler is one scope: equal sub-expressions in it become one node, since they are
 * asked for at the same positions.
 */
final class Compiler {
    private final EvaluationContext context;
    private final @Nullable Schema names;
    private final Map<Expr, Node> scope = new HashMap<>();

    /** @param names columns' names for messages, or null */
    Compiler(EvaluationContext context, @Nullable Schema names) {
        this.context = context;
        this.names = names;
    }

    Compiler newScope() {
        return new Compiler(context, names);
    }

    Node compile(Expr expression) {
        Node node = scope.get(expression);
        if (node == null) {
            node = build(expression);
            scope.put(expression, node);
        }
        return node;
    }

    /** Compiles, and widens where a wider type is asked for. */
    Node compile(Expr expression, Type type) {
        Node node = compile(expression);
        if (node.type() == type) {
            return node;
        }
        if (!Widening.isWidened(node.type(), type)) {
            throw new IllegalArgumentException("no implicit conversion from " + node.type() + " to " + type);
        }
        return compile(new Expr.Call("cast", List.of(expression), type));
    }

    private Node build(Expr expression) {
        if (expression instanceof Expr.ColumnRef reference) {
            return new ReferenceNode(reference);
        }
        if (expression instanceof Expr.Literal literal) {
            return new ConstantNode(literal);
        }
        if (expression instanceof Expr.Parameter parameter) {
            return new ConstantNode(context.parameter(parameter.id()));
        }
        return build((Expr.Call) expression);
    }

    private Node build(Expr.Call call) {
        List<Type> types = call.arguments().stream().map(Expr::type).toList();
        Overload.Match match = Functions.get(call.function()).match(types, call.type());
        if (match == null) {
            throw new IllegalArgumentException("no overload of " + call.function() + types + " yields " + call.type());
        }
        Overload overload = match.overload();
        List<Node> arguments = overload.lazy() ? List.of() : compileArguments(call, match.signature());
        if (!overload.lazy() && arguments.stream().allMatch(argument -> argument.literal() != null)) {
            Node folded = fold(call, match, arguments);
            if (folded != null) {
                return folded;
            }
        }
        ResultValidity result = ResultValidity.counting(() -> ExprText.of(call, names), context);
        return overload.implementation().compile(new CallSite(call, match.signature(), arguments, result, this));
    }

    private List<Node> compileArguments(Expr.Call call, Overload.Signature signature) {
        List<Node> arguments = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            arguments.add(compile(call.argument(i), signature.arguments().get(i)));
        }
        return arguments;
    }

    /** The value of a call of literals, or null where it is undefined: then it is counted for every row that asks for it. */
    private @Nullable Node fold(Expr.Call call, Overload.Match match, List<Node> arguments) {
        ResultValidity result = ResultValidity.silent();
        CallSite site = new CallSite(call, match.signature(), arguments, result, this);
        Node node = match.overload().implementation().compile(site);
        Batch oneRow = new Batch(new Column[0], 1);
        Object value = node.evaluate(new Node.Rows(oneRow, Validity.ALL, 0)).value(0);
        return result.isUndefined(0) ? null : new ConstantNode(new Expr.Literal(call.type(), value));
    }

    private static final class ReferenceNode extends Node {
        private final Expr.ColumnRef reference;

        ReferenceNode(Expr.ColumnRef reference) {
            super(reference.type());
            this.reference = reference;
        }

        @Override
        Column compute(Rows rows) {
            Column column = rows.batch().column(reference.index());
            if (column.type() != reference.type()) {
                throw new IllegalArgumentException(reference + " is " + column.type() + ", not " + reference.type());
            }
            return column;
        }
    }
}
