package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.rewrite.ColumnUse;
import io.barograph.core.window.Length;
import io.barograph.core.window.WindowSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/**
 * Binds sessions, as Flink writes them, and what a SELECT does with them:
 *
 * <pre>SESSION(TABLE t [PARTITION BY (key, …)], DESCRIPTOR(time), gap)</pre>
 *
 * A session is known once all of its rows are, so the SELECT groups by it: by {@code window_start}, {@code window_end} and
 * the columns of PARTITION BY. WHERE may choose among those columns; what chooses among rows stands beneath SESSION.
 */
final class SessionBinder {
    static final String USAGE =
            "SESSION(TABLE 'file.csv' PARTITION BY device_id, DESCRIPTOR(time), INTERVAL '10' MINUTE)";

    private final ParsedQuery query;
    private final SqlCall call;
    private final Relation rows;
    private final long gap;
    /** Positions among the rows' columns. */
    private final BitSet partition = new BitSet();

    SessionBinder(QueryBinder queries, SqlCall call) {
        this.query = queries.query();
        this.call = call;
        FromBinder from = new FromBinder(queries);
        PartitionedTable partitioned = new PartitionedTable(query, call, USAGE);
        WindowBinder arguments = new WindowBinder(
                queries,
                from,
                call.getOperator().createCall(call.getParserPosition(), partitioned.arguments()),
                "session");
        Relation input = from.windowed(arguments.required("data"), USAGE);
        int time = arguments.descriptor(input, arguments.required("timecol"));
        input = UntypedColumns.timed(input, time);
        Length length = arguments.length("gap");
        if (length.isCalendar()) {
            throw arguments.error("gap", "the gap of sessions is elapsed time: days at most, as in INTERVAL '30' DAY");
        }
        gap = length.nanos();
        partitioned.keys(input).forEach(partition::set);
        rows = input.extend(new Plan.AssignWindow(input.plan(), time, WindowSpec.tumble(gap, 0)), time);
    }

    /** The rows, each in its cell. */
    Relation rows() {
        return rows;
    }

    /** The rows' time. */
    Expr time() {
        return rows.reference(rows.time());
    }

    private int start() {
        return rows.columns().size() - 2;
    }

    private int end() {
        return rows.columns().size() - 1;
    }

    /** The columns of PARTITION BY, then of the window. */
    private BitSet keys() {
        BitSet keys = (BitSet) partition.clone();
        keys.set(start(), end() + 1);
        return keys;
    }

    private String groupBy() {
        return "GROUP BY "
                + keys().stream()
                        .mapToObj(column -> rows.columns().get(column).name())
                        .collect(Collectors.joining(", "));
    }

    /**
     * Refuses a SELECT without groups, and a WHERE that chooses among the rows of a session.
     *
     * @param filtered the rows behind WHERE
     */
    void check(SqlSelect select, Plan filtered, boolean isGrouped) {
        if (!isGrouped) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    call,
                    "sessions are aggregated, their rows do not come out one by one; write " + groupBy());
        }
        if (select.getWhere() != null && !choosesKeys(filtered)) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    select.getWhere(),
                    "WHERE behind SESSION can only name the columns of PARTITION BY: filter rows in SESSION(TABLE (SELECT …"
                            + " WHERE …) …), and sessions with HAVING");
        }
    }

    private boolean choosesKeys(Plan filtered) {
        Plan at = filtered;
        while (at != rows.plan()) {
            if (at instanceof Plan.Filter filter && isOfKeys(filter.predicate())) {
                at = filter.input();
            } else if (at instanceof Plan.Join join
                    && join.leftKeys().stream().allMatch(this::isOfKeys)
                    && (join.residual() == null || isOfKeys(join.residual()))) {
                at = join.left();
            } else {
                return false;
            }
        }
        return true;
    }

    /** Whether an expression names no other of the rows' columns. */
    private boolean isOfKeys(Expr expression) {
        BitSet columns = ColumnUse.of(expression).get(0, rows.columns().size());
        columns.andNot(partition);
        return columns.isEmpty();
    }

    /** Refuses other keys than the sessions'. */
    void check(GroupBy.Grouping grouping, SqlNode position) {
        List<Expr> wanted = keys().stream().<Expr>mapToObj(rows::reference).toList();
        if (grouping.sets() != null
                || grouping.keys().size() != wanted.size()
                || !new HashSet<>(grouping.keys()).containsAll(wanted)) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    position,
                    "sessions are grouped by what makes them: " + groupBy()
                            + (grouping.sets() != null || grouping.keys().size() < wanted.size()
                                    ? "; group them further around a sub-query"
                                    : "; a column that is to part sessions stands in PARTITION BY"));
        }
    }

    /** Refuses aggregates over the window, which the rows do not know yet. */
    void checkArguments(SqlCall aggregate, List<Expr> arguments) {
        for (Expr argument : arguments) {
            if (ColumnUse.of(argument).nextSetBit(start()) >= 0) {
                throw windowInside(aggregate);
            }
        }
    }

    private BarographException windowInside(SqlCall aggregate) {
        return query.error(
                ErrorCode.NOT_SUPPORTED,
                aggregate,
                "an aggregate of a session cannot use its window_start and window_end, which are known behind it; compute"
                        + " with them beside the aggregate, or around a sub-query");
    }

    /**
     * The sessions' rows: keys as the text has them, then the calls.
     *
     * @param groups by the keys; its input has them first
     * @param keys over the rows, as {@link #check} let them pass
     * @param time of the rows, in the aggregate's input
     */
    Plan plan(Plan.Aggregate groups, List<Expr> keys, int time) {
        Expr start = rows.reference(start());
        Expr end = rows.reference(end());
        List<Integer> cellKeys = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        List<Expr> columns = new ArrayList<>();
        int parts = keys.size() - 2;
        for (int key = 0; key < keys.size(); key++) {
            boolean isWindow = keys.get(key).equals(start) || keys.get(key).equals(end);
            int at = keys.get(key).equals(end) ? parts + 1 : isWindow ? parts : cellKeys.size();
            columns.add(new Expr.ColumnRef(at, keys.get(key).type()));
            if (!isWindow) {
                cellKeys.add(key);
                fields.add(groups.schema().field(key));
            }
        }
        cellKeys.add(keys.indexOf(start));
        fields.add(new Field("window_start", Type.TIMESTAMP));
        for (int i = keys.size(); i < groups.schema().size(); i++) {
            columns.add(new Expr.ColumnRef(i, groups.schema().type(i)));
            fields.add(groups.schema().field(i));
        }
        Plan.Aggregate cells = new Plan.Aggregate(groups.input(), cellKeys, groups.calls(), new Schema(fields));
        return new Plan.Project(Plan.Sessions.of(cells, time, gap), columns, groups.schema());
    }
}
