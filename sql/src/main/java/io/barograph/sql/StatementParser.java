package io.barograph.sql;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.TableDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text's statements one after the other. What Calcite's grammar does not know ({@code CREATE TABLE … WITH},
 * {@code DESCRIBE}, {@code SUMMARIZE}, {@code EXPLAIN ANALYZE}) is read here, by recursive descent; queries go on to
 * {@link QueryParser} and {@link QueryBinder}.
 */
final class StatementParser {
    private final SourceText source;
    private final List<Token> tokens;
    private final Tables tables;
    private int at;

    StatementParser(SourceText source, Tables tables) {
        this.source = source;
        this.tokens = Tokenizer.tokenize(source);
        this.tables = tables;
    }

    /** All declarations, then the one statement that asks something. */
    Statement parse() {
        Statement asked = null;
        while (true) {
            while (accept(";")) {}
            if (peek().kind() == Token.Kind.END) {
                break;
            }
            Token start = peek();
            if (asked != null) {
                throw source.error(
                        ErrorCode.NOT_SUPPORTED,
                        start,
                        "a text may declare many tables, but ask one question; run this statement by itself");
            }
            if (start.isWord("CREATE")) {
                createTable();
            } else {
                asked = question(start);
            }
            if (peek().kind() != Token.Kind.END && !peek().isSymbol(";")) {
                throw unexpected("';' or the end of the text");
            }
        }
        if (asked != null) {
            return asked;
        }
        if (tables.declaredNames().isEmpty()) {
            throw source.error(
                    ErrorCode.SYNTAX_ERROR, peek(), "there is no statement; try SELECT * FROM 'file.csv' LIMIT 10");
        }
        return new Statement.Declare(tables.declaredNames());
    }

    private Statement question(Token start) {
        return switch (start.upper()) {
            case "EXPLAIN" -> {
                at++;
                boolean analyze = acceptWord("ANALYZE");
                if (acceptWord("PLAN")) {
                    expectWord("FOR");
                }
                yield new Statement.Explain(query().bind(tables), analyze);
            }
            case "DESCRIBE", "DESC" -> {
                at++;
                acceptWord("TABLE");
                yield new Statement.Describe(tableName());
            }
            case "SUMMARIZE" -> {
                at++;
                acceptWord("FROM");
                yield new Statement.Summarize(tableName());
            }
            case "INSERT", "UPDATE", "DELETE", "MERGE", "DROP", "ALTER", "COPY" ->
                throw source.error(
                        ErrorCode.NOT_SUPPORTED,
                        start,
                        start.upper()
                                + " is not supported: a text declares tables and asks one question; write an answer to a file"
                                + " with -o FILE");
            default -> new Statement.Select(query().bind(tables));
        };
    }

    /** Takes the tokens of a query, up to the semicolon. */
    private QueryParser query() {
        int first = at;
        while (peek().kind() != Token.Kind.END && !peek().isSymbol(";")) {
            at++;
        }
        return new QueryParser(source, tokens, first, at);
    }

    private TableDescription tableName() {
        Token name = peek();
        if (name.isWord("SELECT") || name.isWord("WITH") || name.isSymbol("(")) {
            throw source.error(
                    ErrorCode.NOT_SUPPORTED,
                    name,
                    "DESCRIBE and SUMMARIZE take a table; for a query's columns use EXPLAIN");
        }
        if (!name.isName() && name.kind() != Token.Kind.STRING) {
            throw unexpected("a table, such as 'file.csv'");
        }
        at++;
        return tables.find(source, name);
    }

    private void createTable() {
        at++;
        if (peek().isWord("TEMPORARY") || peek().isWord("TEMP") || peek().isWord("EXTERNAL")) {
            at++;
        }
        Token kind = peek();
        if (!acceptWord("TABLE")) {
            throw source.error(
                    ErrorCode.NOT_SUPPORTED,
                    kind,
                    "CREATE " + kind.upper() + " is not supported; there is CREATE TABLE … WITH (…)");
        }
        if (acceptWord("IF")) {
            expectWord("NOT");
            expectWord("EXISTS");
        }
        Token name = peek();
        if (!name.isName()) {
            throw unexpected("the table's name");
        }
        at++;
        Schema columns = null;
        if (accept("(")) {
            columns = columns();
        }
        if (peek().isWord("AS")) {
            throw source.error(
                    ErrorCode.NOT_SUPPORTED,
                    peek(),
                    "CREATE TABLE … AS is not supported; name a query with WITH name AS (…)");
        }
        if (!acceptWord("WITH")) {
            throw unexpected("WITH ('path' = '…', 'format' = 'csv')");
        }
        expect("(");
        Map<String, String> options = options();
        if (!options.containsKey("path")) {
            throw source.error(
                    ErrorCode.INVALID_OPTION,
                    name,
                    "table " + name.text() + " has no 'path'; say which file it is: WITH ('path' = 'file.csv')");
        }
        if (!tables.declare(name.text(), options, columns)) {
            throw source.error(ErrorCode.INVALID_ARGUMENT, name, "table " + name.text() + " is declared twice");
        }
    }

    private @Nullable Schema columns() {
        List<Field> fields = new ArrayList<>();
        if (accept(")")) {
            return null;
        }
        do {
            Token name = peek();
            refuseConstraint(name);
            if (!name.isName()) {
                throw unexpected("a column's name");
            }
            at++;
            TypeNames.Written type = TypeNames.read(source, tokens, at);
            at = type.end();
            for (Field field : fields) {
                if (field.name().equalsIgnoreCase(name.text())) {
                    throw source.error(
                            ErrorCode.INVALID_ARGUMENT, name, "column " + name.text() + " is declared twice");
                }
            }
            fields.add(new Field(name.text(), TypeNames.find(type.name()).orElseThrow()));
            if (acceptWord("NULL")) {
                continue;
            }
            if (!peek().isSymbol(",") && !peek().isSymbol(")")) {
                refuseConstraint(peek());
                throw unexpected("',' or ')'");
            }
        } while (accept(","));
        expect(")");
        return new Schema(fields);
    }

    private void refuseConstraint(Token token) {
        boolean words = tokens.get(at + 1).kind() == Token.Kind.WORD
                || tokens.get(at + 1).isSymbol("(");
        String reason = switch (token.kind() == Token.Kind.WORD && words ? token.upper() : "") {
            case "WATERMARK" ->
                tokens.get(at + 1).isWord("FOR")
                        ? "WATERMARK FOR is not supported yet: files are read to their end, so no row is late; leave it out"
                        : "";
            case "PRIMARY", "UNIQUE", "CONSTRAINT", "FOREIGN", "CHECK" ->
                tokens.get(at + 1).kind() == Token.Kind.WORD
                                && TypeNames.find(tokens.get(at + 1).text()).isEmpty()
                        ? token.upper() + " constraints are not supported: duplicate rows stay rows; leave it out"
                        : "";
            case "NOT" -> "NOT NULL is not supported: every column may hold NULL; filter with WHERE column IS NOT NULL";
            case "AS", "METADATA" -> "computed columns are not supported; compute them in a sub-query or WITH";
            default -> "";
        };
        if (!reason.isEmpty()) {
            throw source.error(ErrorCode.NOT_SUPPORTED, token, reason);
        }
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        do {
            Token key = peek();
            if (key.kind() != Token.Kind.STRING && !key.isName()) {
                throw unexpected("an option, such as 'path' = 'file.csv'");
            }
            at++;
            expect("=");
            Token value = peek();
            if (value.kind() == Token.Kind.END || value.kind() == Token.Kind.SYMBOL) {
                throw unexpected("the value of option '" + key.text() + "'");
            }
            at++;
            if (options.put(key.text().toLowerCase(Locale.ROOT), value.text()) != null) {
                throw source.error(ErrorCode.INVALID_OPTION, key, "option '" + key.text() + "' is given twice");
            }
        } while (accept(","));
        expect(")");
        return options;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean accept(String symbol) {
        if (peek().isSymbol(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean acceptWord(String word) {
        if (peek().isWord(word)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String symbol) {
        if (!accept(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    private void expectWord(String word) {
        if (!acceptWord(word)) {
            throw unexpected(word);
        }
    }

    private BarographException unexpected(String expected) {
        return source.error(
                ErrorCode.SYNTAX_ERROR, peek(), SyntaxErrors.found(source, peek()) + "; expected " + expected);
    }
}
