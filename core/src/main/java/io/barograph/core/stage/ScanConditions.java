package io.barograph.core.stage;

import io.barograph.core.column.Type;
import io.barograph.core.expr.Constants;
import io.barograph.core.expr.Expr;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.ColumnComparison.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a filter directly above a table's scan says in terms that a table's reader can use to leave rows out. */
public final class ScanConditions {
    /** None of these is ever undefined, so that not evaluating them changes no count and fails no strict run. */
    private static final Set<String> TOTAL = Set.of(
            "and",
            "or",
            "not",
            "=",
            "<>",
            "<",
            "<=",
            ">",
            ">=",
            "between",
            "in",
            "is null",
            "is not null",
            "is true",
            "is not true",
            "is false",
            "is not false",
            "is distinct from",
            "is not distinct from");

    private ScanConditions() {}

    /**
     * Comparisons that are true for every row for which the predicate is true.
     *
     * @param columns indexes into the table's schema of the columns that the predicate sees
     * @param parameters values of scalar sub-queries, those that are known
     * @return none where the predicate holds anything whose result may be undefined: then every row has to be looked at
     */
    public static List<ColumnComparison> of(Expr predicate, List<Integer> columns, List<Expr.Literal> parameters) {
        List<ColumnComparison> found = new ArrayList<>();
        Expr folded = Constants.folded(predicate, parameters);
        if (isTotal(folded)) {
            collect(folded, columns, found);
        }
        return found;
    }

    private static boolean isTotal(Expr expression) {
        return !(expression instanceof Expr.Call call)
                || TOTAL.contains(call.function()) && call.arguments().stream().allMatch(ScanConditions::isTotal);
    }

    private static void collect(Expr expression, List<Integer> columns, List<ColumnComparison> found) {
        if (!(expression instanceof Expr.Call call)) {
            return;
        }
        List<Expr> arguments = call.arguments();
        switch (call.function()) {
            case "and" -> arguments.forEach(argument -> collect(argument, columns, found));
            case "between" -> {
                add(found, columns, arguments.get(0), Operator.GREATER_OR_EQUAL, arguments.get(1));
                add(found, columns, arguments.get(0), Operator.LESS_OR_EQUAL, arguments.get(2));
            }
            case "=" -> add(found, columns, arguments.get(0), Operator.EQUAL, arguments.get(1));
            case "<" -> add(found, columns, arguments.get(0), Operator.LESS, arguments.get(1));
            case "<=" -> add(found, columns, arguments.get(0), Operator.LESS_OR_EQUAL, arguments.get(1));
            case ">" -> add(found, columns, arguments.get(0), Operator.GREATER, arguments.get(1));
            case ">=" -> add(found, columns, arguments.get(0), Operator.GREATER_OR_EQUAL, arguments.get(1));
            default -> {
                // Says nothing simple about a column.
            }
        }
    }

    private static void add(
            List<ColumnComparison> found, List<Integer> columns, Expr left, Operator operator, Expr right) {
        if (left instanceof Expr.ColumnRef column && right instanceof Expr.Literal literal) {
            Object constant = constant(column.type(), literal);
            if (constant != null) {
                found.add(new ColumnComparison(columns.get(column.index()), operator, constant));
            }
        } else if (left instanceof Expr.Literal && right instanceof Expr.ColumnRef) {
            add(found, columns, right, operator.mirrored(), left);
        }
    }

    /** The literal as a value of the column's type, or null where it is NULL or has no counterpart there. */
    private static @Nullable Object constant(Type column, Expr.Literal literal) {
        Object value = literal.value();
        if (literal.type() == column) {
            return value;
        }
        // Where an integer has no double of its own, the comparison is left to the filter.
        return column == Type.DOUBLE && value instanceof Long integer && Math.abs(integer) <= 1L << 53
                ? Double.valueOf(integer)
                : null;
    }
}
