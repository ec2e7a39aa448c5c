package io.barograph.core.source;

import java.util.Objects;

/**
 * A simple condition on a table's column: {@code column operator constant}. True for no row in which the column is NULL.
 *
 * <p><b>Meaning.</b> That of SQL's operators here: NaN equals NaN and is above +inf, -0.0 equals 0.0, texts compare by
 * their UTF-8 bytes.
 *
 * @param column index into the table's schema
 * @param constant never null; Boolean, Long, Double, String or BigDecimal, of the column's type
 */
public record ColumnComparison(int column, Operator operator, Object constant) {
    /** How a value and the constant are compared. */
    public enum Operator {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        /** The operator that says the same with its sides exchanged. */
        public Operator mirrored() {
            return switch (this) {
                case EQUAL -> EQUAL;
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    public ColumnComparison {
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(constant, "constant");
    }
}
