package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Binds what {@link PivotText} made of PIVOT, as the SELECT that people write without it: every aggregate once per
 * combination of the axes' values, with a FILTER. Rows are grouped by GROUP BY, or by all columns that neither an axis nor
 * an aggregate names.
 */
final class PivotBinder {
    private static final int MOST_COLUMNS = 1000;

    /** The table of the conditions' columns: no name of a text can have it. */
    private static final String CONDITIONS = "$pivot";

    /** A value of an axis, or of several: when a row has it, and how columns are named by it. */
    private record Value(@Nullable Expr condition, String name) {}

    private final QueryBinder queries;
    private final ParsedQuery query;
    private final SqlSelect select;
    private final Relation input;
    private final ExpressionBinder rows;
    /** Columns that axes and aggregates name. */
    private final Set<Integer> used = new LinkedHashSet<>();

    private PivotBinder(QueryBinder queries, SqlSelect select) {
        this.queries = queries;
        this.query = queries.query();
        this.select = select;
        this.input = new FromBinder(queries).bind(select.getFrom());
        this.rows = new ExpressionBinder(queries, input);
    }

    /** The pivoted rows; null where the SELECT is one that was written as such. */
    static @Nullable Relation bind(QueryBinder queries, SqlSelect select) {
        return isPivot(select) ? new PivotBinder(queries, select).bind() : null;
    }

    static boolean isPivot(SqlSelect select) {
        return !select.getSelectList().isEmpty()
                && select.getSelectList().get(0) instanceof SqlCall call
                && call.getOperator().getName().equals(PivotText.MARK);
    }

    private Relation bind() {
        SqlCall mark = (SqlCall) select.getSelectList().get(0);
        List<SqlNode> aggregates = new ArrayList<>(
                select.getSelectList().subList(1, select.getSelectList().size()));
        List<Value> values = List.of(new Value(null, ""));
        for (SqlNode axis : mark.getOperandList()) {
            values = combined(values, values((SqlCall) axis));
            limit(mark, (long) values.size() * aggregates.size());
        }
        aggregates.forEach(this::use);
        List<SqlNode> items = new ArrayList<>(keys());
        SqlNodeList group = items.isEmpty() ? null : new SqlNodeList(items, mark.getParserPosition());
        List<Expr> conditions = new ArrayList<>();
        for (Value value : values) {
            SqlIdentifier condition = new SqlIdentifier(
                    List.of(CONDITIONS, Integer.toString(conditions.size())), mark.getParserPosition());
            conditions.add(value.condition() == null ? new Expr.Literal(Type.BOOLEAN, true) : value.condition());
            for (SqlNode aggregate : aggregates) {
                items.add(column(aggregate, condition, value.name(), aggregates.size() == 1));
            }
        }
        SqlParserPos position = select.getParserPosition();
        SqlSelect plain = new SqlSelect(
                position,
                null,
                new SqlNodeList(items, position),
                select.getFrom(),
                null,
                group,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return new SelectBinder(queries, plain, null).over(judged(conditions)).bind();
    }

    private void limit(SqlNode node, long columns) {
        if (columns > MOST_COLUMNS) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    node,
                    "PIVOT would make more than " + MOST_COLUMNS
                            + " columns; list the values that you want with IN (…), filter the rows first, or GROUP BY the"
                            + " column instead");
        }
    }

    /** The input's rows and, behind its columns, whether each condition is true. */
    private Relation judged(List<Expr> conditions) {
        List<Expr> all = new ArrayList<>();
        List<Field> fields = new ArrayList<>(input.plan().schema().fields());
        List<Relation.Column> columns = new ArrayList<>(input.columns());
        IntStream.range(0, fields.size()).forEach(i -> all.add(input.reference(i)));
        for (int i = 0; i < conditions.size(); i++) {
            all.add(conditions.get(i));
            fields.add(new Field(CONDITIONS + "." + i, Type.BOOLEAN));
            columns.add(new Relation.Column(List.of(CONDITIONS), Integer.toString(i), Type.BOOLEAN, true));
        }
        return new Relation(new Plan.Project(input.plan(), all, new Schema(fields)), columns, input.time());
    }

    private static List<Value> combined(List<Value> values, List<Value> others) {
        List<Value> all = new ArrayList<>();
        for (Value value : values) {
            for (Value other : others) {
                all.add(value.condition() == null ? other : both(value, other));
            }
        }
        return all;
    }

    private static Value both(Value one, Value other) {
        return new Value(and(one.condition(), other.condition()), one.name() + "_" + other.name());
    }

    private static @Nullable Expr and(@Nullable Expr one, @Nullable Expr other) {
        return one == null || other == null ? other : Functions.call("and", List.of(one, other));
    }

    /** The values of {@code "$on"(axis, value, …)}. */
    private List<Value> values(SqlCall on) {
        List<SqlNode> operands = on.getOperandList();
        SqlNode axis = operands.get(0);
        if (AggregateBinder.writesAggregate(axis)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT, axis, "PIVOT makes columns of rows' values, not of aggregates");
        }
        use(axis);
        if (operands.size() == 1) {
            return found(axis);
        }
        return operands.subList(1, operands.size()).stream()
                .map(value -> listed(axis, value))
                .toList();
    }

    private Value listed(SqlNode axis, SqlNode value) {
        if (value instanceof SqlCall named && named.getOperator().getName().equals(PivotText.NAMED)) {
            String name = query.string((SqlLiteral) named.operand(1));
            return new Value(listed(axis, named.operand(0)).condition(), name);
        }
        List<SqlNode> columns = parts(axis);
        List<SqlNode> constants = parts(value);
        if (columns.size() != constants.size()) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    value,
                    "there are " + columns.size() + " columns, but " + constants.size() + " values");
        }
        Value all = null;
        for (int i = 0; i < columns.size(); i++) {
            Value part = part(columns.get(i), constants.get(i));
            all = all == null ? part : both(all, part);
        }
        return Objects.requireNonNull(all);
    }

    private static List<SqlNode> parts(SqlNode node) {
        return node.getKind() == SqlKind.ROW ? ((SqlCall) node).getOperandList() : List.of(node);
    }

    /** A column's value: NULL is one, too. */
    private Value part(SqlNode column, SqlNode constant) {
        Expr value = rows.bind(constant);
        if (!Constants.isConstant(value)) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, constant, "the values of PIVOT are constants");
        }
        SqlParserPos position = constant.getParserPosition();
        boolean isNull = value == Literals.UNTYPED_NULL;
        SqlNode condition = isNull
                ? new SqlBasicCall(SqlStdOperatorTable.IS_NULL, List.of(column), position)
                : new SqlBasicCall(SqlStdOperatorTable.EQUALS, List.of(column, constant), position);
        return new Value(rows.condition(condition, "PIVOT"), isNull ? "NULL" : text(Constants.evaluate(value)));
    }

    /** The values that there are, in their order, without NULL. */
    private List<Value> found(SqlNode node) {
        Expr axis = rows.bind(node);
        Schema schema = Schema.of(new Field("value", axis.type()));
        Plan all = new Plan.Project(input.plan(), List.of(axis), schema);
        Expr value = new Expr.ColumnRef(0, axis.type());
        Plan present = new Plan.Filter(all, Functions.call("is not null", List.of(value)));
        Plan some = new Plan.Limit(SetOperationBinder.distinct(present), 0, MOST_COLUMNS + 1L);
        List<Expr.Literal> values = queries.valuesOf(node, some);
        limit(node, values.size());
        return values.stream()
                .map(literal -> new Value(Functions.call("=", List.of(axis, literal)), text(literal)))
                .toList();
    }

    private static String text(Expr.Literal value) {
        Expr.Literal text = Constants.evaluate(new Expr.Call("cast", List.of(value), Type.VARCHAR));
        return String.valueOf(text.value());
    }

    /** Notes the columns that a node names. */
    private void use(SqlNode node) {
        node.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier name) {
                int column = name.isStar() ? -1 : rows.names().find(name);
                if (column >= 0) {
                    used.add(column);
                }
                return null;
            }
        });
    }

    private List<SqlNode> keys() {
        if (select.getGroup() != null && !isAll(select.getGroup())) {
            for (SqlNode key : select.getGroup()) {
                if (!(key instanceof SqlIdentifier)) {
                    throw query.error(
                            ErrorCode.NOT_SUPPORTED,
                            key,
                            "GROUP BY of PIVOT takes columns; compute others in a sub-query: PIVOT (SELECT …) ON …");
                }
            }
            return select.getGroup();
        }
        List<SqlNode> keys = new ArrayList<>();
        for (int i = 0; i < input.columns().size(); i++) {
            Relation.Column column = input.columns().get(i);
            if (!used.contains(i) && !column.hidden()) {
                List<String> name = column.tables().isEmpty()
                        ? List.of(column.name())
                        : List.of(column.tables().get(0), column.name());
                keys.add(new SqlIdentifier(name, select.getSelectList().get(0).getParserPosition()));
            }
        }
        return keys;
    }

    private boolean isAll(SqlNodeList group) {
        return group.size() == 1
                && group.get(0) instanceof SqlIdentifier name
                && name.isSimple()
                && name.getSimple().equalsIgnoreCase("ALL")
                && rows.names().find(name) < 0;
    }

    /** A column of the answer: the aggregates of an expression over the rows that have a value. */
    private SqlNode column(SqlNode item, SqlIdentifier condition, String value, boolean alone) {
        boolean named = item.getKind() == SqlKind.AS;
        SqlNode expression = named ? ((SqlCall) item).operand(0) : item;
        if (!AggregateBinder.writesAggregate(expression)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT, expression, "PIVOT needs an aggregate here, such as sum(column)");
        }
        String alias = named ? ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple() : query.itemText(item);
        String name = alone && !named ? value : value + "_" + alias;
        return new SqlBasicCall(
                SqlStdOperatorTable.AS,
                List.of(filtered(expression, condition), new SqlIdentifier(name, item.getParserPosition())),
                item.getParserPosition());
    }

    private static SqlNode filtered(SqlNode expression, SqlIdentifier condition) {
        return Objects.requireNonNull(expression.accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                if (!AggregateBinder.isAggregate(call)) {
                    return super.visit(call);
                }
                SqlParserPos position = call.getParserPosition();
                SqlNode aggregate = call;
                SqlNode all = condition;
                if (call.getKind() == SqlKind.FILTER) {
                    aggregate = call.operand(0);
                    SqlNode own = call.operand(1);
                    all = new SqlBasicCall(SqlStdOperatorTable.AND, List.of(own, condition), position);
                }
                return new SqlBasicCall(SqlStdOperatorTable.FILTER, List.of(aggregate, all), position);
            }
        }));
    }
}
