package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** {@code (a, b) IN ((1, 2), (3, 4))} and {@code (a, b) = (1, 2)}: equal rows are those whose values all are. */
final class RowComparison {
    /** What is to be said of a row where none can stand. */
    static final String ALONE =
            "rows as values are not supported but with =, <> and IN (…); compare their values one by one";

    private final ExpressionBinder binder;

    RowComparison(ExpressionBinder binder) {
        this.binder = binder;
    }

    /** Whether the left side of a comparison is a row. */
    static boolean isOne(SqlCall comparison) {
        return comparison.operand(0).getKind() == SqlKind.ROW;
    }

    /** {@code row = row}. */
    Expr equal(SqlCall call) {
        return equal(call, call.operand(0), call.operand(1));
    }

    /** @param operands the row and those that it may equal */
    Expr in(SqlCall call, List<SqlNode> operands) {
        List<Expr> ways = new ArrayList<>();
        for (SqlNode other : operands.subList(1, operands.size())) {
            ways.add(equal(call, operands.get(0), other));
        }
        return ways.size() == 1 ? ways.get(0) : binder.calls().call(call, "or", ways, List.of());
    }

    private Expr equal(SqlNode node, SqlNode left, SqlNode right) {
        List<SqlNode> values = ((SqlCall) left).getOperandList();
        if (right.getKind() != SqlKind.ROW || ((SqlCall) right).operandCount() != values.size()) {
            throw binder.query()
                    .error(
                            ErrorCode.TYPE_MISMATCH,
                            right,
                            "a row of " + values.size()
                                    + " values can equal a row of as many, (1, 2), and nothing else");
        }
        List<SqlNode> others = ((SqlCall) right).getOperandList();
        List<Expr> equalities = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            List<SqlNode> pair = List.of(values.get(i), others.get(i));
            equalities.add(
                    binder.calls().call(node, "=", List.of(binder.bind(pair.get(0)), binder.bind(pair.get(1))), pair));
        }
        return equalities.size() == 1 ? equalities.get(0) : binder.calls().call(node, "and", equalities, List.of());
    }
}
