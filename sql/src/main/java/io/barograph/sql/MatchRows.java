package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.ExprText;
import io.barograph.core.match.MatchValue;
import io.barograph.core.match.RowAggregate;
import io.barograph.core.match.RowValue;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/**
 * Binds what MATCH_RECOGNIZE computes of single rows: expressions over the columns of its table, before which the name of a variable
 * may stand. Collects them: they are computed beneath the search.
 */
final class MatchRows extends ExpressionBinder {
    private final Relation relation;
    private final int time;
    /** By name in lower case: a bit for each variable that it means. */
    private final Map<String, Long> variables;
    /** The table's columns, then what else is computed of its rows. */
    private final List<Expr> projected;

    private MatchRows(QueryBinder queries, Relation relation, int time, Map<String, Long> variables) {
        super(queries, relation);
        this.relation = relation;
        this.time = time;
        this.variables = variables;
        this.projected = new ArrayList<>(SortBinder.columns(relation.plan().schema()));
    }

    /**
     * @param table whose rows are searched
     * @param time index of the column that they are ordered by
     * @param variables by name in lower case, in order: a bit for each variable of the pattern that it means
     */
    static MatchRows of(QueryBinder queries, Relation table, int time, Map<String, Long> variables) {
        List<String> names = List.copyOf(variables.keySet());
        List<Relation.Column> columns = table.columns().stream()
                .map(column -> new Relation.Column(names, column.name(), column.type(), column.hidden()))
                .toList();
        return new MatchRows(queries, new Relation(table.plan(), columns, table.time()), time, variables);
    }

    Relation relation() {
        return relation;
    }

    /** Index of the column that rows are ordered by. */
    int time() {
        return time;
    }

    /** The column, beneath the search, of an expression. */
    int project(Expr value) {
        int known = projected.indexOf(value);
        if (known < 0) {
            projected.add(value);
            known = projected.size() - 1;
        }
        return known;
    }

    /** The rows with all that is computed of them. */
    Plan plan() {
        Plan table = relation.plan();
        int width = table.schema().size();
        if (projected.size() == width) {
            return table;
        }
        List<Field> fields = new ArrayList<>(table.schema().fields());
        for (Expr value : projected.subList(width, projected.size())) {
            fields.add(new Field(ExprText.of(value, table.schema()), value.type()));
        }
        return new Plan.Project(table, projected, new Schema(fields));
    }

    /** What a value is called where people see it. */
    String shown(MatchValue value) {
        if (value instanceof RowValue row) {
            String logical = (row.fromFirst() ? "FIRST(" : "LAST(")
                    + shown(row.variables(), row.column())
                    + (row.offset() == 0 ? ")" : ", " + row.offset() + ")");
            return row.shift() == 0
                    ? logical
                    : (row.shift() < 0 ? "PREV(" : "NEXT(") + logical + ", " + Math.abs(row.shift()) + ")";
        } else if (value instanceof RowAggregate aggregate) {
            AggregateCall call = aggregate.call();
            String arguments = call.arguments().stream()
                    .map(column -> shown(aggregate.variables(), column))
                    .collect(Collectors.joining(", "));
            return call.function().toUpperCase(Locale.ROOT) + "("
                    + (arguments.isEmpty() ? prefix(aggregate.variables()) + "*" : arguments) + ")";
        }
        return value.text().toUpperCase(Locale.ROOT) + "()";
    }

    private String shown(long variablesOf, int column) {
        return prefix(variablesOf)
                + ExprText.of(projected.get(column), relation.plan().schema());
    }

    private String prefix(long variablesOf) {
        return variables.entrySet().stream()
                .filter(named -> named.getValue() == variablesOf)
                .findFirst()
                .map(named -> named.getKey() + ".")
                .orElse("");
    }

    /** What stands before the column's name is a variable. */
    @Override
    Expr identifier(SqlIdentifier name) {
        if (!name.isSimple() && names().find(name) < 0) {
            variable(name);
        }
        return super.identifier(name);
    }

    /** The variables that the first part of a name means. */
    long variable(SqlIdentifier name) {
        String first = name.names.get(0);
        Long found = variables.get(first.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw query().error(
                            ErrorCode.UNKNOWN_COLUMN,
                            name,
                            "there is no variable " + first + " in the pattern"
                                    + NearNames.hint(first, variables.keySet(), "variables"));
        }
        return found;
    }

    /** The variables whose rows an expression is about; all where it names none. */
    long variablesOf(SqlNode node) {
        List<SqlIdentifier> found = new ArrayList<>();
        identifiers(node, found);
        long variables = RowValue.ANY;
        for (int i = 0; i < found.size(); i++) {
            long own = ownVariables(found.get(i));
            if (i > 0 && own != variables) {
                throw query().error(
                                ErrorCode.INVALID_ARGUMENT,
                                found.get(i),
                                "FIRST, LAST, PREV, NEXT and aggregates take columns of one variable; those in here are of"
                                        + " different ones");
            }
            variables = own;
        }
        return variables;
    }

    private long ownVariables(SqlIdentifier name) {
        Long found = name.isSimple() ? null : variables.get(name.names.get(0).toLowerCase(Locale.ROOT));
        return found == null ? RowValue.ANY : found;
    }

    private static void identifiers(SqlNode node, List<SqlIdentifier> found) {
        if (node instanceof SqlIdentifier name) {
            if (!name.isStar()) {
                found.add(name);
            }
        } else if (node instanceof SqlCall call) {
            call.getOperandList().stream()
                    .filter(operand -> operand != null)
                    .forEach(operand -> identifiers(operand, found));
        } else if (node instanceof SqlNodeList list) {
            list.forEach(part -> identifiers(part, found));
        }
    }
}
