package io.barograph.core.expr;

import io.barograph.core.column.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What expressions mean, one boxed row at a time: slow, and written without a look at the kernels. Here is what NULL means,
 * and order; {@link ReferenceFunctions} has what functions give for arguments none of which is NULL.
 */
final class ReferenceInterpreter {
    /** The texts of expressions that were undefined somewhere. */
    final Set<String> undefined = new TreeSet<>();

    Object evaluate(Expr expression, Object[] row) {
        if (expression instanceof Expr.ColumnRef reference) {
            return row[reference.index()];
        }
        if (expression instanceof Expr.Literal literal) {
            return literal.value();
        }
        Expr.Call call = (Expr.Call) expression;
        switch (call.function()) {
            case "case":
                for (int i = 0; i + 1 < call.arguments().size(); i += 2) {
                    if (Boolean.TRUE.equals(evaluate(call.argument(i), row))) {
                        return widened(evaluate(call.argument(i + 1), row), call.type());
                    }
                }
                return widened(evaluate(call.argument(call.arguments().size() - 1), row), call.type());
            case "coalesce":
                for (Expr argument : call.arguments()) {
                    Object value = evaluate(argument, row);
                    if (value != null) {
                        return widened(value, call.type());
                    }
                }
                return null;
            default:
                List<Object> values = new ArrayList<>();
                call.arguments().forEach(argument -> values.add(evaluate(argument, row)));
                return apply(call, values);
        }
    }

    private static Object widened(Object value, Type type) {
        return value instanceof Long number && type == Type.DOUBLE ? (Object) number.doubleValue() : value;
    }

    private Object apply(Expr.Call call, List<Object> v) {
        switch (call.function()) {
            case "is null":
                return v.get(0) == null;
            case "is not null":
                return v.get(0) != null;
            case "is true":
                return Boolean.TRUE.equals(v.get(0));
            case "is not true":
                return !Boolean.TRUE.equals(v.get(0));
            case "is false":
                return Boolean.FALSE.equals(v.get(0));
            case "is not false":
                return !Boolean.FALSE.equals(v.get(0));
            case "and":
                return v.contains(false) ? (Object) false : v.contains(null) ? null : true;
            case "or":
                return v.contains(true) ? (Object) true : v.contains(null) ? null : false;
            case "is distinct from":
                return !same(v.get(0), v.get(1));
            case "is not distinct from":
                return same(v.get(0), v.get(1));
            case "in":
                return v.get(0) == null ? null : in(v);
            case "between":
                return and(notBelow(v.get(0), v.get(1)), notBelow(v.get(2), v.get(0)));
            case "nullif":
                return v.get(0) == null || v.get(1) != null && compare(v.get(0), v.get(1)) == 0 ? null : v.get(0);
            case "greatest":
            case "least":
                return extreme(call, v);
            case "concat":
                StringBuilder all = new StringBuilder();
                for (int i = 0; i < v.size(); i++) {
                    all.append(v.get(i) == null ? "" : ReferenceFunctions.text(call, i, v.get(i)));
                }
                return all.toString();
            default:
                if (v.contains(null)) {
                    return null;
                }
                Object result = ReferenceFunctions.apply(call, v);
                if (result == null && !call.function().equals("try_cast")) {
                    undefined.add(ExprText.of(call, null));
                }
                return result;
        }
    }

    private static Object in(List<Object> v) {
        boolean unknown = false;
        for (Object candidate : v.subList(1, v.size())) {
            if (candidate == null) {
                unknown = true;
            } else if (compare(v.get(0), candidate) == 0) {
                return true;
            }
        }
        return unknown ? null : (Object) false;
    }

    private static Boolean and(Boolean left, Boolean right) {
        return Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)
                ? Boolean.FALSE
                : left == null || right == null ? null : Boolean.TRUE;
    }

    private static Boolean notBelow(Object left, Object right) {
        return left == null || right == null ? null : (Boolean) (compare(left, right) >= 0);
    }

    private static Object extreme(Expr.Call call, List<Object> v) {
        Object best = null;
        for (Object candidate : v) {
            Object value = widened(candidate, call.type());
            boolean better = value != null
                    && (best == null
                            || (call.function().equals("greatest")
                                    ? compare(value, best) > 0
                                    : compare(value, best) < 0));
            best = better ? value : best;
        }
        return best;
    }

    private static boolean same(Object left, Object right) {
        return left == null || right == null ? left == right : compare(left, right) == 0;
    }

    static int compare(Object left, Object right) {
        if (left instanceof Boolean a) {
            return a.compareTo((Boolean) right);
        }
        if (left instanceof String a) {
            return Arrays.compareUnsigned(
                    a.getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));
        }
        if (left instanceof Long a && right instanceof Long b) {
            return a.compareTo(b);
        }
        double a = ((Number) left).doubleValue();
        double b = ((Number) right).doubleValue();
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return Double.compare(a, b);
        }
        return exact(left).compareTo(exact(right));
    }

    static BigDecimal exact(Object number) {
        return number instanceof Long value ? BigDecimal.valueOf(value) : new BigDecimal((Double) number);
    }
}
