package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;

/**
 * Elementary functions of one DOUBLE. They cost tens of nanoseconds each, so that one switch per row is no matter. A
 * result that is NaN although the argument is none, or an infinity that is not the limit of large arguments (ln 0), is
 * undefined.
 */
final class Elementary implements Kernel {
    enum Operator {
        SQRT("sqrt", "Square root, correctly rounded.", "the argument is negative", 2.25, "1.5"),
        CBRT("cbrt", "Cube root.", "", 27, "3.0"),
        EXP("exp", "e to the power of the argument.", "", 0, "1.0"),
        LN("ln", "Natural logarithm.", "the argument is not above 0", 1, "0.0"),
        LOG10("log10", "Logarithm to base 10.", "the argument is not above 0", 1000, "3.0"),
        LOG2("log2", "Logarithm to base 2, exact for powers of 2.", "the argument is not above 0", 0.125, "-3.0"),
        SIN("sin", "Sine of an angle in radians.", "the argument is infinite", 0, "0.0"),
        COS("cos", "Cosine of an angle in radians.", "the argument is infinite", 0, "1.0"),
        TAN("tan", "Tangent of an angle in radians.", "the argument is infinite", 0, "0.0"),
        ASIN("asin", "Inverse sine.", "the argument is not from -1 to 1", 0, "0.0"),
        ACOS("acos", "Inverse cosine.", "the argument is not from -1 to 1", 1, "0.0"),
        ATAN("atan", "Inverse tangent.", "", 0, "0.0"),
        DEGREES("degrees", "Radians to degrees.", "", Math.PI, "180.0"),
        RADIANS("radians", "Degrees to radians.", "", 180, "3.141592653589793");

        private final String functionName;
        private final String description;
        private final String undefinedWhen;
        private final double example;
        private final String exampleValue;

        Operator(String functionName, String description, String undefinedWhen, double example, String exampleValue) {
            this.functionName = functionName;
            this.description = description;
            this.undefinedWhen = undefinedWhen;
            this.example = example;
            this.exampleValue = exampleValue;
        }

        String functionName() {
            return functionName;
        }

        String description() {
            return description;
        }

        String undefinedWhen() {
            return undefinedWhen;
        }

        double example() {
            return example;
        }

        String exampleValue() {
            return exampleValue;
        }
    }

    private static final double DEGREES_PER_RADIAN = 180 / Math.PI;
    private static final double RADIANS_PER_DEGREE = Math.PI / 180;

    private final Operator operator;
    private final double[] out = new double[Batch.CAPACITY];

    Elementary(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        double[] values = ((DoubleColumn) arguments[0]).values();
        for (int i = 0; i < size; i++) {
            double x = values[i];
            double y = compute(x);
            out[i] = y;
            if (Double.isNaN(y) ? !Double.isNaN(x) : y == Double.NEGATIVE_INFINITY && x == 0) {
                result.undefined(i);
            }
        }
        return new DoubleColumn(out, result.validity());
    }

    private double compute(double x) {
        return switch (operator) {
            case SQRT -> Math.sqrt(x);
            case CBRT -> StrictMath.cbrt(x);
            case EXP -> StrictMath.exp(x);
            case LN -> StrictMath.log(x);
            case LOG10 -> StrictMath.log10(x);
            case LOG2 -> ElementaryMath.log2(x);
            case SIN -> StrictMath.sin(x);
            case COS -> StrictMath.cos(x);
            case TAN -> StrictMath.tan(x);
            case ASIN -> StrictMath.asin(x);
            case ACOS -> StrictMath.acos(x);
            case ATAN -> StrictMath.atan(x);
            case DEGREES -> x * DEGREES_PER_RADIAN;
            case RADIANS -> x * RADIANS_PER_DEGREE;
        };
    }
}
