package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.fold.FoldFunction;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.fold.GivenColumns;
import io.barograph.core.plan.Plan;
import io.barograph.core.window.Length;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Binds a table function of FROM that goes along a key's rows:
 *
 * <pre>NAME(TABLE t [PARTITION BY (key, …)], DESCRIPTOR(time), argument …, name => argument …)</pre>
 *
 * An argument is a constant, or columns: {@code DESCRIPTOR(a, b)}, or a bare name.
 *
 * <p>All columns of the table come out again, so all of them say which of two rows of equal time is first.
 */
final class FoldFunctionBinder {
    private static final int TABLE = 0;
    private static final int TIME = 1;

    private final ParsedQuery query;
    private final SqlCall call;
    private final FoldFunction function;
    private final ExpressionBinder constants;
    private final FromBinder from;
    private final PartitionedTable partitioned;
    /** By the arguments' names. */
    private final Map<String, Object> values = new TreeMap<>();

    private final Map<String, SqlNode> places = new HashMap<>();

    FoldFunctionBinder(QueryBinder queries, SqlCall call, FoldFunction function) {
        this.query = queries.query();
        this.call = call;
        this.function = function;
        this.constants = new ExpressionBinder(queries, Relation.of(SelectBinder.oneRow(), List.of()));
        this.from = new FromBinder(queries);
        this.partitioned = new PartitionedTable(query, call, function.usage());
    }

    Relation bind() {
        List<SqlNode> arguments = partitioned.arguments();
        if (arguments.size() <= TIME) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, call, "an argument is missing; write " + function.usage());
        }
        Relation input = from.windowed(arguments.get(TABLE), function.usage());
        int time = descriptor(input, arguments.get(TIME));
        input = UntypedColumns.timed(input, time);
        List<Integer> keys = partitioned.keys(input);
        readArguments(arguments.subList(TIME + 1, arguments.size()));
        FoldOperator operator;
        try {
            operator = operator(input, keys, time);
        } catch (BarographException first) {
            input = numbersWhereTextsAreWrong(input, first);
            try {
                operator = operator(input, keys, time);
            } catch (BarographException e) {
                throw query.error(e.code(), places.getOrDefault(e.argument(), call), String.valueOf(e.getMessage()));
            }
        }
        BitSet named = new BitSet();
        named.set(0, input.columns().size());
        return input.become(
                Plan.Fold.of(input.plan(), keys, List.of(new Plan.SortKey(time, false, false)), named, operator),
                input.columns().get(time).name());
    }

    private void readArguments(List<SqlNode> given) {
        places.put(FoldFunction.TIME, partitioned.arguments().get(TIME));
        for (int i = 0; i < given.size(); i++) {
            SqlNode node = given.get(i);
            SqlNode value = node;
            @Nullable
            String name =
                    i < function.positional().size() ? function.positional().get(i) : null;
            if (node.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                value = ((SqlCall) node).operand(0);
                name = ((SqlIdentifier) ((SqlCall) node).operand(1)).getSimple().toLowerCase(Locale.ROOT);
            }
            if (name == null) {
                throw query.error(
                        ErrorCode.INVALID_ARGUMENT,
                        node,
                        "this argument needs its name, as in name => value; write " + function.usage());
            }
            values.put(name, value(value));
            places.put(name, value);
        }
    }

    private FoldOperator operator(Relation input, List<Integer> keys, int time) {
        FoldOperator operator =
                function.operator(new FoldFunction.Call(input.plan().schema(), keys, time, values));
        operator.schema(input.plan().schema());
        return operator;
    }

    /** The same rows, the columns to blame made numbers, so far as no value of them was seen: they may be. */
    private Relation numbersWhereTextsAreWrong(Relation input, BarographException wrong) {
        String argument = wrong.argument();
        if (wrong.code() != ErrorCode.TYPE_MISMATCH || argument == null) {
            return input;
        }
        try {
            return UntypedColumns.numbers(
                    input, GivenColumns.of(function, input.plan().schema(), argument, values.get(argument)));
        } catch (BarographException noColumns) {
            return input;
        }
    }

    /** A constant, or the columns that are named. */
    private Object value(SqlNode node) {
        List<String> columns = Descriptor.names(node);
        return columns.isEmpty() ? constant(node) : columns;
    }

    private Object constant(SqlNode node) {
        if (node instanceof SqlIntervalLiteral interval) {
            long months = constants.literals().interval(interval).months();
            if (months != 0) {
                return Length.ofMonths((int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, months)));
            }
        }
        Expr value = bound(node);
        Object known = Constants.isConstant(value) ? Constants.evaluate(value).value() : null;
        if (known == null) {
            throw noConstant(node);
        }
        if (value.type() == Type.INTERVAL) {
            return Length.elapsed((Long) known);
        }
        return value.type() == Type.TIMESTAMP ? Instant.EPOCH.plusNanos((Long) known) : known;
    }

    private Expr bound(SqlNode node) {
        try {
            return constants.bind(node);
        } catch (BarographException e) {
            throw e.code() == ErrorCode.UNKNOWN_COLUMN ? noConstant(node) : e;
        }
    }

    private BarographException noConstant(SqlNode node) {
        return query.error(
                ErrorCode.INVALID_ARGUMENT,
                node,
                "the arguments of " + function.name()
                        + " are constants, or names of columns; compute columns in a sub-query: TABLE (SELECT …)");
    }

    private int descriptor(Relation input, SqlNode node) {
        SqlIdentifier name = Descriptor.column(node);
        if (name == null) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    node,
                    "the time column stands in DESCRIPTOR(…); write " + function.usage());
        }
        NameLookup names = new NameLookup(query, input, List.of());
        int column = names.find(name);
        if (column < 0) {
            throw names.unknown(name);
        }
        return column;
    }
}
