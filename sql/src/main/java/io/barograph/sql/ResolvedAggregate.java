package io.barograph.sql;

import io.barograph.core.aggregate.AggregateFunction;
import io.barograph.core.aggregate.Signature;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelectKeyword;

/**
 * A call of an aggregate, over groups or over the frames of rows, whose signature is known.
 *
 * @param function name in the registry
 * @param columns what is computed for each row, cast to what the signature wants
 * @param type of the result
 */
record ResolvedAggregate(
        String function, List<Expr> columns, List<Expr.Literal> constants, boolean distinct, Type type) {

    /**
     * Resolves a call.
     *
     * @param rows binds the arguments
     * @param node the call, perhaps with its order
     * @param time the column of the rows' event time, which {@code first(x)} goes by, or {@link Relation#NO_TIME}
     * @param check sees the arguments as they are written
     */
    static ResolvedAggregate of(ExpressionBinder rows, SqlCall node, int time, Consumer<List<Expr>> check) {
        SqlCall call = AggregateArguments.callOf(node);
        AggregateArguments written = AggregateArguments.of(rows, node);
        AggregateFunction function = written.function();
        List<SqlNode> operands = written.positions();
        List<Expr> arguments = written.values();
        addTime(rows, call, function, arguments, time);
        check.accept(arguments);
        List<Expr> typed = rows.calls()
                .adapt(
                        arguments,
                        candidate -> function.signature(types(candidate)).isPresent());
        Signature signature = function.signature(types(typed))
                .orElseThrow(() -> rows.calls()
                        .errors()
                        .mismatch(
                                call,
                                function.name(),
                                typed,
                                accepted(function),
                                types -> function.signature(types).isPresent()));
        List<Expr> columns = new ArrayList<>();
        List<Expr.Literal> constants = new ArrayList<>();
        for (int i = 0; i < typed.size(); i++) {
            Type wanted = signature.arguments().get(i);
            Expr argument = typed.get(i);
            Expr value = argument.type() == wanted ? argument : new Expr.Call("cast", List.of(argument), wanted);
            if (i < signature.columns().size()) {
                columns.add(value);
            } else if (Constants.isConstant(value)) {
                constants.add(Constants.evaluate(value));
            } else {
                throw rows.query()
                        .error(
                                ErrorCode.INVALID_ARGUMENT,
                                operands.get(i),
                                "argument " + (i + 1) + " of " + function.name() + " must be a constant");
            }
        }
        if (!constants.isEmpty()) {
            checkConstants(rows, function, signature, constants, operands);
        }
        boolean distinct = call.getFunctionQuantifier() != null
                && call.getFunctionQuantifier().symbolValue(SqlSelectKeyword.class) == SqlSelectKeyword.DISTINCT
                && !function.ignoresDuplicates()
                && !columns.isEmpty();
        if (distinct && written.hasOtherKey()) {
            throw rows.query()
                    .error(
                            ErrorCode.INVALID_ARGUMENT,
                            call,
                            "with DISTINCT, what is joined is also what it is ordered by; order by it, or leave DISTINCT away");
        }
        return new ResolvedAggregate(function.name(), columns, constants, distinct, signature.result());
    }

    /** {@code first(x)} goes by the event time of the rows, where the text says which column that is. */
    private static void addTime(
            ExpressionBinder rows, SqlCall call, AggregateFunction function, List<Expr> arguments, int time) {
        List<Type> timed = new ArrayList<>(types(arguments));
        timed.add(Type.TIMESTAMP);
        if (arguments.isEmpty()
                || function.signature(types(arguments)).isPresent()
                || function.signature(timed).isEmpty()) {
            return;
        }
        if (time < 0) {
            throw rows.query()
                    .error(
                            ErrorCode.TYPE_MISMATCH,
                            call,
                            function.name() + " needs the time, too: " + function.name()
                                    + "(x, time); only the rows of windows have one that goes without saying");
        }
        arguments.add(new Expr.ColumnRef(time, Type.TIMESTAMP));
    }

    /** Lets the function judge its constants now, where the place in the text is known. */
    private static void checkConstants(
            ExpressionBinder rows,
            AggregateFunction function,
            Signature signature,
            List<Expr.Literal> constants,
            List<SqlNode> operands) {
        try {
            function.bind(signature, constants);
        } catch (BarographException e) {
            throw rows.query().error(e.code(), operands.get(operands.size() - 1), String.valueOf(e.getMessage()));
        }
    }

    /** The ways to call it, as texts. DECIMALs of all sizes are taken by a rule, and named as one where not any type is taken. */
    private static List<String> accepted(AggregateFunction function) {
        boolean numbers = function.signatures().stream()
                .noneMatch(signature -> signature.arguments().contains(Type.VARCHAR));
        List<String> texts = new ArrayList<>();
        for (Signature signature : function.signatures()) {
            texts.add(signature.toString());
            if (numbers
                    && !signature.arguments().isEmpty()
                    && signature.arguments().get(0) == Type.BIGINT) {
                List<Type> decimals = new ArrayList<>(signature.arguments());
                decimals.set(0, Type.decimal(Type.MAX_PRECISION, 0));
                function.signature(decimals)
                        .filter(found -> found.arguments().equals(decimals))
                        .ifPresent(found -> texts.add(
                                found.toString().replace(decimals.get(0).name(), Type.Kind.DECIMAL.name())));
            }
        }
        return texts;
    }

    private static List<Type> types(List<Expr> expressions) {
        return expressions.stream().map(Expr::type).toList();
    }
}
