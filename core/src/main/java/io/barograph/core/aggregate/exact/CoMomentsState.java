package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.LongPages;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.math.BigInteger;
import java.util.OptionalDouble;

/**
 * The exact Σx, Σy, Σx², Σy², Σxy and count of pairs, each argument DOUBLE or BIGINT: for covariances, correlation and
 * linear regression. Of the arguments of {@link #add} the first is y and the second x, as SQL has it. 112 bytes a group.
 *
 * <p>A pair with a NaN or an infinity is only counted: no result but the count has a finite value then.
 */
public final class CoMomentsState extends ExactState {
    private static final int STRIDE = 14;
    private static final int X = 0;
    private static final int Y = 1;
    private static final int XX = 2;
    private static final int YY = 3;
    private static final int XY = 4;

    private final Type typeOfY;
    private final Type typeOfX;
    private int usualWindowOfX = Record.NO_WINDOW;
    private int usualWindowOfY = Record.NO_WINDOW;

    public CoMomentsState(Type typeOfY, Type typeOfX) {
        super(3, Term.X, Term.Y, Term.XX, Term.YY, Term.XY);
        if (!isNumeric(typeOfY) || !isNumeric(typeOfX)) {
            throw new IllegalArgumentException("no sums of products of " + typeOfY + " and " + typeOfX);
        }
        this.typeOfY = typeOfY;
        this.typeOfX = typeOfX;
    }

    private static boolean isNumeric(Type type) {
        return type == Type.DOUBLE || type == Type.BIGINT;
    }

    @Override
    CoMomentsState newInstance() {
        return new CoMomentsState(typeOfY, typeOfX);
    }

    @Override
    public void add(Column[] arguments, int[] groups, int size) {
        if (arguments[0] instanceof DoubleColumn y && arguments[1] instanceof DoubleColumn x) {
            addDoubles(y.values(), x.values(), groups, size);
            return;
        }
        for (int i = 0; i < size; i++) {
            addOne(groups[i], arguments, i);
        }
    }

    private void addDoubles(double[] ys, double[] xs, int[] groups, int size) {
        long[][] pages = records.pages();
        for (int i = 0; i < size; i++) {
            long bitsOfX = Double.doubleToRawLongBits(xs[i]);
            long bitsOfY = Double.doubleToRawLongBits(ys[i]);
            long[] limbs = pages[groups[i] >> LongPages.SHIFT];
            int at = (groups[i] & LongPages.MASK) * STRIDE;
            long header = limbs[at] + 1;
            int shiftOfX = ((int) (bitsOfX >>> 52) & 0x7FF) - Record.windowOfX(header);
            int shiftOfY = ((int) (bitsOfY >>> 52) & 0x7FF) - Record.windowOfY(header);
            if (shiftOfX < 0
                    || shiftOfX > Record.WINDOW
                    || shiftOfY < 0
                    || shiftOfY > Record.WINDOW
                    || (header & Record.CARRY_MASK) == 0) {
                addOne(groups[i], bitsOfY, true, bitsOfX, true);
                continue;
            }
            limbs[at] = header;
            addLimbs(limbs, at, Record.significand(bitsOfX) << shiftOfX, Record.significand(bitsOfY) << shiftOfY);
        }
    }

    private static void addLimbs(long[] limbs, int at, long x, long y) {
        limbs[at + 1] += x & Record.SUM_LIMB;
        limbs[at + 2] += x >> Record.SUM_LIMB_BITS;
        limbs[at + 3] += y & Record.SUM_LIMB;
        limbs[at + 4] += y >> Record.SUM_LIMB_BITS;
        Record.addProduct(limbs, at + 5, x, x);
        Record.addProduct(limbs, at + 8, y, y);
        Record.addProduct(limbs, at + 11, x, y);
    }

    private void addOne(int group, Column[] arguments, int position) {
        addOne(
                group,
                bits(arguments[0], position),
                arguments[0] instanceof DoubleColumn,
                bits(arguments[1], position),
                arguments[1] instanceof DoubleColumn);
    }

    /** A BIGINT itself, or a double's bits. */
    private static long bits(Column column, int position) {
        return column instanceof LongColumn longs
                ? longs.values()[position]
                : Double.doubleToRawLongBits(((DoubleColumn) column).values()[position]);
    }

    private void addOne(int group, long bitsOfY, boolean yIsDouble, long bitsOfX, boolean xIsDouble) {
        long[] page = records.page(group);
        int at = records.at(group);
        long rows = checkedCount(count(group) + 1);
        page[at]++;
        if (xIsDouble && Record.isSpecial(bitsOfX) || yIsDouble && Record.isSpecial(bitsOfY)) {
            outliersOf(group).notANumber++;
        } else {
            long x = xIsDouble ? Record.significand(bitsOfX) : bitsOfX;
            long y = yIsDouble ? Record.significand(bitsOfY) : bitsOfY;
            int exponentOfX = xIsDouble ? Record.exponent(bitsOfX) : Record.INTEGER_WINDOW;
            int exponentOfY = yIsDouble ? Record.exponent(bitsOfY) : Record.INTEGER_WINDOW;
            findWindows(page, at, x, exponentOfX, xIsDouble, y, exponentOfY, yIsDouble);
            boolean fits = fitsWindows(page[at], x, exponentOfX, y, exponentOfY);
            if (!fits && outliersOf(group).countMiss(rows)) {
                spill(group);
                usualWindowOfX = Record.NO_WINDOW;
                usualWindowOfY = Record.NO_WINDOW;
                findWindows(page, at, x, exponentOfX, xIsDouble, y, exponentOfY, yIsDouble);
                fits = true;
            }
            if (fits) {
                addLimbs(
                        page,
                        at,
                        aligned(x, exponentOfX, Record.windowOfX(page[at])),
                        aligned(y, exponentOfY, Record.windowOfY(page[at])));
            } else {
                addOutlier(outliersOf(group), x, exponentOfX - 1, y, exponentOfY - 1, 1);
            }
        }
        if ((rows & Record.CARRY_MASK) == 0) {
            carry(group);
        }
    }

    /** Gives the record windows for arguments that have none yet. A zero needs none. */
    private void findWindows(
            long[] page,
            int at,
            long x,
            int exponentOfX,
            boolean xIsDouble,
            long y,
            int exponentOfY,
            boolean yIsDouble) {
        int windowOfX = Record.windowOfX(page[at]);
        int windowOfY = Record.windowOfY(page[at]);
        if (windowOfX == Record.NO_WINDOW && x != 0) {
            usualWindowOfX = usualWindow(usualWindowOfX, exponentOfX, xIsDouble);
            windowOfX = usualWindowOfX;
        }
        if (windowOfY == Record.NO_WINDOW && y != 0) {
            usualWindowOfY = usualWindow(usualWindowOfY, exponentOfY, yIsDouble);
            windowOfY = usualWindowOfY;
        }
        page[at] = Record.withWindows(page[at], windowOfX, windowOfY);
    }

    private static int usualWindow(int usual, int exponent, boolean isDouble) {
        if (!isDouble) {
            return Record.INTEGER_WINDOW;
        }
        return Record.isInWindow(exponent, usual) ? usual : Record.windowAround(exponent);
    }

    private static boolean fitsWindows(long header, long x, int exponentOfX, long y, int exponentOfY) {
        return (x == 0 || Record.isInWindow(exponentOfX, Record.windowOfX(header)))
                && (y == 0 || Record.isInWindow(exponentOfY, Record.windowOfY(header)));
    }

    private static long aligned(long significand, int exponent, int window) {
        return significand == 0 ? 0 : significand << exponent - window;
    }

    private static void addOutlier(Outliers target, long x, int positionOfX, long y, int positionOfY, int sign) {
        if (sign > 0) {
            target.sums[X].addSigned(x, positionOfX);
            target.sums[Y].addSigned(y, positionOfY);
        } else {
            target.sums[X].subtractSigned(x, positionOfX);
            target.sums[Y].subtractSigned(y, positionOfY);
        }
        addProduct(target.sums[XX], x, x, 2 * positionOfX, sign);
        addProduct(target.sums[YY], y, y, 2 * positionOfY, sign);
        addProduct(target.sums[XY], x, y, positionOfX + positionOfY, sign);
    }

    private static void addProduct(Superaccumulator target, long left, long right, int position, int sign) {
        long high = Math.multiplyHigh(left, right);
        if (sign > 0) {
            target.addSigned(high, left * right, position);
        } else {
            target.subtractSigned(high, left * right, position);
        }
    }

    @Override
    public void retract(Column[] arguments, int[] groups, int size) {
        boolean yIsDouble = arguments[0] instanceof DoubleColumn;
        boolean xIsDouble = arguments[1] instanceof DoubleColumn;
        for (int i = 0; i < size; i++) {
            int group = groups[i];
            if (count(group) == 0) {
                throw neverAdded(group);
            }
            records.page(group)[records.at(group)]--;
            long bitsOfY = bits(arguments[0], i);
            long bitsOfX = bits(arguments[1], i);
            if (xIsDouble && Record.isSpecial(bitsOfX) || yIsDouble && Record.isSpecial(bitsOfY)) {
                outliersOf(group).notANumber--;
            } else {
                retractFinite(
                        group,
                        xIsDouble ? Record.significand(bitsOfX) : bitsOfX,
                        xIsDouble ? Record.exponent(bitsOfX) : Record.INTEGER_WINDOW,
                        yIsDouble ? Record.significand(bitsOfY) : bitsOfY,
                        yIsDouble ? Record.exponent(bitsOfY) : Record.INTEGER_WINDOW);
            }
            carry(group);
            clearIfEmpty(group);
        }
    }

    private void retractFinite(int group, long x, int exponentOfX, long y, int exponentOfY) {
        long[] page = records.page(group);
        int at = records.at(group);
        long header = page[at];
        if (!fitsWindows(header, x, exponentOfX, y, exponentOfY)) {
            addOutlier(outliersOf(group), x, exponentOfX - 1, y, exponentOfY - 1, -1);
            return;
        }
        long alignedX = aligned(x, exponentOfX, Record.windowOfX(header));
        long alignedY = aligned(y, exponentOfY, Record.windowOfY(header));
        page[at + 1] -= alignedX & Record.SUM_LIMB;
        page[at + 2] -= alignedX >> Record.SUM_LIMB_BITS;
        page[at + 3] -= alignedY & Record.SUM_LIMB;
        page[at + 4] -= alignedY >> Record.SUM_LIMB_BITS;
        Record.subtractProduct(page, at + 5, alignedX, alignedX);
        Record.subtractProduct(page, at + 8, alignedY, alignedY);
        Record.subtractProduct(page, at + 11, alignedX, alignedY);
    }

    @Override
    public TotalsShape totals() {
        return TotalsShape.ofPairs(typeOfY == Type.BIGINT, typeOfX == Type.BIGINT);
    }

    @Override
    long chooseWindows(BigInteger[] sums, long rows) {
        int windowOfX =
                typeOfX == Type.BIGINT ? Record.INTEGER_WINDOW : Record.windowForSquares(sums[X], sums[XX], rows);
        int windowOfY =
                typeOfY == Type.BIGINT ? Record.INTEGER_WINDOW : Record.windowForSquares(sums[Y], sums[YY], rows);
        return Record.withWindows(0, windowOfX, windowOfY);
    }

    /**
     * Finishes groups.
     *
     * @param groups the groups to finish
     * @param count how many of them
     * @param out takes the result of groups[i] at i; undefined where it is NULL
     * @param validity takes bit i: set where the result is a value, cleared where it is NULL
     */
    public void finish(Finish kind, int[] groups, int count, double[] out, long[] validity) {
        for (int i = 0; i < count; i++) {
            if (count(groups[i]) < kind.leastRows()) {
                Validity.setNull(validity, i);
                continue;
            }
            Validity.setPresent(validity, i);
            Outliers found = outliersOrNull(groups[i]);
            if (found != null && found.hasSpecials()) {
                out[i] = Double.NaN;
            } else {
                OptionalDouble result = moments(groups[i]).finish(kind);
                if (result.isPresent()) {
                    out[i] = result.getAsDouble();
                } else {
                    Validity.setNull(validity, i);
                }
            }
        }
    }

    private PairMoments moments(int group) {
        return PairMoments.of(
                count(group),
                exactSum(group, X),
                exactSum(group, Y),
                exactSum(group, XX),
                exactSum(group, YY),
                exactSum(group, XY));
    }
}
