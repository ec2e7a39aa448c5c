package io.barograph.sql;

import io.barograph.core.aggregate.Aggregates;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.match.MatchValue;
import io.barograph.core.match.Measure;
import io.barograph.core.match.RowAggregate;
import io.barograph.core.match.RowValue;
import io.barograph.core.plan.AggregateCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/**
 * Binds what stands in DEFINE and MEASURES, as expressions over values of the rows of a match: a column is that of the last row of
 * its variable, {@code FIRST}, {@code LAST}, {@code PREV} and {@code NEXT} ask for others, aggregates go over all rows of a variable.
 */
final class MatchValues extends ExpressionBinder {
    private static final Set<String> NAVIGATION = Set.of("first", "last", "prev", "next");
    private static final int MOST_OFFSET = 1 << 20;

    private final MatchRows rows;
    private final boolean measures;
    private final boolean finalByDefault;
    /** What the expressions' columns are. */
    private final List<Measure> values = new ArrayList<>();

    private boolean isFinal;

    /**
     * @param measures whether MEASURES are bound, else DEFINE
     * @param finalByDefault whether measures are told from whole matches where the text does not say
     */
    MatchValues(QueryBinder queries, MatchRows rows, boolean measures, boolean finalByDefault) {
        super(queries, rows.relation());
        this.rows = rows;
        this.measures = measures;
        this.finalByDefault = finalByDefault;
        this.isFinal = finalByDefault;
    }

    /** What the columns of the expressions bound so far are. */
    List<Measure> values() {
        return values;
    }

    @Override
    Expr bindNew(SqlNode node) {
        if (node instanceof SqlIdentifier name && !name.isStar()) {
            return row(name, 0);
        }
        if (!(node instanceof SqlCall call)) {
            return super.bindNew(node);
        }
        String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
        if (call.getKind().belongsTo(SqlKind.QUERY) || call.getKind() == SqlKind.EXISTS) {
            throw query().error(
                            ErrorCode.NOT_SUPPORTED,
                            call,
                            "sub-queries cannot stand in MATCH_RECOGNIZE; join their values in FROM before it");
        }
        if (call.getKind() == SqlKind.FILTER) {
            throw query().error(
                            ErrorCode.NOT_SUPPORTED,
                            call,
                            "FILTER cannot stand in MATCH_RECOGNIZE; make the rows that count a variable, or write sum(CASE WHEN …"
                                    + " THEN A.x END)");
        }
        if (NAVIGATION.contains(name)) {
            return navigation(call, name);
        }
        return switch (name) {
            case MatchText.FINAL, MatchText.RUNNING -> marked(call, name.equals(MatchText.FINAL));
            case "classifier" -> ofMatch(call, name, new MatchValue.Label(), Type.VARCHAR);
            case "match_number" -> ofMatch(call, name, new MatchValue.Number(), Type.BIGINT);
            case "match_rowtime" ->
                ofMatch(call, name, new RowValue(rows.time(), RowValue.ANY, false, 0, 0), Type.TIMESTAMP);
            case "match_proctime" ->
                throw query().error(
                                ErrorCode.NOT_SUPPORTED,
                                call,
                                "processing time is not supported: answers would depend on when they are computed; write"
                                        + " MATCH_ROWTIME()");
            default -> Aggregates.find(name).isPresent() ? aggregate(call) : super.bindNew(node);
        };
    }

    /** A value of a row: of an open type, where it is one. */
    private Expr add(RowValue value, Expr ofRow) {
        Expr.ColumnRef column = add(value, ofRow.type());
        return rows.calls().isUntyped(ofRow) ? calls().untyped(column) : column;
    }

    private Expr.ColumnRef add(MatchValue value, Type type) {
        Measure measure = new Measure(value, (isFinal && !finalByDefault ? "FINAL " : "") + rows.shown(value), isFinal);
        int known = values.indexOf(measure);
        if (known < 0) {
            known = values.size();
            values.add(measure);
        }
        return new Expr.ColumnRef(known, type);
    }

    /** FINAL or RUNNING before a call. */
    private Expr marked(SqlCall call, boolean asFinal) {
        if (!measures && asFinal) {
            throw query().error(
                            ErrorCode.INVALID_ARGUMENT,
                            call,
                            "FINAL belongs to MEASURES: in DEFINE a match is not complete yet");
        }
        SqlCall inner = call.operand(0);
        boolean before = isFinal;
        isFinal = asFinal || finalByDefault;
        try {
            return bind(inner);
        } finally {
            isFinal = before;
        }
    }

    private Expr ofMatch(SqlCall call, String name, MatchValue value, Type type) {
        String shown = name.toUpperCase(Locale.ROOT) + "()";
        if (call.operandCount() > 0) {
            throw query().error(ErrorCode.INVALID_ARGUMENT, call, shown + " takes no arguments here");
        } else if (!measures) {
            throw query().error(ErrorCode.NOT_SUPPORTED, call, shown + " belongs to MEASURES, not to DEFINE");
        }
        return add(value, type);
    }

    /** An expression over the columns of the last row of a variable, or of one before it. */
    private Expr row(SqlNode node, int shift) {
        Expr value = rows.bind(node);
        return add(new RowValue(rows.project(value), rows.variablesOf(node), false, 0, shift), value);
    }

    private Expr navigation(SqlCall call, String name) {
        String shown = name.toUpperCase(Locale.ROOT);
        if (call.operandCount() < 1 || call.operandCount() > 2) {
            throw query().error(ErrorCode.INVALID_ARGUMENT, call, "write " + shown + "(A.x) or " + shown + "(A.x, 1)");
        }
        boolean physical = name.equals("prev") || name.equals("next");
        int offset = call.operandCount() < 2 ? physical ? 1 : 0 : offset(call.operand(1), shown);
        SqlNode inner = call.operand(0);
        if (!physical) {
            Expr value = rows.bind(refuseInner(inner, shown));
            return add(
                    new RowValue(rows.project(value), rows.variablesOf(inner), name.equals("first"), offset, 0), value);
        }
        int shift = name.equals("prev") ? -offset : offset;
        SqlCall logical = logical(inner);
        if (logical == null) {
            return row(refuseInner(inner, shown), shift);
        }
        Expr.ColumnRef found = (Expr.ColumnRef) bind(logical);
        RowValue value = (RowValue) values.get(found.index()).value();
        Expr.ColumnRef column = add(
                new RowValue(value.column(), value.variables(), value.fromFirst(), value.offset(), shift),
                found.type());
        return calls().isUntyped(found) ? calls().untyped(column) : column;
    }

    /** FIRST or LAST within PREV or NEXT; null where there is none. */
    private static @Nullable SqlCall logical(SqlNode node) {
        String name = node instanceof SqlCall call ? AggregateBinder.nameOf(call) : "";
        return name.equals("first") || name.equals("last") ? (SqlCall) node : null;
    }

    private SqlNode refuseInner(SqlNode node, String within) {
        if (node instanceof SqlCall call) {
            if (NAVIGATION.contains(AggregateBinder.nameOf(call)) || AggregateBinder.isAggregate(call)) {
                throw query().error(
                                ErrorCode.INVALID_ARGUMENT,
                                call,
                                within
                                        + " takes an expression over the columns of one row; FIRST and LAST may stand in PREV and"
                                        + " NEXT, nothing else in one another");
            }
            call.getOperandList().stream()
                    .filter(operand -> operand != null)
                    .forEach(operand -> refuseInner(operand, within));
        } else if (node instanceof SqlNodeList list) {
            list.forEach(part -> refuseInner(part, within));
        }
        return node;
    }

    private int offset(SqlNode node, String shown) {
        Expr value = super.bind(node);
        Object known = value.type() == Type.BIGINT && Constants.isConstant(value)
                ? Constants.evaluate(value).value()
                : null;
        if (!(known instanceof Long number) || number < 0 || number > MOST_OFFSET) {
            throw query().error(
                            ErrorCode.INVALID_ARGUMENT,
                            node,
                            shown + " counts rows: the same whole number for all, from 0 to " + MOST_OFFSET);
        }
        return number.intValue();
    }

    private Expr aggregate(SqlCall call) {
        if (call.operandCount() == 1
                && call.operand(0) instanceof SqlIdentifier star
                && star.isStar()
                && star.names.size() == 2) {
            long variables = rows.variable(star);
            if (!AggregateBinder.nameOf(call).equals("count")) {
                throw starMeansNothing(call);
            }
            return add(
                    new RowAggregate(
                            new AggregateCall("count", List.of(), List.of(), false, -1, Type.BIGINT), variables),
                    Type.BIGINT);
        }
        call.getOperandList().forEach(operand -> refuseInner(operand, "an aggregate"));
        ResolvedAggregate resolved = ResolvedAggregate.of(rows, call, Relation.NO_TIME, arguments -> {});
        long variables = rows.variablesOf(new SqlNodeList(call.getOperandList(), call.getParserPosition()));
        return add(
                new RowAggregate(
                        new AggregateCall(
                                resolved.function(),
                                resolved.columns().stream().map(rows::project).toList(),
                                resolved.constants(),
                                resolved.distinct(),
                                -1,
                                resolved.type()),
                        variables),
                resolved.type());
    }

    private BarographException starMeansNothing(SqlCall call) {
        String name = AggregateBinder.nameOf(call);
        return query().error(
                        ErrorCode.INVALID_ARGUMENT,
                        call,
                        name + "(A.*) means nothing; name a column, or write count(A.*)");
    }
}
