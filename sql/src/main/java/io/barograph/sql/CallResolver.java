package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.column.Widening;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Function;
import io.barograph.core.expr.Functions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlNode;

/**
 * Types calls. The registry says which arguments a function takes; what is added here is what SQL allows on top: a bare
 * NULL takes the type that fits, {@linkplain UntypedColumns a column of which no value was seen} too where it does not fit
 * as the text that it is read as, and a text literal is read as a TIMESTAMP, number or BOOLEAN where one is asked for.
 */
final class CallResolver {
    private static final List<Type> TYPES_OF_NULLS =
            List.of(Type.BIGINT, Type.DOUBLE, Type.VARCHAR, Type.BOOLEAN, Type.TIMESTAMP, Type.INTERVAL, Type.DATE);
    private static final List<Type> TYPES_OF_COLUMNS =
            List.of(Type.DOUBLE, Type.TIMESTAMP, Type.BOOLEAN, Type.BIGINT, Type.DATE);

    private final ParsedQuery query;
    private final Literals literals;
    private final CallErrors errors;
    /** By identity: an equal reference may stand for a column of another relation. */
    private final Set<Expr> untyped = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Numbers that the text casts to DOUBLE, by identity. */
    private final Set<Expr> doubles = Collections.newSetFromMap(new IdentityHashMap<>());

    CallResolver(ParsedQuery query, Literals literals) {
        this.query = query;
        this.literals = literals;
        this.errors = new CallErrors(query);
    }

    CallErrors errors() {
        return errors;
    }

    /**
     * A call of a function of the registry.
     *
     * @param node where it stands
     * @param positions where its arguments stand, for errors; shorter lists fall back on the call's place
     */
    Expr call(SqlNode node, String name, List<Expr> arguments, List<? extends SqlNode> positions) {
        Function function = requireFunction(node, name);
        List<Expr> typed = adapt(
                besideDecimals(arguments),
                candidate -> Functions.resultType(name, types(candidate)).isPresent());
        Optional<Type> result = Functions.resultType(name, types(typed));
        if (result.isEmpty()) {
            List<Expr> wanted = textsAs(typeOfOthers(typed), typed);
            result = Functions.resultType(name, types(wanted));
            if (result.isEmpty()) {
                // TIMESTAMP + '5 minutes'.
                wanted = textsAs(Type.INTERVAL, typed);
                result = Functions.resultType(name, types(wanted));
            }
            if (result.isEmpty()) {
                throw errors.mismatch(
                        node,
                        name,
                        typed,
                        function.signatures(),
                        types -> Functions.resultType(name, types).isPresent());
            }
            typed = readTexts(node, typed, wanted, positions);
        }
        Expr.Call call = new Expr.Call(name, typed, result.get());
        checkLiterals(node, call, positions);
        return call;
    }

    /** Lets the function judge its literals now, where their place in the text is known. */
    private void checkLiterals(SqlNode node, Expr.Call call, List<? extends SqlNode> positions) {
        requireFunction(node, call.function()).fault(call.arguments()).ifPresent(fault -> {
            SqlNode place = fault.argument() < positions.size() ? positions.get(fault.argument()) : node;
            throw query.error(ErrorCode.INVALID_ARGUMENT, place, fault.message());
        });
        List<Expr> shallow = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            if (argument instanceof Expr.Parameter) {
                return;
            }
            shallow.add(argument instanceof Expr.Literal ? argument : new Expr.ColumnRef(0, argument.type()));
        }
        try {
            Evaluators.compile(
                    new Expr.Call(call.function(), shallow, call.type()), new EvaluationContext(List.of(), false));
        } catch (BarographException e) {
            throw query.error(e.code(), judged(node, call, positions), String.valueOf(e.getMessage()));
        }
    }

    /** The literal that a function judges, a unit or a format, is its only text or the last of them. */
    private static SqlNode judged(SqlNode node, Expr.Call call, List<? extends SqlNode> positions) {
        for (int i = Math.min(call.arguments().size(), positions.size()) - 1; i >= 0; i--) {
            if (call.argument(i).type() == Type.VARCHAR) {
                return positions.get(i);
            }
        }
        return positions.isEmpty() ? node : positions.get(0);
    }

    /** The function of a name; an error that names similar ones where there is none. */
    Function requireFunction(SqlNode node, String name) {
        return Functions.find(name).orElseThrow(() -> errors.unknown(node, name));
    }

    /** From now on, the column's type is open. */
    Expr.ColumnRef untyped(Expr.ColumnRef column) {
        untyped.add(column);
        return column;
    }

    /** The number as a DOUBLE, also beside a DECIMAL. */
    Expr.Literal asDouble(Expr.Literal number) {
        Expr.Literal cast = new Expr.Literal(number.type(), number.value());
        doubles.add(cast);
        return cast;
    }

    /** Whether the type of a value is open: a bare NULL, or a column of which no value was seen. */
    boolean isUntyped(Expr value) {
        return value == Literals.UNTYPED_NULL || untyped.contains(value);
    }

    /** A value whose type is open, as one of a type. */
    Expr as(Type type, Expr value) {
        if (value == Literals.UNTYPED_NULL) {
            return new Expr.Literal(type, null);
        }
        return value.type() == type ? value : new Expr.Call("cast", List.of(value), type);
    }

    /** The {@link #commonType} of values; those whose type is open take part in none. */
    Optional<Type> commonTypeOf(List<Expr> values) {
        return commonType(values.stream()
                .map(value -> isUntyped(value) ? Literals.UNTYPED_NULL : value)
                .toList());
    }

    /** Arguments of one common type, as CASE and UNION need them; empty where they have none. */
    static Optional<Type> commonType(List<Expr> values) {
        Type common = null;
        for (Expr value : values) {
            Type type = value.type();
            if (value == Literals.UNTYPED_NULL || common == type) {
                continue;
            }
            if (common == null) {
                common = type;
            } else {
                common = Widening.common(common, type);
                if (common == null) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(common == null ? Type.VARCHAR : common);
    }

    /**
     * Beside a DECIMAL, a number such as 0.01 is the DECIMAL that is written, not the DOUBLE near it; otherwise no price
     * would equal 0.01. One that is {@linkplain #asDouble cast to DOUBLE} stays one.
     */
    List<Expr> besideDecimals(List<Expr> arguments) {
        if (arguments.stream().noneMatch(argument -> argument.type().isDecimal())) {
            return arguments;
        }
        List<Expr> exact = new ArrayList<>();
        for (Expr argument : arguments) {
            exact.add(
                    argument instanceof Expr.Literal literal
                                    && literal.value() instanceof Double number
                                    && !doubles.contains(literal)
                            ? Literals.asDecimal(number).map(Expr.class::cast).orElse(argument)
                            : argument);
        }
        return exact;
    }

    /** Gives bare NULLs, and columns of which no value was seen, the first types with which the arguments are taken. */
    List<Expr> adapt(List<Expr> arguments, Predicate<List<Expr>> isTaken) {
        if (arguments.stream().noneMatch(this::isUntyped)) {
            return arguments;
        }
        boolean anyNull = arguments.stream().anyMatch(argument -> argument == Literals.UNTYPED_NULL);
        if (!anyNull && isTaken.test(arguments)) {
            return arguments;
        }
        Set<Type> candidates = new LinkedHashSet<>();
        for (Expr argument : arguments) {
            if (!isUntyped(argument)) {
                // What will come to a column beside whole numbers may have decimals.
                candidates.add(!anyNull && argument.type() == Type.BIGINT ? Type.DOUBLE : argument.type());
            }
        }
        candidates.addAll(anyNull ? TYPES_OF_NULLS : TYPES_OF_COLUMNS);
        for (Type type : candidates) {
            List<Expr> adapted = new ArrayList<>();
            for (Expr argument : arguments) {
                adapted.add(isUntyped(argument) ? as(type, argument) : argument);
            }
            if (isTaken.test(adapted)) {
                return adapted;
            }
        }
        return valueAndTime(arguments, isTaken);
    }

    /** Of {@code first(x, time)}, over two columns of which no value was seen, the second has to be a time and the first need not. */
    private List<Expr> valueAndTime(List<Expr> arguments, Predicate<List<Expr>> isTaken) {
        int last = arguments.size() - 1;
        if (!isUntyped(arguments.get(last))) {
            return arguments;
        }
        List<Expr> adapted = new ArrayList<>(arguments);
        adapted.set(last, as(Type.TIMESTAMP, arguments.get(last)));
        for (Type type : TYPES_OF_COLUMNS) {
            if (isTaken.test(adapted)) {
                return adapted;
            }
            for (int i = 0; i < last; i++) {
                adapted.set(i, isUntyped(arguments.get(i)) ? as(type, arguments.get(i)) : arguments.get(i));
            }
        }
        return isTaken.test(adapted) ? adapted : arguments;
    }

    private static Type typeOfOthers(List<Expr> arguments) {
        return arguments.stream()
                .map(Expr::type)
                .filter(type -> type != Type.VARCHAR)
                .findFirst()
                .orElse(Type.TIMESTAMP);
    }

    /** The arguments with NULLs of a type in the places of text literals. */
    private static List<Expr> textsAs(Type wanted, List<Expr> arguments) {
        return arguments.stream()
                .map(argument -> isText(argument) ? new Expr.Literal(wanted, null) : argument)
                .toList();
    }

    private static boolean isText(Expr argument) {
        return argument instanceof Expr.Literal literal && literal.value() instanceof String;
    }

    private List<Expr> readTexts(
            SqlNode node, List<Expr> arguments, List<Expr> wanted, List<? extends SqlNode> positions) {
        List<Expr> read = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Expr argument = arguments.get(i);
            if (argument instanceof Expr.Literal literal && literal.value() instanceof String text) {
                SqlNode position = i < positions.size() ? positions.get(i) : node;
                Type type = wanted.get(i).type();
                read.add(Constants.read(text, type)
                        .orElseThrow(() -> literals.malformed(position.getParserPosition(), text, type)));
            } else {
                read.add(argument);
            }
        }
        return read;
    }

    private static List<Type> types(List<Expr> arguments) {
        return arguments.stream().map(Expr::type).toList();
    }
}
