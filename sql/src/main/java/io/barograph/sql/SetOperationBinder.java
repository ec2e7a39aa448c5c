package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.Functions;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Binds UNION, INTERSECT and EXCEPT. The latter two are groupings: rows of both sides, each with its side, are grouped by
 * all their columns, which takes NULLs for equal as SQL wants it here; a group is kept for the sides that it came from.
 */
final class SetOperationBinder {
    private final QueryBinder queries;
    private final ParsedQuery query;

    SetOperationBinder(QueryBinder queries) {
        this.queries = queries;
        this.query = queries.query();
    }

    Relation bind(SqlCall call) {
        boolean all = call.getOperator().getName().endsWith("ALL");
        if (all && call.getKind() != SqlKind.UNION) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    call,
                    call.getKind() + " ALL is not supported yet; " + call.getKind() + " gives each row once");
        }
        List<Relation> inputs = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            inputs.add(queries.bind(operand));
        }
        Schema schema = schema(call, inputs);
        List<Plan> plans =
                inputs.stream().map(input -> converted(input.plan(), schema)).toList();
        Plan plan = call.getKind() == SqlKind.UNION
                ? all ? new Plan.UnionAll(plans, schema) : distinct(new Plan.UnionAll(plans, schema))
                : bySides(call.getKind(), plans, schema);
        return Relation.of(plan, List.of());
    }

    /** The columns of the result: the names of the first input, with types that hold the values of all. */
    private Schema schema(SqlCall call, List<Relation> inputs) {
        Relation first = inputs.get(0);
        int width = first.columns().size();
        for (int i = 1; i < inputs.size(); i++) {
            int other = inputs.get(i).columns().size();
            if (other != width) {
                throw query.error(
                        ErrorCode.TYPE_MISMATCH,
                        call.operand(i),
                        "both sides of " + call.getKind() + " need as many columns: " + width + " on the left, " + other
                                + " on the right");
            }
        }
        List<Field> fields = new ArrayList<>();
        for (int column = 0; column < width; column++) {
            fields.add(new Field(first.columns().get(column).name(), type(call, inputs, column)));
        }
        return new Schema(fields);
    }

    private Type type(SqlCall call, List<Relation> inputs, int column) {
        List<Expr> values = new ArrayList<>();
        for (Relation input : inputs) {
            boolean open = constantColumn(input.plan(), column) == Literals.UNTYPED_NULL
                    || UntypedColumns.holds(input.plan(), column);
            values.add(
                    open
                            ? Literals.UNTYPED_NULL
                            : new Expr.ColumnRef(
                                    column, input.columns().get(column).type()));
        }
        return CallResolver.commonType(values)
                .orElseThrow(() -> query.error(
                        ErrorCode.TYPE_MISMATCH,
                        call.operand(call.operandCount() - 1),
                        "column " + (column + 1) + " is "
                                + inputs.get(0).columns().get(column).type() + " on the left of " + call.getKind()
                                + " and "
                                + inputs.get(inputs.size() - 1)
                                        .columns()
                                        .get(column)
                                        .type()
                                + " on the right; convert with CAST(… AS type)"));
    }

    /** The expression of a projected column, so that a bare NULL can take the type of the other side. */
    private static @Nullable Expr constantColumn(Plan plan, int column) {
        return plan instanceof Plan.Project project ? project.expressions().get(column) : null;
    }

    /** The same plan of one column, which is of a type where it holds nothing but a bare NULL. */
    static Plan nullsOf(Type type, Plan plan) {
        return constantColumn(plan, 0) == Literals.UNTYPED_NULL
                ? converted(plan, new Schema(List.of(new Field(plan.schema().name(0), type))))
                : plan;
    }

    private static Plan converted(Plan plan, Schema schema) {
        boolean same =
                IntStream.range(0, schema.size()).allMatch(i -> plan.schema().type(i) == schema.type(i));
        if (same) {
            return plan;
        }
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Type from = plan.schema().type(i);
            Expr column = new Expr.ColumnRef(i, from);
            if (constantColumn(plan, i) == Literals.UNTYPED_NULL) {
                expressions.add(new Expr.Literal(schema.type(i), null));
            } else {
                expressions.add(
                        from == schema.type(i) ? column : new Expr.Call("cast", List.of(column), schema.type(i)));
            }
        }
        return new Plan.Project(plan, expressions, schema);
    }

    /** The distinct rows of a plan: a grouping by all its columns. */
    static Plan distinct(Plan plan) {
        return new Plan.Aggregate(plan, allOf(plan.schema()), List.of(), plan.schema());
    }

    private static List<Integer> allOf(Schema schema) {
        return IntStream.range(0, schema.size()).boxed().toList();
    }

    /** Distinct rows of the first plan that are among those of the second (INTERSECT), or are not (EXCEPT). */
    private static Plan bySides(SqlKind kind, List<Plan> plans, Schema schema) {
        int side = schema.size();
        Schema sided = with(schema, "$left");
        List<Plan> marked = new ArrayList<>();
        for (Plan plan : plans) {
            List<Expr> columns = new ArrayList<>(SortBinder.columns(schema));
            columns.add(new Expr.Literal(Type.BOOLEAN, marked.isEmpty()));
            marked.add(new Plan.Project(plan, columns, sided));
        }
        List<AggregateCall> sides = List.of(side("bool_or", side), side("bool_and", side));
        Plan groups = new Plan.Aggregate(
                new Plan.UnionAll(marked, sided), allOf(schema), sides, with(with(schema, "$left"), "$leftOnly"));
        Expr left = new Expr.ColumnRef(side, Type.BOOLEAN);
        Expr leftOnly = new Expr.ColumnRef(side + 1, Type.BOOLEAN);
        Expr kept = kind == SqlKind.EXCEPT
                ? leftOnly
                : Functions.call("and", List.of(left, Functions.call("not", List.of(leftOnly))));
        return new Plan.Project(new Plan.Filter(groups, kept), SortBinder.columns(schema), schema);
    }

    private static AggregateCall side(String function, int column) {
        return new AggregateCall(function, List.of(column), List.of(), false, -1, Type.BOOLEAN);
    }

    private static Schema with(Schema schema, String flag) {
        List<Field> fields = new ArrayList<>(schema.fields());
        fields.add(new Field(flag, Type.BOOLEAN));
        return new Schema(fields);
    }
}
