package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns of which no value was seen, as all are of a file that holds nothing but a header. They are read as VARCHAR, and
 * converted where a query needs another type: what comes after all is then read as what it is used for.
 */
final class UntypedColumns {
    private UntypedColumns() {}

    /** Whether a column of a plan is one, as it was read. */
    static boolean holds(Plan plan, int column) {
        if (plan instanceof Plan.Scan scan) {
            return scan.table().untyped().contains(scan.schema().name(column));
        }
        if (plan instanceof Plan.Project project) {
            return project.expressions().get(column) instanceof Expr.ColumnRef reference
                    && holds(project.input(), reference.index());
        }
        if (plan instanceof Plan.Aggregate aggregate) {
            return column < aggregate.keys().size()
                    && holds(aggregate.input(), aggregate.keys().get(column));
        }
        if (plan instanceof Plan.Join join) {
            int width = join.left().schema().size();
            return column < width
                    ? holds(join.left(), column)
                    : join.kind().yieldsPairs() && holds(join.right(), column - width);
        }
        if (plan instanceof Plan.Fold fold) {
            int from = fold.operator().passedOn(fold.input().schema(), column);
            return from >= 0 && holds(fold.input(), from);
        }
        if (plan instanceof Plan.UnionAll union) {
            return union.inputs().stream().allMatch(input -> holds(input, column));
        }
        boolean passed = plan instanceof Plan.Filter
                || plan instanceof Plan.Sort
                || plan instanceof Plan.Limit
                || plan instanceof Plan.AssignWindow;
        return passed
                && column < plan.inputs().get(0).schema().size()
                && holds(plan.inputs().get(0), column);
    }

    /** The same rows, such a column converted to TIMESTAMP where rows are to go along it. */
    static Relation timed(Relation relation, int time) {
        return relation.columns().get(time).type() == Type.TIMESTAMP || !holds(relation.plan(), time)
                ? relation
                : converted(relation, List.of(time), Type.TIMESTAMP);
    }

    /** The same rows, those of some columns that are such ones converted to DOUBLE. */
    static Relation numbers(Relation relation, List<Integer> wanted) {
        List<Integer> columns =
                wanted.stream().filter(column -> holds(relation.plan(), column)).toList();
        return columns.isEmpty() ? relation : converted(relation, columns, Type.DOUBLE);
    }

    private static Relation converted(Relation relation, List<Integer> chosen, Type type) {
        Schema schema = relation.plan().schema();
        List<Expr> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>(schema.fields());
        for (int i = 0; i < schema.size(); i++) {
            expressions.add(new Expr.ColumnRef(i, schema.type(i)));
        }
        List<Relation.Column> columns = new ArrayList<>(relation.columns());
        for (int i : chosen) {
            expressions.set(i, new Expr.Call("cast", List.of(expressions.get(i)), type));
            fields.set(i, new Field(schema.name(i), type));
            Relation.Column column = columns.get(i);
            columns.set(i, new Relation.Column(column.tables(), column.name(), type, column.hidden()));
        }
        return new Relation(
                new Plan.Project(relation.plan(), expressions, new Schema(fields)), columns, relation.time());
    }
}
