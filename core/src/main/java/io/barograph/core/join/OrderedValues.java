package io.barograph.core.join;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Evaluator;
import io.barograph.core.expr.Evaluators;
import io.barograph.core.expr.Expr;

/** Computes what rows are in the order of, as longs that compare alike. Belongs to one thread. */
final class OrderedValues {
    private final Evaluator evaluator;
    private final long[] encoded = new long[Batch.CAPACITY];
    private long[] values = encoded;
    private Validity validity = Validity.ALL;

    OrderedValues(Expr expression, Schema input, EvaluationContext context) {
        evaluator = Evaluators.compile(expression, input, context);
    }

    void compute(Batch batch) {
        Column column = evaluator.evaluate(batch);
        validity = column.validity();
        if (column instanceof DoubleColumn doubles) {
            double[] source = doubles.values();
            for (int i = 0; i < batch.size(); i++) {
                encoded[i] = encode(source[i]);
            }
            values = encoded;
        } else {
            values = ((LongColumn) column).values();
        }
    }

    /** A value per row of the last batch, valid until the next. */
    long[] values() {
        return values;
    }

    Validity validity() {
        return validity;
    }

    /** NaN is above all, -0.0 is 0.0. */
    static long encode(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    static double decode(long encoded) {
        return Double.longBitsToDouble(encoded ^ (encoded >> 63 & Long.MAX_VALUE));
    }
}
