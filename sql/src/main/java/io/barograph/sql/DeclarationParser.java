package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Query;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.TableDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code CREATE TABLE} and {@code CREATE VIEW}, as Flink's users write them:
 *
 * <pre>
 * CREATE TABLE sensors (device_id STRING, ts TIMESTAMP, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
 *   PARTITIONED BY (device_id) WITH ('connector' = 'filesystem', 'path' = 'sensors.csv')
 * CREATE TABLE means (device_id STRING, mean DOUBLE, PRIMARY KEY (device_id) NOT ENFORCED) WITH ('connector' = 'console')
 * CREATE VIEW warm AS SELECT * FROM sensors WHERE temperature > 30
 * </pre>
 */
final class DeclarationParser {
    /** The connector that goes without saying, and the one whose tables need a path. */
    private static final String FILES = "filesystem";

    private final Cursor cursor;
    private final Tables tables;
    private final KeyClause key = new KeyClause();
    private WatermarkClause watermark = WatermarkClause.NONE;

    DeclarationParser(Cursor cursor, Tables tables) {
        this.cursor = cursor;
        this.tables = tables;
    }

    /**
     * What was read.
     *
     * @param token where its name stands
     * @param table where it is one, and new
     * @param filled whether a query follows, at which the cursor stands
     */
    record Created(Token token, @Nullable TableDeclaration table, boolean filled) {
        String name() {
            return token.text();
        }
    }

    /** Reads from CREATE on, declares what was read and, where it is to be filled, stops before the query. */
    Created create() {
        cursor.expectWord("CREATE");
        boolean replace = cursor.acceptWord("OR");
        if (replace) {
            cursor.expectWord("REPLACE");
        }
        while (cursor.acceptWord("TEMPORARY") || cursor.acceptWord("TEMP") || cursor.acceptWord("EXTERNAL")) {}
        Token kind = cursor.next();
        if (!kind.isWord("TABLE") && !kind.isWord("VIEW")) {
            throw cursor.error(
                    ErrorCode.NOT_SUPPORTED,
                    kind,
                    "CREATE " + kind.upper() + " is not supported; there are CREATE TABLE and CREATE VIEW");
        }
        boolean lenient = cursor.acceptWord("IF");
        if (lenient) {
            cursor.expectWord("NOT");
            cursor.expectWord("EXISTS");
        }
        Token name = cursor.name("the table's name");
        if (tables.has(name.text()) && lenient) {
            cursor.query();
            return new Created(name, null, false);
        }
        if (tables.has(name.text()) && !replace) {
            throw cursor.error(
                    ErrorCode.INVALID_ARGUMENT,
                    name,
                    "table " + name.text() + " is declared twice; write CREATE OR REPLACE, or DROP it first");
        }
        return kind.isWord("VIEW") ? view(name) : table(name, replace);
    }

    private Created view(Token name) {
        List<String> columns = new ArrayList<>();
        if (cursor.peek().isSymbol("(")) {
            cursor.names("a column's name").forEach(column -> columns.add(column.text()));
        }
        Token as = cursor.peek();
        cursor.expectWord("AS");
        tables.drop(name.text());
        Tables.View view = new Tables.View(name.text(), cursor.query().parse(), columns);
        // Bound for its errors alone: each query that reads the view binds it anew. Its own name is no table in it.
        Query query = QueryBinder.bind(new Tables.View(view.name(), view.query(), List.of()), tables);
        int width = query.root().schema().size();
        if (!columns.isEmpty() && columns.size() != width) {
            throw cursor.error(
                    ErrorCode.INVALID_ARGUMENT,
                    as,
                    columns.size() + " column names are given for " + width + " columns");
        }
        tables.declare(view);
        return new Created(name, null, false);
    }

    private Created table(Token name, boolean replace) {
        Schema columns = cursor.accept("(") ? columns() : null;
        List<String> partitions = new ArrayList<>();
        Map<String, String> options = new TreeMap<>();
        while (true) {
            if (cursor.acceptWord("COMMENT")) {
                cursor.next();
            } else if (cursor.acceptWord("PARTITIONED")) {
                cursor.expectWord("BY");
                cursor.names("a column's name").forEach(column -> partitions.add(column.text()));
            } else if (cursor.acceptWord("WITH")) {
                options.putAll(cursor.options());
            } else {
                break;
            }
        }
        boolean filled = cursor.acceptWord("AS");
        if (!filled && options.isEmpty()) {
            throw cursor.unexpected("WITH ('path' = '…', 'format' = 'csv')");
        }
        EventTime time = watermark.eventTime(cursor, name, options);
        TableDeclaration table =
                new TableDeclaration(name.text(), options, columns, time, partitions, key.columns(cursor, columns));
        check(name, table, filled);
        if (replace) {
            tables.drop(name.text());
        }
        if (!filled) {
            tables.declare(table);
        }
        return new Created(name, table, filled);
    }

    private void check(Token name, TableDeclaration table, boolean filled) {
        try {
            tables.check(table);
        } catch (BarographException refused) {
            String lead = "table " + name.text();
            String said = String.valueOf(refused.getMessage());
            boolean isNamed = said.startsWith(lead + " ") || said.startsWith(lead + ":");
            throw cursor.error(refused.code(), name, isNamed ? said : lead + ": " + said);
        }
        boolean isFile = table.options().getOrDefault("connector", FILES).equalsIgnoreCase(FILES);
        if (!filled && isFile && !table.options().containsKey("path")) {
            throw cursor.error(
                    ErrorCode.INVALID_OPTION,
                    name,
                    "table " + name.text() + " has no 'path'; say which file it is: WITH ('path' = 'file.csv')");
        }
    }

    private @Nullable Schema columns() {
        List<Field> fields = new ArrayList<>();
        if (cursor.accept(")")) {
            return null;
        }
        do {
            if (cursor.peek().isWord("WATERMARK") && cursor.peek(1).isWord("FOR")) {
                if (watermark != WatermarkClause.NONE) {
                    throw cursor.error(ErrorCode.INVALID_ARGUMENT, cursor.peek(), "a table has one WATERMARK");
                }
                watermark = WatermarkClause.read(cursor);
            } else if (KeyClause.begins(cursor)) {
                key.read(cursor);
            } else {
                fields.add(column(fields));
            }
        } while (cursor.accept(","));
        cursor.expect(")");
        return fields.isEmpty() ? null : new Schema(fields);
    }

    private Field column(List<Field> before) {
        refuseConstraint(false);
        Token name = cursor.name("a column's name");
        TypeNames.Written type = cursor.type();
        for (Field field : before) {
            if (field.name().equalsIgnoreCase(name.text())) {
                throw cursor.error(ErrorCode.INVALID_ARGUMENT, name, "column " + name.text() + " is declared twice");
            }
        }
        cursor.acceptWord("NULL");
        key.readBehind(cursor, name);
        if (cursor.acceptWord("COMMENT")) {
            cursor.next();
        }
        if (!cursor.peek().isSymbol(",") && !cursor.peek().isSymbol(")")) {
            refuseConstraint(true);
            throw cursor.unexpected("',' or ')'");
        }
        return new Field(name.text(), TypeNames.find(type.name()).orElseThrow());
    }

    /** @param behind whether a column stands before it: then the next word is no column's name */
    private void refuseConstraint(boolean behind) {
        Token token = cursor.peek();
        Token after = cursor.peek(1);
        boolean words = behind || after.kind() == Token.Kind.WORD || after.isSymbol("(");
        String reason = switch (token.kind() == Token.Kind.WORD && words ? token.upper() : "") {
            case "UNIQUE", "CONSTRAINT", "FOREIGN", "CHECK" ->
                behind || TypeNames.find(after.text()).isEmpty()
                        ? token.upper()
                                + " constraints are not supported: nobody checks rows; leave it out. What sinks may"
                                + " replace rows by is PRIMARY KEY (a) NOT ENFORCED"
                        : "";
            case "NOT" -> "NOT NULL is not supported: every column may hold NULL; filter with WHERE column IS NOT NULL";
            case "AS", "METADATA" -> "computed columns are not supported; compute them in a view, a sub-query or WITH";
            default -> "";
        };
        if (!reason.isEmpty()) {
            throw cursor.error(ErrorCode.NOT_SUPPORTED, token, reason);
        }
    }
}
