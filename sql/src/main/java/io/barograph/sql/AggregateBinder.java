package io.barograph.sql;

import io.barograph.core.aggregate.Aggregates;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.ExprText;
import io.barograph.core.expr.Functions;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/**
 * Binds the expressions above a grouping: what equals a key is the key's column, an aggregate is a call's, and any other
 * column is an error. Collects what the grouping needs; {@link #plan} makes it.
 */
final class AggregateBinder extends ExpressionBinder {
    private final ExpressionBinder rows;
    private final Relation input;

    /** Columns of the projection beneath the aggregate: keys first, then arguments and filters. */
    private final List<Expr> projected = new ArrayList<>();

    private final int keys;
    private final @Nullable List<List<Integer>> sets;
    private final @Nullable SessionBinder sessions;
    private final List<AggregateCall> aggregates = new ArrayList<>();
    private final List<String> aggregateNames = new ArrayList<>();

    /**
     * @param rows binds the expressions beneath the grouping
     * @param grouping keys are expressions over the input
     */
    AggregateBinder(QueryBinder queries, Relation input, ExpressionBinder rows, GroupBy.Grouping grouping) {
        this(queries, input, rows, grouping, null);
    }

    /** @param sessions what the input's rows are grouped to, and grouped by; or null */
    AggregateBinder(
            QueryBinder queries,
            Relation input,
            ExpressionBinder rows,
            GroupBy.Grouping grouping,
            @Nullable SessionBinder sessions) {
        super(queries, input);
        this.rows = rows;
        this.input = input;
        this.projected.addAll(grouping.keys());
        this.keys = projected.size();
        this.sets = grouping.sets();
        this.sessions = sessions;
    }

    /** Whether the node calls an aggregate, with or without FILTER, or asks for a row's grouping set. */
    static boolean isAggregate(SqlNode node) {
        return isGrouping(node)
                || node instanceof SqlCall call
                        && (call.getKind() == SqlKind.FILTER || call.getKind() == SqlKind.WITHIN_GROUP
                                ? isAggregate(call.operand(0))
                                : Aggregates.find(nameOf(call)).isPresent());
    }

    /** Whether the node is {@code GROUPING(…)}, a row's set as bits. */
    private static boolean isGrouping(SqlNode node) {
        return node instanceof SqlCall call
                && (nameOf(call).equals("grouping") || nameOf(call).equals("grouping_id"));
    }

    /**
     * Whether an aggregate stands anywhere in an expression, sub-queries left aside.
     *
     * @param alias whether one stands in what a name stands for
     */
    static boolean containsAggregate(SqlNode node, Predicate<SqlIdentifier> alias) {
        if (isAggregate(node) || node instanceof SqlIdentifier name && alias.test(name)) {
            return true;
        }
        List<SqlNode> parts = List.of();
        if (node.getKind() == SqlKind.OVER) {
            parts = OverBinder.partsOf((SqlCall) node);
        } else if (node instanceof SqlCall call && !call.getKind().belongsTo(SqlKind.QUERY)) {
            parts = call.getOperandList();
        } else if (node instanceof SqlNodeList list) {
            parts = list;
        }
        return parts.stream().anyMatch(part -> part != null && containsAggregate(part, alias));
    }

    /** Whether an aggregate is written anywhere in an expression, sub-queries left aside. */
    static boolean writesAggregate(SqlNode node) {
        return containsAggregate(node, name -> false);
    }

    static String nameOf(SqlCall call) {
        return call.getKind() == SqlKind.FILTER || call.getKind() == SqlKind.WITHIN_GROUP
                ? nameOf(call.operand(0))
                : call.getOperator().getName().toLowerCase(Locale.ROOT);
    }

    @Override
    Expr bindNew(SqlNode node) {
        if (isGrouping(node)) {
            return grouping((SqlCall) node);
        }
        if (isAggregate(node)) {
            return aggregate((SqlCall) node);
        }
        if (!containsAggregate(node) && !containsOver(node)) {
            Expr value = rows.bind(node);
            int key = value instanceof Expr.Literal
                    ? -1
                    : projected.subList(0, keys).indexOf(value);
            if (key >= 0) {
                Expr.ColumnRef column = new Expr.ColumnRef(key, value.type());
                return rows.calls().isUntyped(value) ? calls().untyped(column) : column;
            }
        }
        return super.bindNew(node);
    }

    @Override
    Expr identifier(SqlIdentifier name) {
        if (names().find(name) < 0) {
            return super.identifier(name);
        }
        throw query().error(
                        ErrorCode.INVALID_ARGUMENT,
                        name,
                        "column " + name.names.get(name.names.size() - 1)
                                + " is neither in GROUP BY nor in an aggregate; add it to GROUP BY, or pick one value with"
                                + " min, max, first or last");
    }

    @Override
    boolean allowsAggregates() {
        return true;
    }

    /** A column of the input that stands in a SELECT list as itself, or by way of {@code *}. */
    Expr keyOf(SqlNode position, int column) {
        Relation.Column named = names().column(column);
        Expr reference = new Expr.ColumnRef(column, named.type());
        int key = projected.subList(0, keys).indexOf(reference);
        if (key < 0) {
            throw query().error(
                            ErrorCode.INVALID_ARGUMENT,
                            position,
                            "* stands for columns that are not in GROUP BY, such as " + named.name()
                                    + "; name the columns that you want");
        }
        return new Expr.ColumnRef(key, named.type());
    }

    /** {@code GROUPING(a, b)}: a bit per argument, the last one's lowest, set where the row's set is without it. */
    private Expr grouping(SqlCall call) {
        List<Integer> arguments = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            int key = projected.subList(0, keys).indexOf(rows.bind(operand));
            if (key < 0) {
                throw query().error(
                                ErrorCode.INVALID_ARGUMENT,
                                operand,
                                nameOf(call).toUpperCase(Locale.ROOT) + " takes keys of GROUP BY; this is none");
            }
            arguments.add(key);
        }
        List<Integer> all = IntStream.range(0, keys).boxed().toList();
        if (keys == 0 || arguments.size() > Plan.GroupingSets.MOST_KEYS) {
            throw query().error(
                            ErrorCode.INVALID_ARGUMENT,
                            call,
                            nameOf(call).toUpperCase(Locale.ROOT) + " needs a GROUP BY, and takes up to "
                                    + Plan.GroupingSets.MOST_KEYS + " of its keys");
        }
        if (sets == null) {
            return new Expr.Literal(Type.BIGINT, 0L);
        }
        Expr mask = new Expr.ColumnRef(keys, Type.BIGINT);
        if (arguments.isEmpty() || arguments.equals(all)) {
            return mask;
        }
        Expr sum = null;
        for (int i = 0; i < arguments.size(); i++) {
            Expr bit = Functions.call(
                    "%", List.of(Functions.call("/", List.of(mask, power(keys - 1 - arguments.get(i)))), power(1)));
            Expr shifted = Functions.call("*", List.of(bit, power(arguments.size() - 1 - i)));
            sum = sum == null ? shifted : Functions.call("+", List.of(sum, shifted));
        }
        return Objects.requireNonNull(sum);
    }

    private static Expr power(int ofTwo) {
        return new Expr.Literal(Type.BIGINT, 1L << ofTwo);
    }

    private Expr aggregate(SqlCall node) {
        SqlCall call = node.getKind() == SqlKind.FILTER ? node.operand(0) : node;
        for (SqlNode operand : AggregateArguments.partsOf(call)) {
            if (containsAggregate(operand)) {
                throw query().error(
                                ErrorCode.INVALID_ARGUMENT,
                                operand,
                                "an aggregate cannot stand inside another; aggregate in a sub-query in FROM first");
            }
        }
        ResolvedAggregate resolved = ResolvedAggregate.of(
                rows,
                call,
                input.time(),
                sessions == null ? arguments -> {} : arguments -> sessions.checkArguments(call, arguments));
        int filter = node.getKind() == SqlKind.FILTER ? filter(call, node.operand(1)) : -1;
        List<Integer> columns = resolved.columns().stream().map(this::project).toList();
        return new Expr.ColumnRef(keys + (sets == null ? 0 : 1) + register(resolved, columns, filter), resolved.type());
    }

    private int filter(SqlCall call, SqlNode node) {
        Expr condition = rows.condition(node, "FILTER (WHERE …)");
        if (sessions != null) {
            sessions.checkArguments(call, List.of(condition));
        }
        return project(condition);
    }

    private int register(ResolvedAggregate resolved, List<Integer> columns, int filter) {
        AggregateCall call = new AggregateCall(
                resolved.function(), columns, resolved.constants(), resolved.distinct(), filter, resolved.type());
        int known = aggregates.indexOf(call);
        if (known >= 0) {
            return known;
        }
        aggregates.add(call);
        String shown =
                columns.stream().map(column -> shown(projected.get(column))).collect(Collectors.joining(", "));
        aggregateNames.add(call.function() + "(" + (columns.isEmpty() ? "*" : shown) + ")");
        return aggregates.size() - 1;
    }

    private int project(Expr value) {
        int known = projected.indexOf(value);
        if (known >= 0) {
            return known;
        }
        projected.add(value);
        return projected.size() - 1;
    }

    /** The aggregate over everything that was bound so far, and the projection beneath it. */
    @Override
    Plan plan() {
        int time = sessions == null ? -1 : project(sessions.time());
        List<Field> beneath = new ArrayList<>();
        for (int i = 0; i < projected.size(); i++) {
            beneath.add(new Field(shown(projected.get(i)), projected.get(i).type()));
        }
        List<Field> fields = new ArrayList<>(beneath.subList(0, keys));
        for (int i = 0; i < aggregates.size(); i++) {
            fields.add(new Field(aggregateNames.get(i), aggregates.get(i).type()));
        }
        List<Integer> keyColumns = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            keyColumns.add(i);
        }
        Plan.Aggregate aggregate = new Plan.Aggregate(
                new Plan.Project(rows.plan(), projected, new Schema(beneath)),
                keyColumns,
                aggregates,
                new Schema(fields));
        if (sessions != null) {
            return sessions.plan(aggregate, projected.subList(0, keys), time);
        }
        return sets == null ? aggregate : Plan.GroupingSets.of(aggregate, sets, new Field("grouping", Type.BIGINT));
    }

    /** What a column of the projection is called where people see it. */
    private String shown(Expr value) {
        Schema names = rows.plan().schema();
        return value instanceof Expr.ColumnRef column ? names.name(column.index()) : ExprText.of(value, names);
    }
}
