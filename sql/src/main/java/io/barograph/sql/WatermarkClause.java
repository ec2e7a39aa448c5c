package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.EventTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code WATERMARK FOR ts AS ts - INTERVAL '5' SECOND [PER device_id]}, and the options of a table that go with it:
 * {@code 'accept'}, {@code 'retain'}, {@code 'idle'}, {@code 'max-leap'}, lengths of time such as {@code '10 minutes'}, or
 * {@code 'ALL'}.
 *
 * @param column empty for no clause
 */
record WatermarkClause(String column, @Nullable String per, long publishNanos) {
    static final WatermarkClause NONE = new WatermarkClause("", null, 0);

    private static final String LANES = "lanes";
    private static final List<String> OPTIONS = List.of("accept", "retain", "idle", "max-leap", LANES);

    /** Reads the clause, from its first word on. */
    static WatermarkClause read(Cursor cursor) {
        cursor.expectWord("WATERMARK");
        cursor.expectWord("FOR");
        Token column = cursor.name("a TIMESTAMP column");
        cursor.expectWord("AS");
        Token same = cursor.name(
                "the same column: WATERMARK FOR " + column.text() + " AS " + column.text() + " - INTERVAL '5' SECOND");
        if (!same.text().equalsIgnoreCase(column.text())) {
            throw cursor.error(
                    ErrorCode.NOT_SUPPORTED,
                    same,
                    "a watermark follows its own column: WATERMARK FOR " + column.text() + " AS " + column.text()
                            + " - INTERVAL '5' SECOND");
        }
        long publish = cursor.accept("-") ? interval(cursor) : 0;
        String per = cursor.acceptWord("PER") ? cursor.name("a column's name").text() : null;
        return new WatermarkClause(column.text(), per, publish);
    }

    private static long interval(Cursor cursor) {
        cursor.expectWord("INTERVAL");
        Token amount = cursor.next();
        boolean hasUnit = cursor.peek().kind() == Token.Kind.WORD
                && CalciteText.INTERVAL_UNITS.contains(cursor.peek().upper());
        IntervalText.Interval read = (hasUnit
                        ? IntervalText.read(amount.text(), cursor.next().upper())
                        : IntervalText.read(amount.text()))
                .orElse(null);
        if (read == null || read.isCalendar() || read.nanos() < 0) {
            throw cursor.error(
                    ErrorCode.INVALID_ARGUMENT,
                    amount,
                    "a watermark stands a fixed length of time behind, as in INTERVAL '5' SECOND");
        }
        return read.nanos();
    }

    /** The table's event time; takes its options out of the others. Null without a clause. */
    @Nullable
    EventTime eventTime(Cursor cursor, Token table, Map<String, String> options) {
        if (column.isEmpty()) {
            for (String option : OPTIONS) {
                if (options.containsKey(option)) {
                    throw cursor.error(
                            ErrorCode.INVALID_OPTION,
                            table,
                            "option '" + option + "' of table " + table.text()
                                    + " needs an event time: WATERMARK FOR ts AS ts - INTERVAL '5' SECOND among its columns");
                }
            }
            return null;
        }
        return new EventTime(
                column,
                per,
                publishNanos,
                length(cursor, table, options, "accept", publishNanos),
                length(cursor, table, options, "retain", EventTime.ALL),
                length(cursor, table, options, "idle", EventTime.ALL),
                length(cursor, table, options, "max-leap", EventTime.DEFAULT_MAX_LEAP_NANOS),
                inFileOrder(cursor, table, options));
    }

    private static boolean inFileOrder(Cursor cursor, Token table, Map<String, String> options) {
        String lanes = options.remove(LANES);
        boolean inOrder = "directory".equalsIgnoreCase(lanes);
        if (lanes != null && !inOrder && !lanes.equalsIgnoreCase("file")) {
            throw cursor.error(
                    ErrorCode.INVALID_OPTION,
                    table,
                    "option '" + LANES + "' of table " + table.text()
                            + " is 'file', each a lane, or 'directory', all in the order of their names, not '" + lanes
                            + "'");
        }
        String connector = options.getOrDefault("connector", "filesystem");
        if (inOrder && !connector.equalsIgnoreCase("filesystem")) {
            throw cursor.error(
                    ErrorCode.INVALID_OPTION,
                    table,
                    "option '" + LANES + "' is for files; the lanes of connector '" + connector + "' are its own");
        }
        return inOrder;
    }

    private static long length(Cursor cursor, Token table, Map<String, String> options, String key, long otherwise) {
        String text = options.remove(key);
        if (text == null) {
            return otherwise;
        }
        if (text.equalsIgnoreCase("ALL")) {
            return EventTime.ALL;
        }
        return LengthText.nanos(text)
                .orElseThrow(() -> cursor.error(
                        ErrorCode.INVALID_OPTION,
                        table,
                        "option '" + key + "' of table " + table.text()
                                + " takes a length of time such as '10 minutes', or 'ALL', not '" + text + "'"));
    }
}
