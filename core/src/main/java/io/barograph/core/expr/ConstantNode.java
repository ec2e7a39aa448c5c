package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.decimal.Int128;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A literal, laid out once as a full column. */
final class ConstantNode extends Node {
    private static final Validity NONE = Validity.of(new long[Validity.wordCount(Batch.CAPACITY)]);

    private final Expr.Literal literal;
    private final Column column;

    ConstantNode(Expr.Literal literal) {
        super(literal.type());
        this.literal = literal;
        this.column = column(literal.type(), literal.value());
    }

    @Override
    Expr.Literal literal() {
        return literal;
    }

    @Override
    Column compute(Rows rows) {
        return column;
    }

    private static Column column(Type type, @Nullable Object value) {
        Validity validity = value == null ? NONE : Validity.ALL;
        return switch (type.kind()) {
            case BOOLEAN -> {
                boolean[] values = new boolean[Batch.CAPACITY];
                Arrays.fill(values, value != null && (Boolean) value);
                yield new BooleanColumn(values, validity);
            }
            case DOUBLE -> {
                double[] values = new double[Batch.CAPACITY];
                Arrays.fill(values, value == null ? 0 : (Double) value);
                yield new DoubleColumn(values, validity);
            }
            case VARCHAR -> {
                Dictionary dictionary = new Dictionary();
                dictionary.intern(value == null ? "" : (String) value);
                yield new VarcharColumn(new int[Batch.CAPACITY], dictionary, validity);
            }
            case DECIMAL -> {
                Int128 number = new Int128();
                if (value != null) {
                    number.set((BigDecimal) value, type.scale());
                }
                long[] high = new long[Batch.CAPACITY];
                long[] low = new long[Batch.CAPACITY];
                Arrays.fill(high, number.high());
                Arrays.fill(low, number.low());
                yield new DecimalColumn(type, high, low, validity);
            }
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> {
                long[] values = new long[Batch.CAPACITY];
                Arrays.fill(values, value == null ? 0 : (Long) value);
                yield new LongColumn(type, values, validity);
            }
        };
    }
}
