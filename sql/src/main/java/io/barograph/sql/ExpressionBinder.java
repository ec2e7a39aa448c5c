package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.jspecify.annotations.Nullable;

/** Turns expressions of the syntax tree into core expressions over the columns of one relation. */
class ExpressionBinder {
    private final SubQueryBinder subQueries;
    private final ParsedQuery query;
    private final NameLookup names;
    private final Literals literals;
    private final IntervalCalls intervals = new IntervalCalls(this);
    private final RowComparison rows = new RowComparison(this);
    private final CallResolver calls;

    private @Nullable Aliases aliases;

    /** Sub-expressions that were bound already: an expression may be looked at from several sides. */
    private final Map<SqlNode, Expr> bound = new IdentityHashMap<>();

    /** What the expressions are computed over. */
    private Plan plan;

    private boolean joins;
    private @Nullable OverBinder overs;

    ExpressionBinder(QueryBinder queries, Relation relation) {
        this.plan = relation.plan();
        this.subQueries = new SubQueryBinder(queries, this);
        this.query = queries.query();
        this.names = new NameLookup(query, relation, queries.outer());
        this.literals = new Literals(query, names);
        this.calls = new CallResolver(query, literals);
    }

    /** From now on, sub-queries may join the rows with others: whoever asks for it computes over {@link #plan}. */
    void allowJoins() {
        joins = true;
    }

    /** From now on, calls may stand before OVER; null: no longer. */
    void allowOver(@Nullable OverBinder binder) {
        overs = binder;
    }

    boolean allowsJoins() {
        return joins;
    }

    /** The relation's rows, and behind its columns those that sub-queries have added, once all is bound. */
    Plan plan() {
        return plan;
    }

    /** Makes the expressions run over another plan, whose first columns are the same. */
    void replacePlan(Plan wider) {
        plan = wider;
    }

    /** Filters the rows by a condition: {@link #plan} gives those for which it is true. */
    void filter(SqlNode condition, String clause) {
        List<SqlNode> nodes = conjuncts(condition);
        List<Expr> all = new ArrayList<>();
        for (SqlNode node : nodes) {
            boolean subQuery = node.getKind() == SqlKind.IN && isSubQuery(((SqlCall) node).operand(1));
            all.add(subQuery ? subQueries.in((SqlCall) node, true) : condition(node, clause));
        }
        plan = new Plan.Filter(plan, all.size() == 1 ? all.get(0) : calls.call(condition, "and", all, nodes));
    }

    /** The conditions that all have to be true. */
    static List<SqlNode> conjuncts(SqlNode condition) {
        List<SqlNode> nodes = new ArrayList<>();
        flatten(condition, SqlKind.AND, nodes);
        return nodes;
    }

    private static boolean isSubQuery(SqlNode node) {
        return !(node instanceof SqlNodeList);
    }

    /** From now on, names that are no column may be aliases. */
    void allowAliases(Aliases known) {
        aliases = known;
    }

    boolean allowsOver() {
        return overs != null;
    }

    /** Whether aggregates may stand here. */
    boolean allowsAggregates() {
        return false;
    }

    /** Whether an aggregate stands anywhere in an expression, or in what its names stand for; sub-queries left aside. */
    final boolean containsAggregate(SqlNode node) {
        return aliases == null ? AggregateBinder.writesAggregate(node) : aliases.containsAggregate(node);
    }

    /** Whether OVER stands anywhere in an expression, or in what its names stand for; sub-queries left aside. */
    final boolean containsOver(SqlNode node) {
        return aliases == null ? OverBinder.writesOver(node) : aliases.containsOver(node);
    }

    ParsedQuery query() {
        return query;
    }

    NameLookup names() {
        return names;
    }

    CallResolver calls() {
        return calls;
    }

    Literals literals() {
        return literals;
    }

    Expr bind(SqlNode node) {
        Expr known = bound.get(node);
        if (known == null) {
            known = bindNew(node);
            bound.put(node, known);
        }
        return known;
    }

    /** Binds a condition: a BOOLEAN. */
    Expr condition(SqlNode node, String clause) {
        Expr condition = bind(node);
        if (calls.isUntyped(condition)) {
            return calls.as(Type.BOOLEAN, condition);
        }
        if (condition.type() != Type.BOOLEAN) {
            throw query.error(
                    ErrorCode.TYPE_MISMATCH,
                    node,
                    clause + " needs a condition (BOOLEAN); this is " + condition.type());
        }
        return condition;
    }

    /** Binds a node that was not seen before. Overridden where some nodes mean something else. */
    Expr bindNew(SqlNode node) {
        if (node instanceof SqlIdentifier name) {
            return identifier(name);
        }
        if (node instanceof SqlLiteral literal) {
            return literals.bind(literal);
        }
        if (node instanceof SqlCall call) {
            return call(call);
        }
        throw query.error(ErrorCode.NOT_SUPPORTED, node, "this cannot stand in an expression");
    }

    /** How many months of the calendar an interval is; null where it is a length of time, or none. */
    @Nullable
    Expr months(SqlNode interval) {
        return intervals.months(interval);
    }

    /** A column. */
    Expr identifier(SqlIdentifier name) {
        if (name.isStar()) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, name, "* can only stand in a SELECT list or in count(*)");
        }
        int index = names.find(name);
        if (index >= 0) {
            return reference(index);
        }
        Expr meant = aliases == null ? null : aliases.bind(name, this);
        if (meant == null) {
            throw names.unknown(name);
        }
        return meant;
    }

    /** A reference to a column of the relation. */
    Expr.ColumnRef reference(int index) {
        Expr.ColumnRef column = new Expr.ColumnRef(index, names.column(index).type());
        return names.isUntyped(index) ? calls.untyped(column) : column;
    }

    private Expr call(SqlCall call) {
        refuseAggregate(call);
        if (IntervalCalls.isOne(call)) {
            return intervals.bind(call);
        }
        return switch (call.getKind()) {
            case CAST, SAFE_CAST -> cast(call);
            case CASE -> caseExpression((SqlCase) call);
            case AND, OR -> connective(call);
            case IN, NOT_IN -> in(call);
            case BETWEEN -> negatedIf(((SqlBetweenOperator) call.getOperator()).isNegated(), call, "between");
            case LIKE, SIMILAR, RLIKE -> like(call);
            case NOT_EQUALS -> RowComparison.isOne(call) ? not(call, rows.equal(call)) : plain(call, "<>");
            case IS_NULL -> plain(call, "is null");
            case IS_NOT_NULL -> plain(call, "is not null");
            case PLUS_PREFIX -> bind(call.operand(0));
            case MINUS_PREFIX -> negative(call);
            case PLUS, MINUS -> sum(call);
            case EXTRACT -> extract(call);
            case FLOOR, CEIL -> roundedTime(call);
            case TRIM -> trim(call);
            case LITERAL_CHAIN -> chain(call);
            case SELECT, UNION, INTERSECT, EXCEPT, ORDER_BY, WITH, VALUES, SCALAR_QUERY -> subQueries.scalar(call);
            case EXISTS -> subQueries.exists(call);
            case OVER -> over(call);
            case ROW -> throw query.error(ErrorCode.NOT_SUPPORTED, call, RowComparison.ALONE);
            case EQUALS -> RowComparison.isOne(call) ? rows.equal(call) : plain(call, "=");
            case FILTER ->
                throw query.error(
                        ErrorCode.INVALID_ARGUMENT,
                        call,
                        "FILTER (WHERE …) belongs behind an aggregate such as count(*)");
            case SOME, ALL ->
                throw query.error(
                        ErrorCode.NOT_SUPPORTED, call, call.getKind() + " over a sub-query is not supported yet");
            default -> plain(call, call.getOperator().getName().toLowerCase(Locale.ROOT));
        };
    }

    private Expr over(SqlCall call) {
        if (overs == null) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    call,
                    "OVER cannot stand here: it is computed behind WHERE, GROUP BY and HAVING; filter by it with QUALIFY, or"
                            + " around a sub-query");
        }
        return overs.bind(this, call);
    }

    /** Aggregates can only stand where groups are made. */
    private void refuseAggregate(SqlCall call) {
        if (AggregateBinder.isAggregate(call)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    call,
                    "the aggregate " + AggregateBinder.nameOf(call)
                            + " cannot stand here: rows are not grouped yet; filter groups with HAVING, or aggregate in a sub-query");
        }
    }

    private Expr plain(SqlCall call, String name) {
        if (call.getFunctionQuantifier() != null) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, call, "DISTINCT belongs to aggregates; " + name + " is none");
        }
        calls.requireFunction(call, name);
        return calls.call(call, name, bindAll(call.getOperandList()), call.getOperandList());
    }

    private List<Expr> bindAll(List<SqlNode> nodes) {
        List<Expr> expressions = new ArrayList<>(nodes.size());
        for (SqlNode node : nodes) {
            expressions.add(bind(node));
        }
        return expressions;
    }

    private Expr negatedIf(boolean negated, SqlCall call, String name) {
        Expr positive = plain(call, name);
        return negated ? not(call, positive) : positive;
    }

    private Expr connective(SqlCall call) {
        List<SqlNode> operands = new ArrayList<>();
        flatten(call, call.getKind(), operands);
        for (SqlNode operand : operands) {
            condition(operand, call.getKind().name());
        }
        return calls.call(call, call.getKind().name().toLowerCase(Locale.ROOT), bindAll(operands), operands);
    }

    private static void flatten(SqlNode node, SqlKind kind, List<SqlNode> into) {
        if (node.getKind() == kind) {
            ((SqlCall) node).getOperandList().forEach(operand -> flatten(operand, kind, into));
        } else {
            into.add(node);
        }
    }

    private Expr in(SqlCall call) {
        if (!(call.operand(1) instanceof SqlNodeList list)) {
            return subQueries.in(call, false);
        }
        List<SqlNode> operands = new ArrayList<>();
        operands.add(call.operand(0));
        operands.addAll(list);
        Expr in = RowComparison.isOne(call)
                ? rows.in(call, operands)
                : calls.call(call, "in", bindAll(operands), operands);
        return call.getKind() == SqlKind.NOT_IN ? not(call, in) : in;
    }

    private Expr not(SqlNode node, Expr condition) {
        return calls.call(node, "not", List.of(condition), List.of());
    }

    private Expr like(SqlCall call) {
        String operator = call.getOperator().getName().toLowerCase(Locale.ROOT);
        boolean negated = operator.startsWith("not ");
        if (Functions.find(operator).isPresent()) {
            return plain(call, operator);
        }
        return negatedIf(negated, call, negated ? operator.substring("not ".length()) : operator);
    }

    private Expr cast(SqlCall call) {
        String function = call.getKind() == SqlKind.CAST ? "cast" : "try_cast";
        String name = ((SqlDataTypeSpec) call.operand(1)).getTypeName().toString();
        Type type = TypeNames.find(name).orElseThrow();
        Optional<String> narrower = TypeNames.narrower(name);
        Expr operand = bind(call.operand(0));
        if (type == Type.DOUBLE && operand instanceof Expr.Literal number && number.value() instanceof Double) {
            operand = calls.asDouble(number);
        }
        if (narrower.isEmpty() || operand == Literals.UNTYPED_NULL) {
            return castTo(call, function, operand, type);
        }
        Expr.Literal narrow = new Expr.Literal(Type.VARCHAR, narrower.get());
        // A REAL is rounded once, so from what it is cast from; whole numbers lose nothing on the way.
        Expr wide = Functions.isCastable(List.of(operand.type(), Type.VARCHAR), type)
                ? operand
                : castTo(call, function, operand, type);
        return new Expr.Call(function, List.of(wide, narrow), type);
    }

    Expr castTo(SqlNode node, String function, Expr value, Type type) {
        if (value == Literals.UNTYPED_NULL) {
            return new Expr.Literal(type, null);
        }
        if (value.type() == type) {
            return value;
        }
        if (!Functions.isCastable(value.type(), type)) {
            throw query.error(ErrorCode.TYPE_MISMATCH, node, "a " + value.type() + " cannot be cast to " + type);
        }
        return new Expr.Call(function, List.of(value), type);
    }

    private Expr caseExpression(SqlCase call) {
        List<SqlNode> nodes = new ArrayList<>();
        List<Expr> arguments = new ArrayList<>();
        List<Integer> results = new ArrayList<>();
        for (int i = 0; i < call.getWhenOperands().size(); i++) {
            SqlNode when = call.getWhenOperands().get(i);
            nodes.add(when);
            if (call.getValueOperand() == null) {
                arguments.add(condition(when, "WHEN"));
            } else {
                List<SqlNode> sides = List.of(call.getValueOperand(), when);
                arguments.add(calls.call(when, "=", bindAll(sides), sides));
            }
            results.add(arguments.size());
            nodes.add(call.getThenOperands().get(i));
            arguments.add(bind(call.getThenOperands().get(i)));
        }
        SqlNode otherwise = call.getElseOperand();
        nodes.add(otherwise == null ? call : otherwise);
        results.add(arguments.size());
        arguments.add(otherwise == null ? Literals.UNTYPED_NULL : bind(otherwise));
        List<Expr> values =
                calls.besideDecimals(results.stream().map(arguments::get).toList());
        for (int i = 0; i < values.size(); i++) {
            arguments.set(results.get(i), values.get(i));
        }
        Type common = calls.commonTypeOf(results.stream().map(arguments::get).toList())
                .orElseThrow(() -> query.error(
                        ErrorCode.TYPE_MISMATCH,
                        call,
                        "the results of this CASE have no common type: "
                                + results.stream()
                                        .map(i -> arguments.get(i).type())
                                        .distinct()
                                        .toList()
                                + "; convert with CAST(… AS type)"));
        for (int i : results) {
            arguments.set(i, castTo(nodes.get(i), "cast", arguments.get(i), common));
        }
        return new Expr.Call("case", arguments, common);
    }

    private Expr negative(SqlCall call) {
        return call.operand(0) instanceof SqlNumericLiteral number ? literals.number(number, true) : plain(call, "-");
    }

    /** {@code ±}; calendar units need {@code add_months}, for their length depends on where they are added. */
    private Expr sum(SqlCall call) {
        String operator = call.getKind() == SqlKind.PLUS ? "+" : "-";
        Expr left = intervals.months(call.operand(0));
        Expr right = intervals.months(call.operand(1));
        if (left == null && right == null) {
            return plain(call, operator);
        }
        boolean minus = operator.equals("-");
        if (left != null && (right != null || minus)) {
            throw literals.calendarAlone(call.operand(0));
        }
        SqlNode time = call.operand(left == null ? 0 : 1);
        Expr months = left != null ? left : Objects.requireNonNull(right);
        List<Expr> arguments = List.of(bind(time), minus ? IntervalCalls.negated(months) : months);
        return calls.call(call, "add_months", arguments, List.of(time));
    }

    /** {@code EXTRACT(unit FROM time)}. */
    private Expr extract(SqlCall call) {
        return timeCall(call, "extract", call.operand(0), call.operand(1));
    }

    /** {@code FLOOR(time TO unit)}, {@code CEIL(time TO unit)}; without a unit, an ordinary function. */
    private Expr roundedTime(SqlCall call) {
        if (call.operandCount() == 1) {
            return plain(call, call.getKind().name().toLowerCase(Locale.ROOT));
        }
        String function = call.getKind() == SqlKind.CEIL ? "date_ceil" : "date_trunc";
        return timeCall(call, function, call.operand(1), call.operand(0));
    }

    private Expr timeCall(SqlCall call, String function, SqlNode unit, SqlNode time) {
        Expr value = bind(time);
        if (value.type() != Type.TIMESTAMP && value.type() != Type.DATE && !(value instanceof Expr.Literal)) {
            throw query.error(
                    ErrorCode.TYPE_MISMATCH,
                    time,
                    call.getKind() + " needs a TIMESTAMP; this is " + value.type()
                            + "; convert it, as in x::TIMESTAMP");
        }
        return calls.call(call, function, List.of(unit(unit), value), List.of(unit, time));
    }

    private Expr unit(SqlNode node) {
        String name = query.token(node).text().toLowerCase(Locale.ROOT);
        if (!(node instanceof SqlIntervalQualifier) && !(node instanceof SqlIdentifier)) {
            throw query.error(ErrorCode.SYNTAX_ERROR, node, "expected a unit such as year, month, day or hour");
        }
        return new Expr.Literal(Type.VARCHAR, name);
    }

    private Expr trim(SqlCall call) {
        SqlLiteral flag = call.operand(0);
        String name = switch (flag.getValueAs(SqlTrimFunction.Flag.class)) {
            case BOTH -> "trim";
            case LEADING -> "ltrim";
            case TRAILING -> "rtrim";
        };
        // Calcite puts a blank where the text names no characters; a text of ours would be a number.
        SqlNode characters = call.operand(1);
        boolean named = !(characters instanceof SqlLiteral literal && " ".equals(literal.toValue()));
        List<SqlNode> operands = named ? List.of(call.operand(2), characters) : List.of(call.operand(2));
        return calls.call(call, name, bindAll(operands), operands);
    }

    private Expr chain(SqlCall call) {
        StringBuilder text = new StringBuilder();
        for (SqlNode part : call.getOperandList()) {
            text.append(query.string((SqlLiteral) part));
        }
        return new Expr.Literal(Type.VARCHAR, text.toString());
    }
}
