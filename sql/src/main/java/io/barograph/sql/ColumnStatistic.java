package io.barograph.sql;

import io.barograph.core.column.Type;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What a first look at a table asks of its columns, in the order in which it is told. */
public enum ColumnStatistic {
    PRESENT("count(%s)", type -> true),
    DISTINCT("approx_count_distinct(%s)", type -> type.isNumeric() || type == Type.VARCHAR || type == Type.TIMESTAMP),
    MIN("min(%s)", type -> true),
    P25("approx_quantile(%s, 0.25)", Type::isNumeric),
    MEDIAN("approx_quantile(%s, 0.5)", Type::isNumeric),
    P75("approx_quantile(%s, 0.75)", Type::isNumeric),
    MAX("max(%s)", type -> true),
    MEAN("avg(%s)", Type::isNumeric),
    STDDEV("stddev_samp(%s)", Type::isNumeric);

    /** Those that are approximate values of the column's own. */
    public static final List<ColumnStatistic> QUANTILES = List.of(P25, MEDIAN, P75);

    private final String call;
    private final Predicate<Type> types;

    ColumnStatistic(String call, Predicate<Type> types) {
        this.call = call;
        this.types = types;
    }

    /** The call that gives it, of a column as SQL names it. */
    public String call(String column) {
        return String.format(Locale.ROOT, call, column);
    }

    /** Whether there is one for columns of a type. */
    public boolean isAskedOf(Type type) {
        return types.test(type);
    }

    /** Whether it is an approximate value of the column's own. */
    public boolean isQuantile() {
        return QUANTILES.contains(this);
    }

    /** The share of values that are not above this quantile. */
    public double fraction() {
        return switch (this) {
            case P25 -> 0.25;
            case MEDIAN -> 0.5;
            case P75 -> 0.75;
            default -> throw new IllegalStateException(this + " is no quantile");
        };
    }
}
