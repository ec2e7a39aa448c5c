package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/** Binds one SELECT … FROM … WHERE … GROUP BY … HAVING … ORDER BY. */
final class SelectBinder {
    private final QueryBinder queries;
    private final ParsedQuery query;
    private final SqlSelect select;
    private final @Nullable SqlNodeList order;
    private @Nullable Relation given;

    SelectBinder(QueryBinder queries, SqlSelect select, @Nullable SqlNodeList order) {
        this.queries = queries;
        this.query = queries.query();
        this.select = select;
        this.order = order == null || order.isEmpty() ? null : order;
    }

    /** Binds it over these rows, whatever FROM says. */
    SelectBinder over(Relation rows) {
        given = rows;
        return this;
    }

    /** A relation of one row without columns: what a SELECT without FROM reads. */
    static Plan oneRow() {
        return new Plan.Values(Schema.of(), List.of(List.of()));
    }

    Relation bind() {
        FromBinder from = new FromBinder(queries, true);
        Relation input = given;
        if (input == null) {
            input = select.getFrom() == null ? Relation.of(oneRow(), List.of()) : from.bind(select.getFrom());
        }
        ExpressionBinder rows = new ExpressionBinder(queries, input);
        rows.allowJoins();
        List<SelectItem> items = SelectItem.list(query, selected(), rows.names());
        Aliases aliases = new Aliases(query, input, items);
        rows.allowAliases(aliases);
        if (select.getWhere() != null) {
            rows.filter(select.getWhere(), "WHERE");
        }
        refuseHavingWithoutGroups(items);
        SessionBinder sessions = from.sessions();
        if (sessions != null) {
            sessions.check(select, rows.plan(), isGrouped(items));
        }
        Plan result = isGrouped(items)
                ? grouped(input, rows, items, aliases, sessions)
                : projected(rows, null, items, aliases);
        return Relation.of(AsOfTies.complete(result, input.plan(), rows.names().named()), List.of());
    }

    private void refuseHavingWithoutGroups(List<SelectItem> items) {
        SqlNode having = select.getHaving();
        if (having != null
                && select.getGroup() == null
                && !AggregateBinder.writesAggregate(having)
                && items.stream().noneMatch(item -> AggregateBinder.writesAggregate(item.expression()))) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    having,
                    "HAVING filters groups, and there are none: no GROUP BY and no aggregate; filter rows with WHERE"
                            + (holdOver(items) ? ", and by what OVER computes with QUALIFY" : ""));
        }
    }

    private boolean isGrouped(List<SelectItem> items) {
        return select.getGroup() != null
                || select.getHaving() != null
                || items.stream().anyMatch(item -> AggregateBinder.writesAggregate(item.expression()))
                || order != null && AggregateBinder.writesAggregate(order);
    }

    /** The SELECT list, without what DISTINCT ON names. */
    private List<SqlNode> selected() {
        List<SqlNode> list = select.getSelectList();
        return distinctOn() == null ? list : list.subList(1, list.size());
    }

    /** What DISTINCT ON names, as {@link FirstRowText} has written it; null where the rows are not of that kind. */
    private @Nullable SqlCall distinctOn() {
        return select.getSelectList().get(0) instanceof SqlCall call
                        && call.getOperator().getName().equals(FirstRowText.MARK)
                ? call
                : null;
    }

    private Plan grouped(
            Relation input,
            ExpressionBinder rows,
            List<SelectItem> items,
            Aliases aliases,
            @Nullable SessionBinder sessions) {
        SqlNodeList group = select.getGroup();
        GroupBy.Grouping grouping;
        if (group == null) {
            grouping = GroupBy.Grouping.of(List.of());
        } else if (isAll(group, rows)) {
            grouping = GroupBy.Grouping.of(IntStream.range(0, items.size())
                    .filter(item -> !aliases.holdsAggregate(item))
                    .mapToObj(item -> aliases.within(item, () -> rowValue(rows, items.get(item))))
                    .toList());
        } else {
            grouping = GroupBy.bind(group, query, node -> key(rows, items, aliases, node));
        }
        if (sessions != null) {
            sessions.check(grouping, group == null ? select : group);
        }
        AggregateBinder groups = new AggregateBinder(queries, input, rows, grouping, sessions);
        groups.allowAliases(aliases);
        return projected(groups, groups, items, aliases);
    }

    /** {@code GROUP BY ALL}: by every item of the SELECT list that holds no aggregate. */
    private static boolean isAll(SqlNodeList group, ExpressionBinder rows) {
        return group.size() == 1 && SortBinder.isAll(group.get(0), rows.names());
    }

    private static Expr rowValue(ExpressionBinder rows, SelectItem item) {
        return item.column() < 0
                ? rows.bind(item.expression())
                : new Expr.ColumnRef(
                        item.column(), rows.names().column(item.column()).type());
    }

    /** A key: an expression over the input, or the position or alias of an item of the SELECT list. */
    private Expr key(ExpressionBinder rows, List<SelectItem> items, Aliases aliases, SqlNode node) {
        int item = -1;
        if (node instanceof SqlNumericLiteral number) {
            item = SortBinder.ordinal(query, number, items.size(), "GROUP BY");
        } else if (node instanceof SqlIdentifier name) {
            item = aliases.find(name);
        }
        if (item < 0) {
            return rows.bind(node);
        }
        SelectItem meant = items.get(item);
        if (aliases.holdsAggregate(item)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT, node, "GROUP BY cannot name an aggregate: " + meant.name() + " is one");
        }
        return aliases.within(item, () -> rowValue(rows, meant));
    }

    /**
     * HAVING, the SELECT list, DISTINCT and ORDER BY.
     *
     * @param binder gives what the list is computed over, once all is bound
     * @param groups the same where there are groups, else null
     */
    private Plan projected(
            ExpressionBinder binder, @Nullable AggregateBinder groups, List<SelectItem> items, Aliases aliases) {
        OverBinder overs = new OverBinder(query, select.getWindowList());
        binder.allowOver(overs);
        List<Expr> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            SelectItem item = items.get(i);
            Expr value = aliases.within(i, () -> value(binder, groups, item));
            expressions.add(value);
            fields.add(new Field(item.name(), value.type()));
        }
        binder.allowOver(null);
        Expr having =
                select.getHaving() == null || groups == null ? null : groups.condition(select.getHaving(), "HAVING");
        binder.allowOver(overs);
        Expr qualify = select.getQualify() == null ? null : qualify(binder, items, select.getQualify());
        List<Plan.SortKey> keys = new ArrayList<>();
        List<Expr> wide = new ArrayList<>(expressions);
        if (order != null) {
            SortBinder sort =
                    new SortBinder(query, fields.stream().map(Field::name).toList());
            for (SortBinder.Item item : sort.items(order, binder.names())) {
                keys.add(sortKey(item, binder, wide));
            }
        }
        SqlCall distinctOn = distinctOn();
        if (distinctOn != null) {
            qualify = firstOf(distinctOn, binder, overs, items, wide, keys);
        }
        Plan source = binder.plan();
        if (having != null) {
            source = new Plan.Filter(source, having);
        }
        if (overs.isEmpty()) {
            return ordered(source, wide, new Schema(fields), keys);
        }
        OverBinder.Folded folded = overs.over(source, named(binder, source));
        Plan rows = folded.plan();
        if (qualify != null) {
            rows = new Plan.Filter(rows, folded.resolve(qualify));
        }
        return ordered(rows, wide.stream().map(folded::resolve).toList(), new Schema(fields), keys);
    }

    /** {@code DISTINCT ON (…)}: of the rows that agree in some values the first, in the order of ORDER BY. */
    private Expr firstOf(
            SqlCall distinctOn,
            ExpressionBinder binder,
            OverBinder overs,
            List<SelectItem> items,
            List<Expr> values,
            List<Plan.SortKey> order) {
        if (select.getQualify() != null) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    select.getQualify(),
                    "QUALIFY and DISTINCT ON both pick rows; put one of them in a sub-query in FROM");
        }
        List<Expr> partition = new ArrayList<>();
        for (SqlNode node : distinctOn.getOperandList()) {
            partition.add(
                    node instanceof SqlNumericLiteral number
                            ? values.get(SortBinder.ordinal(query, number, items.size(), "DISTINCT ON"))
                            : binder.bind(node));
        }
        boolean ofCalls = Stream.concat(partition.stream(), order.stream().map(key -> values.get(key.column())))
                .anyMatch(OverBinder::holdsCall);
        if (ofCalls) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    distinctOn,
                    "DISTINCT ON cannot go by what OVER computes; compute that in a sub-query in FROM first");
        }
        return overs.isFirst(partition, values, order);
    }

    /** The columns that the text names: of groups, which are made of what it names, all. */
    private static BitSet named(ExpressionBinder binder, Plan source) {
        if (!(binder instanceof AggregateBinder)) {
            return binder.names().named();
        }
        BitSet all = new BitSet();
        all.set(0, source.schema().size());
        return all;
    }

    /** QUALIFY filters by what OVER computes. */
    private Expr qualify(ExpressionBinder binder, List<SelectItem> items, SqlNode condition) {
        if (!OverBinder.writesOver(condition) && !holdOver(items)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    condition,
                    "QUALIFY filters by what OVER computes, and there is no OVER; filter rows with WHERE");
        }
        return binder.condition(condition, "QUALIFY");
    }

    private static boolean holdOver(List<SelectItem> items) {
        return items.stream().anyMatch(item -> OverBinder.writesOver(item.expression()));
    }

    private static Expr value(ExpressionBinder binder, @Nullable AggregateBinder groups, SelectItem item) {
        if (item.column() < 0) {
            return binder.bind(item.expression());
        }
        return groups == null
                ? new Expr.ColumnRef(
                        item.column(), binder.names().column(item.column()).type())
                : groups.keyOf(item.expression(), item.column());
    }

    private Plan.SortKey sortKey(SortBinder.Item key, ExpressionBinder binder, List<Expr> wide) {
        if (key.output() >= 0) {
            return key.on(key.output());
        }
        Expr value = binder.bind(key.expression());
        int known = wide.indexOf(value);
        if (known < 0) {
            if (select.isDistinct()) {
                throw query.error(
                        ErrorCode.INVALID_ARGUMENT,
                        key.expression(),
                        "with SELECT DISTINCT, ORDER BY can only name columns of the SELECT list");
            }
            known = wide.size();
            wide.add(value);
        }
        return key.on(known);
    }

    /** Projects, makes distinct, sorts; what only the sort needs falls away behind it. */
    private Plan ordered(Plan source, List<Expr> wide, Schema schema, List<Plan.SortKey> keys) {
        List<Field> fields = new ArrayList<>(schema.fields());
        for (int i = schema.size(); i < wide.size(); i++) {
            fields.add(new Field("$" + i, wide.get(i).type()));
        }
        Plan plan = new Plan.Project(source, wide, new Schema(fields));
        if (select.isDistinct()) {
            plan = SetOperationBinder.distinct(plan);
        }
        if (keys.isEmpty()) {
            return plan;
        }
        Plan sorted = new Plan.Sort(plan, keys);
        return wide.size() == schema.size() ? sorted : new Plan.Project(sorted, SortBinder.columns(schema), schema);
    }
}
