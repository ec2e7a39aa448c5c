package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code IN} a list. A list of literals is looked up in a sorted array or a dictionary; any other is a chain of
 * comparisons.
 */
final class InList implements Kernel {
    private final Type type;
    private final boolean listHasNull;
    /** Sorted: the values, or {@link #bits} of doubles. */
    private final long[] numbers;

    private final Dictionary texts = new Dictionary();
    private final boolean[] out = new boolean[Batch.CAPACITY];

    private InList(Type type, List<Expr.Literal> list) {
        this.type = type;
        List<Object> values = new ArrayList<>();
        list.forEach(literal -> {
            if (literal.value() != null) {
                values.add(literal.value());
            }
        });
        listHasNull = values.size() < list.size();
        if (type == Type.VARCHAR) {
            values.forEach(value -> texts.intern((String) value));
            numbers = new long[0];
        } else {
            numbers = values.stream()
                    .mapToLong(value -> value instanceof Double number ? bits(number) : (Long) value)
                    .sorted()
                    .toArray();
        }
    }

    static Node compile(CallSite site) {
        List<Expr.Literal> literals = new ArrayList<>();
        for (int i = 1; i < site.arguments().size(); i++) {
            Expr.Literal literal = site.literal(i);
            if (literal == null
                    || site.argumentType(0) == Type.BOOLEAN
                    || site.argumentType(0).isDecimal()
                    || !isExact(site, i)) {
                return comparisons(site);
            }
            literals.add(literal);
        }
        Kernel kernel = new InList(site.argumentType(0), literals);
        return site.withArguments(List.of(site.arguments().get(0))).call(kernel);
    }

    /** Whether widening to the common type changed neither the value sought nor a candidate. */
    private static boolean isExact(CallSite site, int candidate) {
        Expr literal = site.call().argument(candidate);
        Type type = site.argumentType(0);
        return site.call().argument(0).type() == type
                && (literal.type() == type
                        || literal instanceof Expr.Literal known
                                && known.value() instanceof Long value
                                && LongRange.compare(value, (double) value) == 0);
    }

    private static Node comparisons(CallSite site) {
        List<Expr> arguments = site.call().arguments();
        List<Expr> equalities = new ArrayList<>();
        for (Expr candidate : arguments.subList(1, arguments.size())) {
            equalities.add(Functions.call("=", List.of(arguments.get(0), candidate)));
        }
        return site.rewritten(Functions.call("or", equalities));
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        switch (type.kind()) {
            case DOUBLE -> {
                double[] values = ((DoubleColumn) arguments[0]).values();
                for (int i = 0; i < size; i++) {
                    out[i] = Arrays.binarySearch(numbers, bits(values[i])) >= 0;
                }
            }
            case VARCHAR -> {
                VarcharColumn column = (VarcharColumn) arguments[0];
                Dictionary source = column.dictionary();
                for (int i = 0; i < size; i++) {
                    if (result.inputsPresent(i)) {
                        int code = column.codes()[i];
                        out[i] = texts.find(source.bytes(), source.offset(code), source.length(code)) >= 0;
                    }
                }
            }
            default -> {
                long[] values = ((LongColumn) arguments[0]).values();
                for (int i = 0; i < size; i++) {
                    out[i] = Arrays.binarySearch(numbers, values[i]) >= 0;
                }
            }
        }
        if (listHasNull) {
            for (int i = 0; i < size; i++) {
                if (!out[i]) {
                    result.makeNull(i);
                }
            }
        }
        return new BooleanColumn(out, result.validity());
    }

    /** One pattern for all NaN, and one for both zeros. */
    private static long bits(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }
}
