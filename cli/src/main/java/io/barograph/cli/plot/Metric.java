package io.barograph.cli.plot;

import io.barograph.cli.summarize.ColumnProfile;
import io.barograph.core.column.Field;
import io.barograph.core.column.Type;

/**
 * What a panel shows.
 *
 * @param title of the panel
 * @param sql the expression of its values, as BIGINT or DOUBLE
 * @param isMeasured whether the values are amounts, which a detector can judge
 */
public record Metric(String title, String sql, boolean isMeasured) {
    /** Whether a column of this type can be drawn as a line. */
    public static boolean isDrawn(Type type) {
        return type.isNumeric() || type == Type.BOOLEAN || type == Type.INTERVAL;
    }

    /** A column as numbers: true as 1 and false as 0, intervals as seconds. */
    public static Metric of(Field field) {
        String column = ColumnProfile.quoted(field.name());
        return switch (field.type().kind()) {
            case BOOLEAN ->
                new Metric(field.name(), "CASE WHEN " + column + " THEN 1 WHEN NOT " + column + " THEN 0 END", false);
            case INTERVAL -> new Metric(field.name() + " (s)", "epoch(" + column + ")", true);
            case DECIMAL -> new Metric(field.name(), "CAST(" + column + " AS DOUBLE)", true);
            case BIGINT, DOUBLE -> new Metric(field.name(), column, true);
            case VARCHAR, TIMESTAMP, DATE ->
                throw new IllegalArgumentException(field.name() + " is " + field.type() + ", no number");
        };
    }

    /** The same values, with NULL where one is NaN or infinite. */
    Metric finite() {
        return new Metric(
                title,
                "CASE WHEN " + sql + " BETWEEN -1.7976931348623157E308 AND 1.7976931348623157E308 THEN " + sql + " END",
                isMeasured);
    }
}
