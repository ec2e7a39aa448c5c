package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.plan.rewrite.PlanRewriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/**
 * Turns a query's syntax tree into a plan, each operator as the text says it: nothing is rewritten here, so that no
 * arithmetic is rearranged. One binder serves one level of nesting of WITH names.
 */
final class QueryBinder {
    private final BindingContext context;

    /** Queries named by WITH, by lower-case name. */
    private final Map<String, Relation> named;

    private final List<NameLookup> outer;

    private QueryBinder(BindingContext context, Map<String, Relation> named, List<NameLookup> outer) {
        this.context = context;
        this.named = named;
        this.outer = outer;
    }

    /** The plan of a whole query, simplified. */
    static Query bind(ParsedQuery parsed, Tables tables) {
        BindingContext context = new BindingContext(parsed, tables);
        Plan root = new QueryBinder(context, Map.of(), List.of())
                .bind(parsed.tree())
                .plan();
        return PlanRewriter.rewrite(new Query(root, context.scalars()));
    }

    /** The plan of all rows of a view. */
    static Query bind(Tables.View view, Tables tables) {
        BindingContext context = new BindingContext(view.query(), tables);
        Plan root = new QueryBinder(context, Map.of(), List.of()).view(view).plan();
        return PlanRewriter.rewrite(new Query(root, context.scalars()));
    }

    /** The rows of a view: its text is bound anew for each query that reads it. */
    Relation view(Tables.View view) {
        QueryBinder binder = new QueryBinder(context.ofView(view.query()), Map.of(), List.of());
        Relation relation = binder.bind(view.query().tree());
        return renamed(relation, view.columns()).as(view.name());
    }

    private static Relation renamed(Relation relation, List<String> names) {
        if (names.isEmpty()) {
            return relation;
        }
        List<Relation.Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Relation.Column column = relation.columns().get(i);
            columns.add(new Relation.Column(column.tables(), names.get(i), column.type()));
        }
        return new Relation(relation.plan(), columns, relation.time());
    }

    ParsedQuery query() {
        return context.query();
    }

    Tables tables() {
        return context.tables();
    }

    List<NameLookup> outer() {
        return outer;
    }

    @Nullable
    Relation named(String name) {
        return named.get(name.toLowerCase(Locale.ROOT));
    }

    List<String> names() {
        return named.keySet().stream().sorted().toList();
    }

    /** A binder for a sub-query within an expression over these names. */
    QueryBinder nested(NameLookup around) {
        List<NameLookup> all = new ArrayList<>(outer);
        all.add(around);
        return new QueryBinder(context, named, all);
    }

    Expr addScalar(Relation relation) {
        return context.addScalar(relation.plan(), relation.columns().get(0).type());
    }

    Relation bind(SqlNode node) {
        return switch (node.getKind()) {
            case SELECT -> select((SqlSelect) node);
            case ORDER_BY -> ordered((SqlOrderBy) node);
            case WITH -> with((SqlWith) node);
            case UNION, INTERSECT, EXCEPT -> new SetOperationBinder(this).bind((SqlCall) node);
            case VALUES -> values((SqlCall) node);
            case EXPLICIT_TABLE -> new FromBinder(this).bind(node);
            default -> throw query().error(ErrorCode.NOT_SUPPORTED, node, "this kind of query is not supported");
        };
    }

    private Relation select(SqlSelect select) {
        Relation rewritten =
                UnpivotBinder.isUnpivot(select) ? UnpivotBinder.bind(this, select) : PivotBinder.bind(this, select);
        if (rewritten == null) {
            rewritten = MatchBinder.bind(this, select);
        }
        return rewritten == null ? new SelectBinder(this, select, null).bind() : rewritten;
    }

    /** The values of a plan's only column, which are looked up now. */
    List<Expr.Literal> valuesOf(SqlNode node, Plan plan) {
        Query asked = PlanRewriter.rewrite(new Query(plan, context.scalars()));
        try {
            return tables().values(asked);
        } catch (BarographException e) {
            throw query().error(e.code(), node, String.valueOf(e.getMessage()));
        }
    }

    private Relation with(SqlWith with) {
        Map<String, Relation> all = new HashMap<>(named);
        QueryBinder binder = new QueryBinder(context, all, outer);
        Set<String> here = new HashSet<>();
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            if (!here.add(item.name.getSimple().toLowerCase(Locale.ROOT))) {
                throw query().error(
                                ErrorCode.INVALID_ARGUMENT,
                                item.name,
                                "WITH has two tables " + item.name.getSimple() + "; give one another name");
            }
            Relation relation = binder.bind(item.query);
            if (item.columnList != null) {
                relation = new FromBinder(this).renamed(relation, item.columnList, item);
            }
            String name = item.name.getSimple();
            all.put(name.toLowerCase(Locale.ROOT), relation.as(name));
        }
        return binder.bind(with.body);
    }

    private Relation ordered(SqlOrderBy order) {
        SqlNode body = order.query;
        Relation relation;
        if (body instanceof SqlSelect select && !PivotBinder.isPivot(select) && !UnpivotBinder.isUnpivot(select)) {
            relation = new SelectBinder(this, select, order.orderList).bind();
        } else if (body instanceof SqlWith with && !order.orderList.isEmpty()) {
            SqlOrderBy inner =
                    new SqlOrderBy(order.getParserPosition(), with.body, order.orderList, order.offset, order.fetch);
            return with(new SqlWith(with.getParserPosition(), with.withList, inner));
        } else {
            relation = bind(body);
            if (!order.orderList.isEmpty()) {
                relation = sortedByOutput(relation, order.orderList);
            }
        }
        return limited(relation, order);
    }

    /** Sorts the result of a UNION or VALUES: only its own columns can be named. */
    private Relation sortedByOutput(Relation relation, SqlNodeList order) {
        SortBinder sort = new SortBinder(
                query(), relation.columns().stream().map(Relation.Column::name).toList());
        ExpressionBinder expressions = new ExpressionBinder(this, relation);
        List<Expr> computed = new ArrayList<>();
        List<Plan.SortKey> keys = new ArrayList<>();
        int width = relation.columns().size();
        for (SortBinder.Item key : sort.items(order, expressions.names())) {
            int column = key.output();
            if (column < 0) {
                Expr value = expressions.bind(key.expression());
                column = value instanceof Expr.ColumnRef reference ? reference.index() : width + computed.size();
                if (!(value instanceof Expr.ColumnRef)) {
                    computed.add(value);
                }
            }
            keys.add(key.on(column));
        }
        return relation.with(SortBinder.sorted(relation.plan(), computed, keys));
    }

    private Relation limited(Relation relation, SqlOrderBy order) {
        if (order.offset == null && order.fetch == null) {
            return relation;
        }
        long offset = order.offset == null ? 0 : rows(order.offset, "OFFSET");
        long count = order.fetch == null ? Long.MAX_VALUE : rows(order.fetch, "LIMIT");
        return relation.with(new Plan.Limit(relation.plan(), offset, count));
    }

    private long rows(SqlNode node, String clause) {
        Token token = query().token(node);
        if (token.kind() == Token.Kind.NUMBER && token.text().chars().allMatch(Character::isDigit)) {
            try {
                return Long.parseLong(token.text());
            } catch (NumberFormatException e) {
                // Falls through: too many digits.
            }
        }
        throw query().error(ErrorCode.INVALID_ARGUMENT, node, clause + " needs a whole number of rows, such as 10");
    }

    /** {@code VALUES (1, 'a'), (2, 'b')}: rows of constants. */
    private Relation values(SqlCall values) {
        ExpressionBinder expressions = new ExpressionBinder(this, Relation.of(SelectBinder.oneRow(), List.of()));
        List<List<Expr>> rows = new ArrayList<>();
        for (SqlNode node : values.getOperandList()) {
            List<SqlNode> cells = node.getKind() == SqlKind.ROW ? ((SqlCall) node).getOperandList() : List.of(node);
            List<Expr> row = new ArrayList<>();
            for (SqlNode cell : cells) {
                Expr value = expressions.bind(cell);
                if (!Constants.isConstant(value)) {
                    throw query().error(ErrorCode.NOT_SUPPORTED, cell, "VALUES takes constants only");
                }
                row.add(value == Literals.UNTYPED_NULL ? value : Constants.evaluate(value));
            }
            if (!rows.isEmpty() && rows.get(0).size() != row.size()) {
                throw query().error(
                                ErrorCode.TYPE_MISMATCH,
                                node,
                                "the rows of VALUES differ in length: the first has "
                                        + rows.get(0).size() + " values, this one " + row.size());
            }
            rows.add(row);
        }
        return Relation.of(valuesPlan(values, rows), List.of());
    }

    private Plan valuesPlan(SqlCall values, List<List<Expr>> rows) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            int column = i;
            Type type = CallResolver.commonType(
                            rows.stream().map(row -> row.get(column)).toList())
                    .orElseThrow(() -> query().error(
                                    ErrorCode.TYPE_MISMATCH,
                                    values,
                                    "column " + (column + 1) + " of these VALUES has no common type"));
            fields.add(new Field("column" + (i + 1), type));
        }
        List<List<Expr.Literal>> literals = new ArrayList<>();
        for (List<Expr> row : rows) {
            List<Expr.Literal> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(literal(row.get(i), fields.get(i).type()));
            }
            literals.add(cells);
        }
        return new Plan.Values(new Schema(fields), literals);
    }

    private static Expr.Literal literal(Expr value, Type type) {
        if (value == Literals.UNTYPED_NULL) {
            return new Expr.Literal(type, null);
        }
        return Constants.evaluate(value.type() == type ? value : new Expr.Call("cast", List.of(value), type));
    }
}
