package io.barograph.sql;

import io.barograph.core.aggregate.Aggregates;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.ExprText;
import io.barograph.core.over.Frame;
import io.barograph.core.over.OverCall;
import io.barograph.core.over.OverOperator;
import io.barograph.core.over.WindowFunction;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.rewrite.ColumnUse;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.jspecify.annotations.Nullable;

/**
 * Binds the window functions of one SELECT: {@code f(…) OVER (PARTITION BY … ORDER BY … frame)}. Each call becomes a column that
 * a fold appends; calls that share partition and order share a fold. Where these columns will be is known once all is bound:
 * until then they have numbers that no other column has.
 */
final class OverBinder {
    /** The calls are columns from here on, until they have found their place. */
    private static final int UNPLACED = 1 << 24;

    private final ParsedQuery query;
    private final SqlNodeList declared;
    private final List<Window> windows = new ArrayList<>();
    /** By call's number: where it is. */
    private final List<Place> places = new ArrayList<>();

    private record Place(Window window, int call) {}

    /** Something that rows are ordered by. */
    private record OrderItem(Expr value, boolean descending, boolean nullsFirst) {}

    /** The calls along one order, over expressions that are no columns yet. */
    private record Window(List<Expr> partition, List<OrderItem> order, List<Call> calls) {}

    private record Call(
            String function,
            List<Expr> arguments,
            List<Expr.Literal> constants,
            boolean ignoreNulls,
            boolean distinct,
            @Nullable Expr filter,
            Frame frame,
            Type type) {}

    /** @param declared the named windows of the SELECT */
    OverBinder(ParsedQuery query, SqlNodeList declared) {
        this.query = query;
        this.declared = declared;
    }

    /**
     * Whether OVER stands anywhere in an expression, sub-queries left aside.
     *
     * @param alias whether it stands in what a name stands for
     */
    static boolean containsOver(SqlNode node, Predicate<SqlIdentifier> alias) {
        if (node.getKind() == SqlKind.OVER || node instanceof SqlIdentifier name && alias.test(name)) {
            return true;
        }
        List<SqlNode> parts = List.of();
        if (node instanceof SqlCall call && !call.getKind().belongsTo(SqlKind.QUERY)) {
            parts = call.getOperandList();
        } else if (node instanceof SqlNodeList list) {
            parts = list;
        }
        return parts.stream().anyMatch(part -> part != null && containsOver(part, alias));
    }

    /** Whether OVER is written anywhere in an expression, sub-queries left aside. */
    static boolean writesOver(SqlNode node) {
        return containsOver(node, name -> false);
    }

    /** What is computed for each row beneath an OVER: arguments, filter, partition and order. */
    static List<SqlNode> partsOf(SqlCall over) {
        List<SqlNode> parts = new ArrayList<>();
        SqlCall call = over.operand(0);
        while (call.getKind() == SqlKind.FILTER
                || call.getKind() == SqlKind.IGNORE_NULLS
                || call.getKind() == SqlKind.RESPECT_NULLS) {
            parts.addAll(call.getOperandList().subList(1, call.operandCount()));
            call = call.operand(0);
        }
        parts.addAll(AggregateArguments.partsOf(call));
        if (over.operand(1) instanceof SqlWindow window) {
            parts.addAll(window.getPartitionList());
            parts.addAll(window.getOrderList());
        }
        return parts;
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /**
     * Binds a call.
     *
     * @param binder of what stands in it
     */
    Expr bind(ExpressionBinder binder, SqlCall over) {
        for (SqlNode part : partsOf(over)) {
            if (binder.containsOver(part)) {
                throw query.error(
                        ErrorCode.INVALID_ARGUMENT,
                        part,
                        "OVER cannot stand within OVER; compute the inner one in a sub-query in FROM first");
            }
        }
        SqlWindow clause = window(over.operand(1));
        List<Expr> partition = new ArrayList<>();
        clause.getPartitionList().forEach(node -> partition.add(binder.bind(node)));
        List<OrderItem> order = new ArrayList<>();
        for (SqlNode node : clause.getOrderList()) {
            SortBinder.Item item = new SortBinder(query, List.of()).item(node);
            order.add(new OrderItem(binder.bind(item.expression()), item.descending(), item.nullsFirst()));
        }
        FrameBinder frames = new FrameBinder(query, binder);
        if (order.size() == 1 && binder.calls().isUntyped(order.get(0).value())) {
            OrderItem item = order.get(0);
            Type needed = frames.typeAlong(clause, item.value().type());
            order.set(0, new OrderItem(binder.calls().as(needed, item.value()), item.descending(), item.nullsFirst()));
        }
        Frame frame = frames.bind(
                clause, order.stream().map(item -> item.value().type()).toList());
        Call call = call(binder, over.operand(0), frame);
        return register(partition, order, call);
    }

    /** Whether an expression holds a call before OVER. */
    static boolean holdsCall(Expr expression) {
        return ColumnUse.of(expression).length() > UNPLACED;
    }

    /** Whether a row is the first of those that agree in some values, in an order. */
    Expr isFirst(List<Expr> partition, List<Expr> by, List<Plan.SortKey> order) {
        List<OrderItem> items = order.stream()
                .map(key -> new OrderItem(by.get(key.column()), key.descending(), key.nullsFirst()))
                .toList();
        String name = WindowFunction.ROW_NUMBER.sqlName();
        Call call = new Call(name, List.of(), List.of(), false, false, null, Frame.ALL, Type.BIGINT);
        Expr number = register(partition, items, call);
        return new Expr.Call("=", List.of(number, new Expr.Literal(Type.BIGINT, 1L)), Type.BOOLEAN);
    }

    /** What rows of one partition agree in brings none of them before another. */
    private static List<OrderItem> within(List<Expr> partition, List<OrderItem> order) {
        List<OrderItem> items =
                order.stream().filter(item -> !partition.contains(item.value())).toList();
        return items.isEmpty() ? order : items;
    }

    private Expr register(List<Expr> partition, List<OrderItem> by, Call call) {
        List<OrderItem> order = within(partition, by);
        Window window = windows.stream()
                .filter(known ->
                        known.partition().equals(partition) && known.order().equals(order))
                .findFirst()
                .orElse(null);
        if (window == null) {
            window = new Window(partition, order, new ArrayList<>());
            windows.add(window);
        }
        int number = window.calls().indexOf(call);
        if (number < 0) {
            number = window.calls().size();
            window.calls().add(call);
        }
        Place place = new Place(window, number);
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i).window() == window && places.get(i).call() == number) {
                return new Expr.ColumnRef(UNPLACED + i, call.type());
            }
        }
        places.add(place);
        return new Expr.ColumnRef(UNPLACED + places.size() - 1, call.type());
    }

    /** The window that is written, or the one of this name. */
    private SqlWindow window(SqlNode node) {
        if (node instanceof SqlWindow window && window.getRefName() == null) {
            return window;
        }
        SqlIdentifier name =
                node instanceof SqlWindow window ? Objects.requireNonNull(window.getRefName()) : (SqlIdentifier) node;
        for (SqlNode candidate : declared) {
            SqlWindow window = (SqlWindow) candidate;
            if (Objects.requireNonNull(window.getDeclName()).getSimple().equalsIgnoreCase(name.getSimple())) {
                return node instanceof SqlWindow refining ? refined(refining, window(window)) : window(window);
            }
        }
        throw query.error(
                ErrorCode.INVALID_ARGUMENT,
                name,
                "there is no window " + name.getSimple() + "; declare it: WINDOW " + name.getSimple()
                        + " AS (PARTITION BY … ORDER BY …)");
    }

    /** {@code OVER (w ORDER BY …)}: what the named window leaves open. */
    private SqlWindow refined(SqlWindow refining, SqlWindow named) {
        boolean clashes = !refining.getPartitionList().isEmpty()
                || !refining.getOrderList().isEmpty() && !named.getOrderList().isEmpty();
        if (clashes) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    refining,
                    "a window that goes on from a named one cannot say again what that one says");
        }
        SqlWindow framed = refining.getLowerBound() == null ? named : refining;
        return new SqlWindow(
                refining.getParserPosition(),
                null,
                null,
                named.getPartitionList(),
                refining.getOrderList().isEmpty() ? named.getOrderList() : refining.getOrderList(),
                (SqlLiteral) framed.getOperandList().get(FrameBinder.IS_ROWS),
                framed.getLowerBound(),
                framed.getUpperBound(),
                null,
                framed.getExclude());
    }

    private Call call(ExpressionBinder binder, SqlCall written, Frame frame) {
        SqlCall node = written;
        boolean ignoreNulls = false;
        SqlNode filter = null;
        while (true) {
            if (node.getKind() == SqlKind.IGNORE_NULLS || node.getKind() == SqlKind.RESPECT_NULLS) {
                ignoreNulls = node.getKind() == SqlKind.IGNORE_NULLS;
            } else if (node.getKind() == SqlKind.FILTER) {
                filter = node.operand(1);
            } else {
                break;
            }
            node = node.operand(0);
        }
        String name = AggregateBinder.nameOf(node);
        WindowFunction function = WindowFunction.find(name).orElse(null);
        if (function == null && Aggregates.find(name).isPresent()) {
            return aggregate(binder, node, filter, ignoreNulls, frame);
        } else if (function == null) {
            List<String> names = new ArrayList<>(WindowFunction.names());
            names.addAll(Aggregates.names());
            throw query.error(
                    ErrorCode.UNKNOWN_FUNCTION,
                    node,
                    "there is no window function " + name + NearNames.didYouMean(name, names));
        } else if (filter != null || ignoreNulls && !function.passesValues()) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    node,
                    filter != null
                            ? "FILTER belongs behind an aggregate; " + name + " is none"
                            : "IGNORE NULLS belongs to lag, lead, first_value, last_value and nth_value");
        }
        return function.passesValues()
                ? ofValues(binder, function, node, ignoreNulls, frame)
                : ofPlace(binder, function, node);
    }

    private Call aggregate(
            ExpressionBinder binder, SqlCall node, @Nullable SqlNode filter, boolean ignoreNulls, Frame frame) {
        if (ignoreNulls) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT, node, "aggregates pass NULLs over anyway; leave IGNORE NULLS away");
        }
        ResolvedAggregate resolved = ResolvedAggregate.of(binder, node, Relation.NO_TIME, arguments -> {});
        return new Call(
                resolved.function(),
                resolved.columns(),
                resolved.constants(),
                false,
                resolved.distinct(),
                filter == null ? null : binder.condition(filter, "FILTER (WHERE …)"),
                frame,
                resolved.type());
    }

    /** ROW_NUMBER, RANK and the like, which no frame concerns. */
    private Call ofPlace(ExpressionBinder binder, WindowFunction function, SqlCall node) {
        List<SqlNode> operands = node.getOperandList();
        List<Expr.Literal> constants = new ArrayList<>();
        if (function == WindowFunction.NTILE) {
            checkArity(function, node, 1, 1);
            constants.add(whole(binder, operands.get(0), 1));
        } else {
            checkArity(function, node, 0, 0);
        }
        boolean share = function == WindowFunction.PERCENT_RANK || function == WindowFunction.CUME_DIST;
        Type type = share ? Type.DOUBLE : Type.BIGINT;
        return new Call(function.sqlName(), List.of(), constants, false, false, null, Frame.ALL, type);
    }

    /** LAG, FIRST_VALUE and the like. */
    private Call ofValues(
            ExpressionBinder binder, WindowFunction function, SqlCall node, boolean ignoreNulls, Frame frame) {
        List<SqlNode> operands = node.getOperandList();
        boolean nth = function == WindowFunction.NTH_VALUE;
        checkArity(function, node, nth ? 2 : 1, nth ? 2 : function.usesFrame() ? 1 : 3);
        if (function.usesFrame() && frame.exclusion() != Frame.Exclusion.NO_OTHERS) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    node,
                    "EXCLUDE leaves rows out of aggregates' frames, not yet of those of " + function.sqlName()
                            + "; lag and lead look past the row itself");
        }
        Expr value = binder.bind(operands.get(0));
        Expr fallback = operands.size() > 2 ? binder.bind(operands.get(2)) : Literals.UNTYPED_NULL;
        Type type = binder.calls()
                .commonTypeOf(List.of(value, fallback))
                .orElseThrow(() -> query.error(
                        ErrorCode.TYPE_MISMATCH,
                        operands.get(2),
                        "the default of " + function.sqlName() + " is a " + fallback.type() + ", its values are "
                                + value.type() + "; convert one of them, as in CAST(… AS type)"));
        List<Expr> arguments = new ArrayList<>();
        arguments.add(binder.castTo(operands.get(0), "cast", value, type));
        if (fallback != Literals.UNTYPED_NULL) {
            arguments.add(binder.castTo(operands.get(2), "cast", fallback, type));
        }
        List<Expr.Literal> constants =
                operands.size() > 1 ? List.of(whole(binder, operands.get(1), nth ? 1 : Long.MIN_VALUE)) : List.of();
        return new Call(
                function.sqlName(),
                arguments,
                constants,
                ignoreNulls,
                false,
                null,
                function.usesFrame() ? frame : Frame.ALL,
                type);
    }

    private void checkArity(WindowFunction function, SqlCall node, int least, int most) {
        if (node.operandCount() < least || node.operandCount() > most) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, node, "write " + function.usage() + " OVER (…)");
        }
    }

    private Expr.Literal whole(ExpressionBinder binder, SqlNode node, long least) {
        Expr value = binder.bind(node);
        Object known = value.type() == Type.BIGINT && Constants.isConstant(value)
                ? Constants.evaluate(value).value()
                : null;
        if (!(known instanceof Long number) || number < least) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    node,
                    "this must be a whole number, the same for all rows" + (least == 1 ? ", and at least 1" : ""));
        }
        return new Expr.Literal(Type.BIGINT, number);
    }

    /**
     * The rows with the columns of all calls.
     *
     * @param source what the calls' expressions are over
     * @param named the source's columns that the text names
     */
    Folded over(Plan source, BitSet named) {
        List<Expr> projected = new ArrayList<>(SortBinder.columns(source.schema()));
        for (Window window : windows) {
            Stream.of(
                            window.partition().stream(),
                            window.order().stream().map(OrderItem::value),
                            window.calls().stream().flatMap(call -> call.arguments().stream()),
                            window.calls().stream().map(Call::filter).filter(Objects::nonNull))
                    .flatMap(values -> values)
                    .filter(value -> !projected.contains(value))
                    .forEach(projected::add);
        }
        Plan plan = source;
        if (projected.size() > source.schema().size()) {
            List<Field> fields = new ArrayList<>(source.schema().fields());
            for (int i = fields.size(); i < projected.size(); i++) {
                Expr value = projected.get(i);
                fields.add(new Field(ExprText.of(value, source.schema()), value.type()));
            }
            plan = new Plan.Project(source, projected, new Schema(fields));
        }
        int[] columns = new int[places.size()];
        BitSet ties = (BitSet) named.clone();
        for (Window window : windows) {
            int width = plan.schema().size();
            for (int i = 0; i < columns.length; i++) {
                if (places.get(i).window() == window) {
                    columns[i] = width + places.get(i).call();
                }
            }
            plan = fold(plan, window, projected, ties);
            // What an earlier window has found of rows that are otherwise equal tells them apart.
            ties.set(width, plan.schema().size());
        }
        return new Folded(plan, columns);
    }

    private static Plan fold(Plan input, Window window, List<Expr> projected, BitSet ties) {
        List<Plan.SortKey> order = window.order().stream()
                .map(item -> new Plan.SortKey(projected.indexOf(item.value()), item.descending(), item.nullsFirst()))
                .toList();
        List<OverCall> calls = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Call call : window.calls()) {
            List<Integer> arguments =
                    call.arguments().stream().map(projected::indexOf).toList();
            calls.add(new OverCall(
                    call.function(),
                    arguments,
                    call.constants(),
                    call.ignoreNulls(),
                    call.distinct(),
                    call.filter() == null ? -1 : projected.indexOf(call.filter()),
                    call.frame(),
                    call.type()));
            names.add(Stream.concat(
                            arguments.stream().map(input.schema()::name),
                            call.constants().stream().map(constant -> ExprText.of(constant, input.schema())))
                    .collect(Collectors.joining(", ", call.function().toLowerCase(Locale.ROOT) + "(", ")")));
        }
        return Plan.Fold.of(
                input,
                window.partition().stream().map(projected::indexOf).toList(),
                order,
                ties,
                new OverOperator(order, calls, names));
    }

    /** Rows with what was computed along them, and where. */
    static final class Folded {
        private final Plan plan;
        private final int[] columns;

        private Folded(Plan plan, int[] columns) {
            this.plan = plan;
            this.columns = columns;
        }

        Plan plan() {
            return plan;
        }

        /** An expression whose calls have found their place. */
        Expr resolve(Expr expression) {
            return ColumnUse.replace(
                    expression,
                    column -> column.index() < UNPLACED
                            ? column
                            : new Expr.ColumnRef(columns[column.index() - UNPLACED], column.type()));
        }
    }
}
