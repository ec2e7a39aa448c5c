package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Reads one statement. What Calcite's grammar does not know ({@code DESCRIBE}, {@code SUMMARIZE}, {@code EXPLAIN ANALYZE},
 * {@code INSERT}, {@code COPY}, {@code SET}) is read here, by recursive descent, and {@code CREATE} in
 * {@link DeclarationParser}; queries go on to {@link QueryParser} and {@link QueryBinder}.
 */
final class StatementParser {
    private final Cursor cursor;
    private final Tables tables;
    private final UnaryOperator<String> scratch;

    StatementParser(Script.Piece statement, Tables tables, UnaryOperator<String> scratch) {
        this.cursor = new Cursor(statement.source(), statement.tokens(), statement.first());
        this.tables = tables;
        this.scratch = scratch;
    }

    /** For texts in which every table has a place of its own. */
    static String noScratch(String name) {
        throw new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "CREATE TABLE " + name + " AS needs a place here: CREATE TABLE " + name
                        + " WITH ('path' = 'file.csv') AS …; or name the query with CREATE VIEW");
    }

    Statement parse() {
        Statement statement = statement(cursor.peek());
        cursor.expectEnd();
        return statement;
    }

    private Statement statement(Token start) {
        return switch (start.upper()) {
            case "CREATE" -> create();
            case "EXPLAIN" -> explain();
            case "DESCRIBE", "DESC" -> describe();
            case "SUMMARIZE" -> {
                cursor.next();
                cursor.acceptWord("FROM");
                yield new Statement.Summarize(tableName());
            }
            case "INSERT" -> insert();
            case "COPY" -> copy();
            case "DROP" -> drop();
            case "SET" -> set();
            case "SHOW" -> show();
            case "UPDATE", "DELETE", "MERGE", "ALTER", "TRUNCATE" ->
                throw cursor.error(
                        ErrorCode.NOT_SUPPORTED,
                        start,
                        start.upper() + " is not supported: tables are files, which are written as a whole; write what"
                                + " they shall hold with INSERT INTO … SELECT");
            case "USE", "RESET", "PRAGMA", "ATTACH", "INSTALL", "LOAD", "ADD" ->
                throw cursor.error(
                        ErrorCode.NOT_SUPPORTED,
                        start,
                        start.upper()
                                + " is not supported: files are tables, and there is nothing to load; leave it out");
            default -> new Statement.Select(query());
        };
    }

    private Statement explain() {
        cursor.next();
        boolean analyze = cursor.acceptWord("ANALYZE");
        if (cursor.acceptWord("PLAN")) {
            cursor.expectWord("FOR");
        }
        if (cursor.peek().isWord("INSERT")) {
            Statement.Insert insert = (Statement.Insert) insert();
            return new Statement.Explain(insert.query(), analyze, insert.target());
        }
        if (cursor.acceptWord("SUMMARIZE")) {
            cursor.acceptWord("FROM");
            return new Statement.Explain(tables.summary(tableName()), analyze, null);
        }
        return new Statement.Explain(query(), analyze, null);
    }

    private Statement describe() {
        cursor.next();
        cursor.acceptWord("TABLE");
        cursor.acceptWord("VIEW");
        Token start = cursor.peek();
        if (start.isWord("SELECT")
                || start.isWord("WITH")
                || start.isWord("FROM")
                || start.isWord("PIVOT")
                || start.isWord("UNPIVOT")
                || start.isSymbol("(")) {
            return new Statement.DescribeQuery(query());
        }
        Tables.View view = tables.view(start.text());
        if (view != null && start.isName()) {
            cursor.next();
            return new Statement.DescribeQuery(QueryBinder.bind(view, tables));
        }
        return new Statement.Describe(tableName());
    }

    /** Takes the tokens of a query, up to the statement's end. */
    private Query query() {
        return cursor.query().bind(tables);
    }

    private TableDescription tableName() {
        Token name = cursor.peek();
        if (name.isWord("SELECT") || name.isWord("WITH") || name.isSymbol("(") || tables.view(name.text()) != null) {
            throw cursor.error(
                    ErrorCode.NOT_SUPPORTED,
                    name,
                    "SUMMARIZE takes a table, and no query or view; write the rows to a file first, with -o FILE");
        }
        if (!name.isName() && name.kind() != Token.Kind.STRING) {
            throw cursor.unexpected("a table, such as 'file.csv'");
        }
        cursor.next();
        return tables.find(cursor.source(), name);
    }

    /** {@code CREATE TABLE} and {@code CREATE VIEW}; with a query, a table is filled too. */
    private Statement create() {
        DeclarationParser.Created created = new DeclarationParser(cursor, tables).create();
        TableDeclaration table = created.table();
        if (table == null || !created.filled()) {
            return new Statement.Declare(List.of(created.name()));
        }
        Query query = query();
        Query matched = InsertColumns.match(cursor, created.token(), query, table);
        if (!table.options().containsKey("path")) {
            table = table.at(scratch.apply(table.name()));
        }
        // Whoever reads the table later finds the types that were written, whatever the form.
        TableDeclaration filled = table.with(matched.root().schema());
        tables.declare(filled);
        return new Statement.Insert(matched, filled);
    }

    /** {@code INSERT INTO table [(column, …)] query}; OVERWRITE says the same. */
    private Statement insert() {
        cursor.next();
        if (!cursor.acceptWord("OVERWRITE")) {
            cursor.expectWord("INTO");
        }
        cursor.acceptWord("TABLE");
        Token name = cursor.peek();
        TableDeclaration target = target(name);
        if (cursor.peek().isSymbol("(") && !cursor.startsQuery(1)) {
            TableDeclaration asNamed = InsertColumns.reordered(cursor, target, cursor.names("a column's name"));
            Query named = InsertColumns.match(cursor, name, query(), asNamed);
            return new Statement.Insert(InsertColumns.inOrder(named, target), target);
        }
        return new Statement.Insert(InsertColumns.match(cursor, name, query(), target), target);
    }

    private TableDeclaration target(Token name) {
        if (!name.isName() && name.kind() != Token.Kind.STRING) {
            throw cursor.unexpected("a table or a file, as in INSERT INTO 'out.csv' SELECT …");
        }
        cursor.next();
        if (tables.view(name.text()) != null) {
            throw cursor.error(
                    ErrorCode.INVALID_ARGUMENT, name, name.text() + " is a view; rows go into tables and files");
        }
        TableDeclaration declared = tables.declaration(name.text());
        if (declared != null) {
            return declared;
        }
        if (name.kind() == Token.Kind.WORD) {
            throw cursor.error(
                    ErrorCode.UNKNOWN_TABLE,
                    name,
                    "there is no table " + name.text() + NearNames.hint(name.text(), tables.declaredNames(), "tables")
                            + "; declare it with CREATE TABLE " + name.text()
                            + " WITH ('path' = '…'), or name a file: INSERT INTO '" + name.text() + ".csv'");
        }
        return TableDeclaration.file(name.text());
    }

    /** {@code COPY table|(query) TO 'file' [(FORMAT csv, …)]}, as in DuckDB. */
    private Statement copy() {
        cursor.next();
        Token from = cursor.peek();
        Query query;
        if (cursor.accept("(")) {
            query = cursor.queryInParentheses().bind(tables);
            cursor.expect(")");
        } else {
            query = cursor.tableQuery().bind(tables);
        }
        if (cursor.peek().isWord("FROM")) {
            throw cursor.error(
                    ErrorCode.NOT_SUPPORTED,
                    from,
                    "COPY … FROM is not needed: a file is a table, SELECT … FROM 'file.csv'");
        }
        cursor.expectWord("TO");
        Token file = cursor.peek();
        if (file.kind() != Token.Kind.STRING) {
            throw cursor.unexpected("a file in quotes, as in COPY (SELECT …) TO 'out.csv'");
        }
        cursor.next();
        TableDeclaration target = TableDeclaration.file(file.text());
        cursor.acceptWord("WITH");
        if (cursor.accept("(")) {
            CopyOptions options = CopyOptions.read(cursor);
            Map<String, String> all = new TreeMap<>(options.values());
            all.put("path", file.text());
            target = new TableDeclaration(file.text(), all, null, null, options.partitionedBy());
        }
        return new Statement.Insert(InsertColumns.match(cursor, from, query, target), target);
    }

    private Statement drop() {
        cursor.next();
        if (!cursor.acceptWord("TABLE") && !cursor.acceptWord("VIEW")) {
            if (!cursor.acceptWord("TEMPORARY")) {
                throw cursor.unexpected("TABLE or VIEW");
            }
            cursor.next();
        }
        boolean lenient = cursor.acceptWord("IF");
        if (lenient) {
            cursor.expectWord("EXISTS");
        }
        Token name = cursor.name("the table's name");
        if (!tables.drop(name.text()) && !lenient) {
            throw cursor.error(
                    ErrorCode.UNKNOWN_TABLE,
                    name,
                    "there is no table or view " + name.text()
                            + NearNames.hint(name.text(), tables.declaredNames(), "there are")
                            + (name.text().indexOf('.') >= 0
                                    ? "; DROP forgets declarations and removes no files"
                                    : ""));
        }
        return new Statement.Drop(name.text());
    }

    /** {@code SET 'key' = 'value'}, {@code SET key = value}, {@code SET key TO value}. */
    private Statement set() {
        cursor.next();
        StringBuilder key = new StringBuilder();
        Token start = cursor.peek();
        while (cursor.peek().isName() && !cursor.peek().isWord("TO")
                || cursor.peek().kind() == Token.Kind.STRING
                || cursor.peek().isSymbol(".")
                || cursor.peek().isSymbol("-")) {
            key.append(cursor.next().text());
        }
        if (key.isEmpty()) {
            throw cursor.unexpected("a setting, as in SET 'threads' = '4'");
        }
        if (!cursor.acceptWord("TO")) {
            cursor.expect("=");
        }
        Token value = cursor.next();
        if (value.kind() == Token.Kind.END || value.kind() == Token.Kind.SYMBOL) {
            throw cursor.error(
                    ErrorCode.SYNTAX_ERROR, start, "SET " + key + " needs a value, as in SET 'threads' = '4'");
        }
        return new Statement.Set(key.toString().toLowerCase(Locale.ROOT), value.text());
    }

    private Statement show() {
        cursor.next();
        if (!cursor.acceptWord("TABLES") && !cursor.acceptWord("VIEWS")) {
            throw cursor.unexpected("TABLES, as in SHOW TABLES");
        }
        return new Statement.ShowTables(tables.declaredNames());
    }
}
