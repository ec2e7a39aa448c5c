package io.barograph.core.join;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;
import java.util.List;

/** Computes one side's keys of a join. Belongs to one thread. */
final class JoinKeys {
    /** 2^63: the first double beyond BIGINT. */
    private static final double BEYOND = 0x1p63;

    private final Evaluator[] evaluators;
    private final Type[] types;
    private final Column[] keys;
    private final long[][] narrowed;

    /** @param types that the keys have to have: their own, or BIGINT of a DOUBLE */
    JoinKeys(List<Expr> expressions, List<Type> types, Schema input, EvaluationContext context) {
        evaluators = expressions.stream()
                .map(expression -> Evaluators.compile(expression, input, context))
                .toArray(Evaluator[]::new);
        this.types = types.toArray(Type[]::new);
        keys = new Column[JoinSpec.columnTypes(types).size()];
        narrowed = new long[evaluators.length][];
    }

    /** The keys of a batch's rows, of the types that {@link JoinSpec#columnTypes} gives; valid until the next call. */
    Column[] of(Batch batch) {
        int next = 0;
        for (int i = 0; i < evaluators.length; i++) {
            Column key = evaluators[i].evaluate(batch);
            if (key instanceof DecimalColumn decimals) {
                keys[next++] = new LongColumn(Type.BIGINT, decimals.high(), decimals.validity());
                keys[next++] = new LongColumn(Type.BIGINT, decimals.low(), decimals.validity());
            } else {
                keys[next++] = key instanceof DoubleColumn doubles && types[i] == Type.BIGINT
                        ? narrow(i, doubles, batch.size())
                        : key;
            }
        }
        return keys;
    }

    /** Doubles that equal a BIGINT as that; all others as NULL, for as they do they match nothing. */
    private Column narrow(int key, DoubleColumn doubles, int size) {
        if (narrowed[key] == null) {
            narrowed[key] = new long[Batch.CAPACITY];
        }
        long[] target = narrowed[key];
        double[] values = doubles.values();
        long[] present = new long[Validity.wordCount(size)];
        for (int i = 0; i < size; i++) {
            double value = values[i];
            target[i] = (long) value;
            boolean exact = value >= -BEYOND && value < BEYOND && target[i] == value;
            if (exact && doubles.validity().isPresent(i)) {
                Validity.setPresent(present, i);
            }
        }
        return new LongColumn(Type.BIGINT, target, Validity.of(present));
    }
}
