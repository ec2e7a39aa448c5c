package io.barograph.core.expr;

import io.barograph.core.column.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A scalar expression over the columns of one input: what it means, not how it runs (see {@link Evaluator}).
 *
 * <p>Expressions are total: an undefined result (1/0, a failing cast, overflow) is NULL and is counted. Immutable;
 * {@code toString} is canonical and part of a plan's fingerprint. Equality is written out: a record's own is linked by
 * method handles when first used, which takes longer than planning a small query.
 */
public sealed interface Expr {
    Type type();

    /** The input's column at an index. */
    record ColumnRef(int index, Type type) implements Expr {
        @Override
        public String toString() {
            return "#" + index;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ColumnRef that && index == that.index && type == that.type;
        }

        @Override
        public int hashCode() {
            return 31 * index + type.hashCode();
        }
    }

    /**
     * A constant: null, Boolean, Long (BIGINT; TIMESTAMP and INTERVAL in nanoseconds; DATE in days),
     * Double, String or BigDecimal (of the DECIMAL's scale), as the type asks.
     */
    record Literal(Type type, @Nullable Object value) implements Expr {
        @Override
        public String toString() {
            if (value == null) {
                return "null:" + type;
            }
            return switch (type.kind()) {
                case VARCHAR -> "'" + value.toString().replace("'", "''") + "'";
                case DOUBLE -> "double:" + Double.doubleToLongBits((Double) value);
                case TIMESTAMP, INTERVAL, DATE, DECIMAL -> type + ":" + value;
                case BOOLEAN, BIGINT -> value.toString();
            };
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Literal that && type == that.type && Objects.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return 31 * Objects.hashCode(value) + type.hashCode();
        }
    }

    /** The value of a scalar sub-query, known when the stage that uses it starts. */
    record Parameter(int id, Type type) implements Expr {
        @Override
        public String toString() {
            return "$" + id;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Parameter that && id == that.id && type == that.type;
        }

        @Override
        public int hashCode() {
            return ~(31 * id + type.hashCode());
        }
    }

    /**
     * A function of the {@link Functions} registry applied to arguments whose types it accepts. Operators and special
     * forms are functions too: {@code +}, {@code =}, {@code and}, {@code case}, {@code cast}, {@code try_cast}, …
     */
    record Call(String function, List<Expr> arguments, Type type) implements Expr {
        public Call {
            Objects.requireNonNull(function, "function");
            arguments = List.copyOf(arguments);
        }

        public Expr argument(int index) {
            return arguments.get(index);
        }

        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder(function).append(':').append(type).append('(');
            for (int i = 0; i < arguments.size(); i++) {
                text.append(i == 0 ? "" : ", ").append(arguments.get(i));
            }
            return text.append(')').toString();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Call that
                    && type == that.type
                    && function.equals(that.function)
                    && arguments.equals(that.arguments);
        }

        @Override
        public int hashCode() {
            return 31 * function.hashCode() + arguments.hashCode();
        }
    }
}
