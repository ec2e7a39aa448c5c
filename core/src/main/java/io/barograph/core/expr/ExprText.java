package io.barograph.core.expr;

import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.text.DateText;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.IntervalText;
import io.barograph.core.text.TimestampText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Expressions as SQL text, for people: messages, EXPLAIN, the reference. {@link Expr#toString} is for machines. */
public final class ExprText {
    private static final Set<String> INFIX = Set.of(
            "+",
            "-",
            "*",
            "/",
            "%",
            "=",
            "<>",
            "<",
            "<=",
            ">",
            ">=",
            "||",
            "and",
            "or",
            "like",
            "not like",
            "is distinct from",
            "is not distinct from");
    private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    private ExprText() {}

    /**
     * The SQL of an expression.
     *
     * @param names the columns referred to, or null: then they are {@code #0}, {@code #1}, …
     */
    public static String of(Expr expression, @Nullable Schema names) {
        if (expression instanceof Expr.ColumnRef reference) {
            return names == null ? reference.toString() : name(names.name(reference.index()));
        }
        if (expression instanceof Expr.Literal literal) {
            return literal(literal);
        }
        if (expression instanceof Expr.Call call) {
            return call(call, names);
        }
        return expression.toString();
    }

    /** The value at a position, as a literal. */
    static String value(Column column, int position) {
        return literal(new Expr.Literal(column.type(), column.value(position)));
    }

    private static String name(String name) {
        return PLAIN_NAME.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(Expr.Literal literal) {
        Object value = literal.value();
        if (value == null) {
            return "NULL";
        }
        return switch (literal.type().kind()) {
            case BOOLEAN, BIGINT -> value.toString();
            case DOUBLE -> doubleLiteral((Double) value);
            case VARCHAR -> quoted((String) value);
            case TIMESTAMP -> "TIMESTAMP " + quoted(TimestampText.toString((Long) value));
            case DATE -> "DATE " + quoted(DateText.toString((Long) value));
            case DECIMAL -> "DECIMAL " + quoted(((BigDecimal) value).toPlainString());
            case INTERVAL -> "INTERVAL " + quoted(IntervalText.toString((Long) value));
        };
    }

    private static String doubleLiteral(double value) {
        String text = DoubleText.toString(value);
        return Double.isFinite(value) ? text : "CAST(" + quoted(text) + " AS DOUBLE)";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String call(Expr.Call call, @Nullable Schema names) {
        List<Expr> arguments = call.arguments();
        String function = call.function();
        String upper = function.toUpperCase(Locale.ROOT);
        if (INFIX.contains(function) && arguments.size() > 1) {
            String escape = arguments.size() == 3 && function.endsWith("like")
                    ? " ESCAPE " + nested(arguments.get(2), names)
                    : "";
            List<Expr> operands = escape.isEmpty() ? arguments : arguments.subList(0, 2);
            return operands.stream()
                            .map(operand -> nested(operand, names))
                            .collect(Collectors.joining(" " + upper + " "))
                    + escape;
        }
        return switch (function) {
            case "-" -> "-" + nested(arguments.get(0), names);
            case "not" -> "NOT " + nested(arguments.get(0), names);
            case "is null", "is not null", "is true", "is not true", "is false", "is not false" ->
                nested(arguments.get(0), names) + " " + upper;
            case "cast", "try_cast" ->
                upper + "(" + of(arguments.get(0), names) + " AS "
                        + (arguments.size() > 1
                                ? unquoted(arguments.get(1), names)
                                : call.type().name()) + ")";
            case "case" -> caseText(arguments, names);
            case "extract" ->
                "EXTRACT(" + unquoted(arguments.get(0), names) + " FROM " + of(arguments.get(1), names) + ")";
            case "in" ->
                nested(arguments.get(0), names) + " IN (" + list(arguments.subList(1, arguments.size()), names) + ")";
            case "between" ->
                nested(arguments.get(0), names) + " BETWEEN " + nested(arguments.get(1), names) + " AND "
                        + nested(arguments.get(2), names);
            default -> function + "(" + list(arguments, names) + ")";
        };
    }

    private static String caseText(List<Expr> arguments, @Nullable Schema names) {
        StringBuilder text = new StringBuilder("CASE");
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            text.append(" WHEN ")
                    .append(of(arguments.get(i), names))
                    .append(" THEN ")
                    .append(of(arguments.get(i + 1), names));
        }
        return text.append(" ELSE ")
                .append(of(arguments.get(arguments.size() - 1), names))
                .append(" END")
                .toString();
    }

    private static String unquoted(Expr unit, @Nullable Schema names) {
        return unit instanceof Expr.Literal literal && literal.value() instanceof String text
                ? text.toUpperCase(Locale.ROOT)
                : of(unit, names);
    }

    private static String list(List<Expr> arguments, @Nullable Schema names) {
        return arguments.stream().map(argument -> of(argument, names)).collect(Collectors.joining(", "));
    }

    private static String nested(Expr operand, @Nullable Schema names) {
        String text = of(operand, names);
        boolean compound = operand instanceof Expr.Call call
                && (INFIX.contains(call.function())
                        || call.function().indexOf(' ') > 0
                        || call.function().equals("in")
                        || call.function().equals("between")
                        || call.function().equals("not"));
        boolean negative = operand instanceof Expr.Literal && operand.type() != Type.VARCHAR && text.startsWith("-");
        return compound || negative ? "(" + text + ")" : text;
    }
}
