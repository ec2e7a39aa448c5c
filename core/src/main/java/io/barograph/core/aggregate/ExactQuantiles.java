package io.barograph.core.aggregate;

import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.text.DoubleText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles from all values of a group. A fraction is taken as the decimal that it was written as: 0.95 of 21 values is the
 * 20th, although the double 0.95 is a little less. Between two values the result is the true point between them, rounded once.
 */
final class ExactQuantiles {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private ExactQuantiles() {}

    static AggregateFunction continuous() {
        return new AggregateDefinition(
                "quantile_cont",
                List.of("percentile_cont"),
                List.of(
                        new Signature(List.of(Type.DOUBLE, Type.DOUBLE), 1, Type.DOUBLE),
                        new Signature(List.of(Type.BIGINT, Type.DOUBLE), 1, Type.DOUBLE),
                        new Signature(List.of(Type.INTERVAL, Type.DOUBLE), 1, Type.INTERVAL),
                        new Signature(List.of(Type.TIMESTAMP, Type.DOUBLE), 1, Type.TIMESTAMP)),
                "the value at q · (n - 1) between the first and the last in order, on the line between its neighbours, for a constant q from 0 to 1",
                Optional.empty(),
                false,
                (signature, constants) -> continuous(
                        signature, fraction("quantile_cont", constants.get(0).value())));
    }

    static AggregateFunction median() {
        return new AggregateDefinition(
                "median",
                List.of(),
                List.of(
                        Signature.of(Type.DOUBLE, Type.DOUBLE),
                        Signature.of(Type.DOUBLE, Type.BIGINT),
                        Signature.of(Type.INTERVAL, Type.INTERVAL),
                        Signature.of(Type.TIMESTAMP, Type.TIMESTAMP)),
                "the value in the middle, or half-way between the two there: quantile_cont(x, 0.5)",
                Optional.empty(),
                false,
                (signature, constants) -> continuous(signature, HALF));
    }

    static AggregateFunction discrete() {
        List<Signature> signatures = new ArrayList<>();
        for (Type type : Type.values()) {
            if (type == Type.DOUBLE || type.isLong()) {
                signatures.add(new Signature(List.of(type, Type.DOUBLE), 1, type));
            }
        }
        return new AggregateDefinition(
                "quantile_disc",
                List.of("quantile", "percentile_disc"),
                signatures,
                "the value of rank ceil(q · n), at least 1, for a constant q from 0 to 1: always one of the values",
                Optional.empty(),
                false,
                (signature, constants) -> {
                    BigDecimal fraction =
                            fraction("quantile_disc", constants.get(0).value());
                    return new BoundAggregate(
                            new ValuesState.Spec(signature.result()),
                            (state, groups, count) ->
                                    discrete((ValuesState) state, signature.result(), fraction, groups, count));
                });
    }

    private static BigDecimal fraction(String function, @Nullable Object constant) {
        if (constant instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
            return new BigDecimal(DoubleText.toString(number.doubleValue()));
        }
        throw new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                function + " takes a constant from 0 to 1 as its second argument, 0.95 for the 95th percentile, not "
                        + constant);
    }

    private static Column discrete(ValuesState state, Type type, BigDecimal fraction, int[] groups, int count) {
        ResultColumn column = new ResultColumn(count);
        long[] found = new long[2];
        for (int i = 0; i < count; i++) {
            int size = state.size(groups[i]);
            if (size == 0) {
                column.setNull(i);
            } else {
                int rank = fraction.multiply(BigDecimal.valueOf(size))
                        .setScale(0, RoundingMode.CEILING)
                        .intValueExact();
                state.select(groups[i], Math.max(1, rank) - 1, found);
                column.values()[i] = found[0];
            }
        }
        return column.decode(new ValueCodec(type));
    }

    private static BoundAggregate continuous(Signature signature, BigDecimal fraction) {
        Type type = signature.arguments().get(0);
        return new BoundAggregate(
                new ValuesState.Spec(type),
                (state, groups, count) ->
                        continuous((ValuesState) state, type, signature.result(), fraction, groups, count));
    }

    private static Column continuous(
            ValuesState state, Type type, Type result, BigDecimal fraction, int[] groups, int count) {
        ResultColumn column = new ResultColumn(count);
        long[] found = new long[2];
        for (int i = 0; i < count; i++) {
            int size = state.size(groups[i]);
            if (size == 0) {
                column.setNull(i);
                continue;
            }
            BigDecimal place = fraction.multiply(BigDecimal.valueOf(size - 1L));
            int rank = place.setScale(0, RoundingMode.FLOOR).intValueExact();
            BigDecimal part = place.subtract(BigDecimal.valueOf(rank));
            state.select(groups[i], rank, found);
            column.values()[i] = between(type, found[0], part.signum() == 0 ? found[0] : found[1], part);
        }
        return column.decode(new ValueCodec(result));
    }

    /** The point between two values, as a value of the result's codec. */
    private static long between(Type type, long low, long high, BigDecimal part) {
        if (type == Type.DOUBLE) {
            return low == high ? low : between(ValueCodec.toDouble(low), ValueCodec.toDouble(high), part);
        }
        BigDecimal exact = point(BigDecimal.valueOf(low), BigDecimal.valueOf(high), part);
        return type == Type.BIGINT
                ? ValueCodec.fromDouble(exact.doubleValue())
                : exact.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    private static long between(double low, double high, BigDecimal part) {
        double result;
        if (Double.isInfinite(low) || Double.isInfinite(high) || Double.isNaN(high)) {
            // Next to an infinity every point between is infinite, but between both it is undefined.
            result = low + high;
        } else if (part.compareTo(HALF) == 0 && isHalvedExactly(low + high)) {
            result = (low + high) / 2;
        } else {
            result = point(new BigDecimal(low), new BigDecimal(high), part).doubleValue();
        }
        return ValueCodec.fromDouble(result);
    }

    /** Whether half a sum, itself rounded once, is what the true half is rounded to. */
    private static boolean isHalvedExactly(double sum) {
        double magnitude = Math.abs(sum);
        return magnitude >= 2 * Double.MIN_NORMAL && magnitude <= Double.MAX_VALUE || sum == 0;
    }

    private static BigDecimal point(BigDecimal low, BigDecimal high, BigDecimal part) {
        return low.add(high.subtract(low).multiply(part));
    }
}
