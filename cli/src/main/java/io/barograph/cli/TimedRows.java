package io.barograph.cli;

import io.barograph.cli.summarize.ColumnProfile;
import io.barograph.cli.summarize.EventTime;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file's rows in the order of their time, which is a TIMESTAMP whatever the file has of it, or else numbers them.
 *
 * @param relation what stands behind FROM, and behind TABLE
 * @param time the column of the relation that holds the time, a TIMESTAMP or BIGINT
 * @param parts the file's columns that the time is made of
 */
record TimedRows(String relation, Field time, List<String> parts) {
    private static final String MADE = "time";

    /**
     * Finds the time, as {@code baro summarize} and {@code baro plot} do.
     *
     * @param name the column to take as time, or null to find it; a BIGINT too small to count since 1970 numbers the rows
     * @throws io.barograph.core.error.BarographException where there is no time
     */
    static TimedRows of(String file, Schema schema, @Nullable String name, Runner runner) {
        EventTime.Profiler profiler = columns -> {
            ColumnProfile profile = new ColumnProfile(columns);
            Statement.Select select = (Statement.Select) runner.plan(profile.sql(Columns.text(file)));
            runner.runAgain(select.query(), profile, "finding the time");
            return profile;
        };
        if (name == null) {
            EventTime found = EventTime.find(schema, profiler);
            if (found == null) {
                throw Arguments.invalid("there is no time among " + String.join(", ", schema.names())
                        + ": --time COLUMN names one, or a BIGINT that numbers the rows; texts become times in a query:"
                        + " baro \"SELECT *, strptime(day, '%d.%m.%Y') AS time FROM 'file.csv'\" -o timed.parquet");
            }
            return by(found, file, schema);
        }
        Field field = schema.field(Columns.find(name, schema));
        boolean isOnlyOrder = field.type() == Type.BIGINT && !EventTime.isSinceEpoch(field, profiler);
        return isOnlyOrder
                ? new TimedRows(Columns.text(file), field, List.of(field.name()))
                : by(EventTime.of(field, profiler), file, schema);
    }

    private static TimedRows by(EventTime time, String file, Schema schema) {
        List<String> parts = time.columns();
        boolean isColumn = parts.size() == 1;
        Field given = isColumn ? schema.field(schema.indexOf(parts.get(0))) : null;
        if (given != null && given.type() == Type.TIMESTAMP) {
            return new TimedRows(Columns.text(file), given, parts);
        }
        String name = isColumn ? parts.get(0) : unused(schema);
        String made = time.timestamp() + " AS " + ColumnProfile.quoted(name);
        Stream<String> columns =
                schema.names().stream().map(column -> column.equals(name) ? made : ColumnProfile.quoted(column));
        String selected = Stream.concat(isColumn ? Stream.empty() : Stream.of(made), columns)
                .collect(Collectors.joining(", "));
        return new TimedRows(
                "(SELECT " + selected + " FROM " + Columns.text(file) + ")", new Field(name, Type.TIMESTAMP), parts);
    }

    /** A name for a time that is made of parts. */
    private static String unused(Schema schema) {
        String name = MADE;
        for (int i = 1; schema.indexOf(name) >= 0; i++) {
            name = MADE + "_" + i;
        }
        return name;
    }
}
