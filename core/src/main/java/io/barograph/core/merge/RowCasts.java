package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.RowProgram.Operation;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.merge.RowProgramBuilder.Asked;
import io.barograph.core.merge.RowProgramBuilder.NotOnDevice;
import java.util.Map;

/** Makes instructions of CAST and TRY_CAST. */
final class RowCasts {
    private static final Map<String, Integer> NARROW_BITS = Map.of("INT", 32, "SMALLINT", 16, "TINYINT", 8);

    private final RowProgramBuilder program;
    private final RowExpressions expressions;
    private final RowDecimals decimals;
    private final RowTimes times;

    RowCasts(RowProgramBuilder program, RowExpressions expressions, RowDecimals decimals, RowTimes times) {
        this.program = program;
        this.expressions = expressions;
        this.decimals = decimals;
        this.times = times;
    }

    int compile(Expr.Call call, Asked asked) throws NotOnDevice {
        Type from = call.argument(0).type();
        Type to = call.type();
        boolean silent = call.function().equals("try_cast");
        if (call.arguments().size() == 2) {
            return narrow(call, silent, asked);
        }
        boolean isWordOrTruth = RowExpressions.isCarried(from) || from == Type.BOOLEAN;
        if (from == to && isWordOrTruth || from == Type.BOOLEAN && to == Type.BIGINT) {
            return expressions.compile(call.argument(0), asked);
        }
        if (to == Type.DOUBLE && (from == Type.BIGINT || from == Type.BOOLEAN)) {
            return program.add(Operation.TO_DOUBLE, expressions.compile(call.argument(0), asked));
        }
        if (from == Type.DOUBLE && to == Type.BIGINT) {
            int value = expressions.compile(call.argument(0), asked);
            return silent
                    ? program.addSilent(Operation.TO_LONG, value, value, 0)
                    : program.add(Operation.TO_LONG, value, value, 0, asked);
        }
        if ((from.isDecimal() || to.isDecimal()) && from.isNumeric() && to.isNumeric()) {
            return decimals.cast(expressions.compile(call.argument(0), asked), from, to, silent, asked);
        }
        if (from == Type.BIGINT && to == Type.BOOLEAN) {
            int value = expressions.compile(call.argument(0), asked);
            return program.add(Operation.NOT, program.add(Operation.EQUAL_LONGS, value, program.constant(0), 0));
        }
        if (from == Type.DATE && to == Type.TIMESTAMP) {
            return times.midnight(expressions.compile(call.argument(0), asked), asked);
        }
        if (from == Type.TIMESTAMP && to == Type.DATE && !silent) {
            return times.day(expressions.compile(call.argument(0), asked), asked);
        }
        throw new NotOnDevice("a GPU has no instruction for a cast of " + from + " to " + to);
    }

    /** A cast to a type that is carried as a wider one. */
    private int narrow(Expr.Call call, boolean silent, Asked asked) throws NotOnDevice {
        Type from = call.argument(0).type();
        String name = call.argument(1) instanceof Expr.Literal literal ? String.valueOf(literal.value()) : "";
        Integer bits = NARROW_BITS.get(name);
        if (from == Type.BIGINT && bits != null && !silent) {
            int value = expressions.compile(call.argument(0), asked);
            return program.add(Operation.NARROW, value, value, bits, asked);
        }
        if (from == Type.BIGINT && name.equals("REAL")) {
            return program.add(Operation.LONG_TO_SINGLE, expressions.compile(call.argument(0), asked));
        }
        if (from == Type.DOUBLE && name.equals("REAL")) {
            int value = expressions.compile(call.argument(0), asked);
            return silent
                    ? program.addSilent(Operation.TO_SINGLE, value, value, 0)
                    : program.add(Operation.TO_SINGLE, value, value, 0, asked);
        }
        throw RowExpressions.noInstruction(call);
    }
}
