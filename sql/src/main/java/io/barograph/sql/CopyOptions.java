package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The options of {@code COPY … TO}, as DuckDB's users write them: {@code (FORMAT csv, HEADER, DELIMITER ';',
 * PARTITION_BY (a, b))}.
 *
 * @param values by lower-case name
 */
record CopyOptions(Map<String, String> values, List<String> partitionedBy) {
    /** Reads from behind the opening parenthesis to the closing one. */
    static CopyOptions read(Cursor cursor) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> partitions = new ArrayList<>();
        do {
            Token key = cursor.name("an option, such as FORMAT csv");
            String name = key.text().toLowerCase(Locale.ROOT);
            cursor.accept("=");
            if (name.equals("partition_by")) {
                List<Token> names = cursor.peek().isSymbol("(")
                        ? cursor.names("a column's name")
                        : List.of(cursor.name("a column's name"));
                names.forEach(column -> partitions.add(column.text()));
            } else if (cursor.peek().isSymbol(",") || cursor.peek().isSymbol(")")) {
                values.put(name, "true");
            } else {
                Token value = cursor.next();
                if (value.kind() == Token.Kind.END || value.kind() == Token.Kind.SYMBOL) {
                    throw cursor.error(
                            ErrorCode.SYNTAX_ERROR, value, "the value of option " + key.text() + " is missing");
                }
                values.put(name, name.equals("format") ? value.text().toLowerCase(Locale.ROOT) : value.text());
            }
        } while (cursor.accept(","));
        cursor.expect(")");
        return new CopyOptions(values, partitions);
    }
}
