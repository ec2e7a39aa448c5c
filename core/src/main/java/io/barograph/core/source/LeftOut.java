package io.barograph.core.source;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of a table that its answers leave out, as a table of their own: {@code sensors$late}, {@code sensors$rejected}.
 * It has the lanes of the other one.
 *
 * <p>Late rows have the table's columns and behind them
 *
 * <pre>
 * lane         VARCHAR    where it was read: the file, or topic/partition
 * lane_offset  BIGINT     the record's offset in the lane
 * lane_time    TIMESTAMP  the greatest time before it, of the lane or with PER of its key in the lane
 * lateness     INTERVAL   how far the row is behind that; both are NULL for a row that has none before it
 * reason       VARCHAR    late; or retired: accepted, but its window was kept no longer
 * </pre>
 *
 * <p>Rejected records have {@code lane}, {@code lane_offset}, {@code reason} and {@code text}, the record as it was read.
 *
 * @param table whose records they are
 */
public record LeftOut(Kind kind, TableDescription table) {
    /** Late for the clock of its lane. */
    public static final String LATE = "late";

    /** Accepted, but for a window that was kept no longer. */
    public static final String RETIRED = "retired";

    private static final List<Field> WHY_LATE = List.of(
            new Field("lane", Type.VARCHAR),
            new Field("lane_offset", Type.BIGINT),
            new Field("lane_time", Type.TIMESTAMP),
            new Field("lateness", Type.INTERVAL),
            new Field("reason", Type.VARCHAR));

    private static final Schema REJECTED = new Schema(List.of(
            new Field("lane", Type.VARCHAR),
            new Field("lane_offset", Type.BIGINT),
            new Field("reason", Type.VARCHAR),
            new Field("text", Type.VARCHAR)));

    /** Why records are left out. */
    public enum Kind {
        /** Rows behind their lane's time by more than is accepted. */
        LATE,
        /** Records that are no rows of the table. */
        REJECTED;

        /** What the table's name ends with: {@code $late}. */
        public String suffix() {
            return "$" + name().toLowerCase(Locale.ROOT);
        }

        /** The kind that a name ends with, in any case of letters; null for the name of something else. */
        public static @Nullable Kind of(String name) {
            for (Kind kind : values()) {
                if (name.toLowerCase(Locale.ROOT).endsWith(kind.suffix())
                        && name.length() > kind.suffix().length()) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** A name without the ending of its kind. */
    public static String nameOf(Kind kind, String name) {
        return name.substring(0, name.length() - kind.suffix().length());
    }

    /** Columns that are added to those of a row. */
    public static int added() {
        return WHY_LATE.size();
    }

    /** The rows' columns; a name that the table has itself gets an underscore behind it. */
    public Schema schema() {
        if (kind == Kind.REJECTED) {
            return REJECTED;
        }
        List<Field> fields = new ArrayList<>(table.schema().fields());
        List<String> taken = new ArrayList<>(fields.stream()
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .toList());
        for (Field field : WHY_LATE) {
            String name = field.name();
            while (taken.contains(name)) {
                name += "_";
            }
            taken.add(name);
            fields.add(new Field(name, field.type()));
        }
        return new Schema(fields);
    }

    /** All that is needed to read them. */
    public TableDescription description() {
        return new TableDescription(
                table.name() + kind.suffix(),
                table.format(),
                table.paths(),
                table.options(),
                schema(),
                Map.of(),
                null,
                this,
                table.connection(),
                table.untyped());
    }

    /** Part of a plan's canonical text: what decides which records they are. */
    String text() {
        return " left out of " + table.schema() + table.timeText();
    }
}
