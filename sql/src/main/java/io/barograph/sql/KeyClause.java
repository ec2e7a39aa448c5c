package io.barograph.sql;

import io.barograph.core.column.Schema;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns that tell a table's rows apart, among its columns or behind one:
 *
 * <pre>
 * PRIMARY KEY (device_id, ts) NOT ENFORCED
 * device_id STRING PRIMARY KEY NOT ENFORCED
 * </pre>
 *
 * NOT ENFORCED must be there: nobody looks whether rows of equal keys come.
 */
final class KeyClause {
    private final List<Token> columns = new ArrayList<>();

    /** Whether the clause for several columns begins here. */
    static boolean begins(Cursor cursor) {
        int key = cursor.peek().isWord("CONSTRAINT") ? 2 : 0;
        return cursor.peek(key).isWord("PRIMARY") && cursor.peek(key + 1).isWord("KEY");
    }

    /** Reads the clause for several columns. */
    void read(Cursor cursor) {
        if (cursor.acceptWord("CONSTRAINT")) {
            cursor.name("the constraint's name");
        }
        Token start = cursor.peek();
        read(cursor, start, null);
    }

    /** Reads the clause behind a column, where it stands there. */
    void readBehind(Cursor cursor, Token column) {
        if (begins(cursor)) {
            read(cursor, cursor.peek(), column);
        }
    }

    private void read(Cursor cursor, Token start, @Nullable Token column) {
        if (!columns.isEmpty()) {
            throw cursor.error(
                    ErrorCode.INVALID_ARGUMENT,
                    start,
                    "a table has one PRIMARY KEY; one of several columns stands apart: PRIMARY KEY (a, b) NOT ENFORCED");
        }
        cursor.expectWord("PRIMARY");
        cursor.expectWord("KEY");
        columns.addAll(column == null ? cursor.names("a column's name") : List.of(column));
        if (!cursor.acceptWord("NOT") || !cursor.acceptWord("ENFORCED")) {
            throw cursor.error(
                    ErrorCode.NOT_SUPPORTED,
                    start,
                    "a PRIMARY KEY is not enforced: duplicate rows stay rows, only sinks replace by it; write"
                            + " PRIMARY KEY " + (column == null ? "(" + names() + ") " : "") + "NOT ENFORCED");
        }
    }

    private String names() {
        return String.join(", ", columns.stream().map(Token::text).toList());
    }

    /**
     * The key's columns, as the table spells them.
     *
     * @param declared the table's columns, or null where none are declared
     */
    List<String> columns(Cursor cursor, @Nullable Schema declared) {
        List<String> key = new ArrayList<>();
        for (Token column : columns) {
            List<String> known = declared == null ? List.of() : declared.names();
            String name = known.stream()
                    .filter(column.text()::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> cursor.error(
                            ErrorCode.UNKNOWN_COLUMN,
                            column,
                            "PRIMARY KEY names column " + column.text() + ", which is not declared"
                                    + NearNames.hint(column.text(), known, "columns")));
            if (key.contains(name)) {
                throw cursor.error(
                        ErrorCode.INVALID_ARGUMENT, column, "PRIMARY KEY names column " + column.text() + " twice");
            }
            key.add(name);
        }
        return key;
    }
}
