package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.decimal.Int128;

/** Functions of one DECIMAL. Rounding takes halves away from zero. */
final class DecimalUnary implements Kernel {
    enum Operator {
        NEGATE,
        ABS,
        FLOOR,
        CEIL,
        TRUNCATE,
        ROUND,
        /** To as many digits behind the point as the second argument says; negative ones count before it. */
        ROUND_TO_DIGITS
    }

    private final Operator operator;
    private final Type from;
    private final Type type;
    private final long[] high = new long[Batch.CAPACITY];
    private final long[] low = new long[Batch.CAPACITY];
    private final Int128 register = new Int128();

    DecimalUnary(Operator operator, Type from, Type type) {
        this.operator = operator;
        this.from = from;
        this.type = type;
    }

    static Overload.Implementation of(Operator operator) {
        return site -> site.call(new DecimalUnary(operator, site.argumentType(0), site.resultType()));
    }

    /** -1, 0 or 1 as a BIGINT. */
    static Kernel sign() {
        long[] signs = new long[Batch.CAPACITY];
        return (arguments, size, result) -> {
            DecimalColumn values = (DecimalColumn) arguments[0];
            for (int i = 0; i < size; i++) {
                signs[i] = values.high()[i] >> 63 | ((values.high()[i] | values.low()[i]) == 0 ? 0 : 1);
            }
            return new LongColumn(Type.BIGINT, signs, result.validity());
        };
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        DecimalColumn values = (DecimalColumn) arguments[0];
        for (int i = 0; i < size; i++) {
            register.set(values.high()[i], values.low()[i]);
            switch (operator) {
                case NEGATE -> register.negate();
                case ABS -> {
                    if (register.isNegative()) {
                        register.negate();
                    }
                }
                case FLOOR -> towards(-1);
                case CEIL -> towards(1);
                case TRUNCATE -> register.scaleDownTowardsZero(from.scale());
                case ROUND -> register.scaleDown(from.scale());
                case ROUND_TO_DIGITS -> round(((LongColumn) arguments[1]).values()[i]);
            }
            high[i] = register.high();
            low[i] = register.low();
            if (!register.hasDigits(type.precision())) {
                result.undefined(i);
            }
        }
        return new DecimalColumn(type, high, low, result.validity());
    }

    private void towards(int direction) {
        int sign = register.signum();
        if (register.scaleDownTowardsZero(from.scale()) && sign == direction) {
            register.add(direction >> 1, direction);
        }
    }

    private void round(long digits) {
        if (digits >= from.scale()) {
            return;
        }
        long dropped = from.scale() - Math.max(digits, -Type.MAX_PRECISION - 1L);
        if (dropped > Type.MAX_PRECISION) {
            register.set(0);
        } else {
            register.scaleDown((int) dropped).scaleUp((int) dropped);
        }
    }
}
