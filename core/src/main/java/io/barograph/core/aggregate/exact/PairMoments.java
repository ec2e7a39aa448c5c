package io.barograph.core.aggregate.exact;

import java.math.BigInteger;
import java.util.OptionalDouble;

/**
 * The exact sums of one group's pairs, in units in which all are whole, and what is finished from them.
 *
 * @param n how many pairs
 * @param unitOfX that of x, as a power of two over the least double's
 */
record PairMoments(
        BigInteger n,
        BigInteger x,
        BigInteger y,
        BigInteger xx,
        BigInteger yy,
        BigInteger xy,
        int unitOfX,
        int unitOfY) {
    static PairMoments of(long rows, ExactSum x, ExactSum y, ExactSum xx, ExactSum yy, ExactSum xy) {
        int unitOfX = Math.min(x.lowestBit(), xx.lowestBit() >> 1);
        int unitOfY = Math.min(y.lowestBit(), yy.lowestBit() >> 1);
        if (xy.value().signum() != 0) {
            unitOfX = Math.min(unitOfX, xy.lowestBit() - unitOfY);
        }
        return new PairMoments(
                BigInteger.valueOf(rows),
                x.inUnitsOf(unitOfX),
                y.inUnitsOf(unitOfY),
                xx.inUnitsOf(2 * unitOfX),
                yy.inUnitsOf(2 * unitOfY),
                xy.inUnitsOf(unitOfX + unitOfY),
                unitOfX,
                unitOfY);
    }

    /** The result; empty where it is NULL. */
    OptionalDouble finish(Finish kind) {
        return switch (kind) {
            case COVAR_POP -> ratio(spreadXY(), n.multiply(n), 2 * Record.UNIT + unitOfX + unitOfY);
            case COVAR_SAMP ->
                ratio(spreadXY(), n.multiply(n.subtract(BigInteger.ONE)), 2 * Record.UNIT + unitOfX + unitOfY);
            case REGR_AVGX -> ratio(x, n, Record.UNIT + unitOfX);
            case REGR_AVGY -> ratio(y, n, Record.UNIT + unitOfY);
            case REGR_SXX -> ratio(spreadX(), n, 2 * (Record.UNIT + unitOfX));
            case REGR_SYY -> ratio(spreadY(), n, 2 * (Record.UNIT + unitOfY));
            case REGR_SXY -> ratio(spreadXY(), n, 2 * Record.UNIT + unitOfX + unitOfY);
            case CORR, REGR_SLOPE, REGR_INTERCEPT, REGR_R2 -> ofLine(kind, spreadX());
            default -> throw new IllegalArgumentException(kind + " is of one argument");
        };
    }

    private OptionalDouble ofLine(Finish kind, BigInteger spreadX) {
        if (spreadX.signum() == 0) {
            return OptionalDouble.empty();
        }
        BigInteger spreadXY = spreadXY();
        return switch (kind) {
            case REGR_SLOPE -> ratio(spreadXY, spreadX, unitOfY - unitOfX);
            case REGR_INTERCEPT ->
                ratio(y.multiply(spreadX).subtract(x.multiply(spreadXY)), n.multiply(spreadX), Record.UNIT + unitOfY);
            default -> {
                BigInteger spreadY = spreadY();
                BigInteger square = spreadXY.multiply(spreadXY);
                if (kind == Finish.REGR_R2) {
                    yield spreadY.signum() == 0 ? OptionalDouble.of(1) : ratio(square, spreadX.multiply(spreadY), 0);
                }
                yield spreadY.signum() == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(
                                spreadXY.signum() * Rounding.squareRoot(square, spreadX.multiply(spreadY), 0));
            }
        };
    }

    private static OptionalDouble ratio(BigInteger numerator, BigInteger denominator, int exponent) {
        return OptionalDouble.of(Rounding.ratio(numerator, denominator, exponent));
    }

    private BigInteger spreadX() {
        return n.multiply(xx).subtract(x.multiply(x));
    }

    private BigInteger spreadY() {
        return n.multiply(yy).subtract(y.multiply(y));
    }

    private BigInteger spreadXY() {
        return n.multiply(xy).subtract(x.multiply(y));
    }
}
