package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A place among the tokens of a statement, for parsers by recursive descent. */
final class Cursor {
    private final SourceText source;
    private final List<Token> tokens;
    private int at;

    Cursor(SourceText source, List<Token> tokens, int at) {
        this.source = source;
        this.tokens = tokens;
        this.at = at;
    }

    SourceText source() {
        return source;
    }

    /** The next token, which stays. */
    Token peek() {
        return tokens.get(at);
    }

    /** The token behind the next one, and so on. */
    Token peek(int further) {
        return tokens.get(Math.min(at + further, tokens.size() - 1));
    }

    /** Takes the next token; the statement's end stays. */
    Token next() {
        Token token = peek();
        if (!isEnd(token)) {
            at++;
        }
        return token;
    }

    boolean accept(String symbol) {
        return take(peek().isSymbol(symbol));
    }

    boolean acceptWord(String word) {
        return take(peek().isWord(word));
    }

    private boolean take(boolean wanted) {
        at += wanted ? 1 : 0;
        return wanted;
    }

    void expect(String symbol) {
        if (!accept(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    void expectWord(String word) {
        if (!acceptWord(word)) {
            throw unexpected(word);
        }
    }

    void expectEnd() {
        if (!isEnd(peek())) {
            throw unexpected("';' or the end of the text");
        }
    }

    private static boolean isEnd(Token token) {
        return token.kind() == Token.Kind.END || token.isSymbol(";");
    }

    /** Takes a name. */
    Token name(String what) {
        if (!peek().isName()) {
            throw unexpected(what);
        }
        return next();
    }

    /** Takes {@code (name, …)}. */
    List<Token> names(String what) {
        List<Token> names = new ArrayList<>();
        expect("(");
        do {
            names.add(name(what));
        } while (accept(","));
        expect(")");
        return names;
    }

    /** Takes a type. */
    TypeNames.Written type() {
        TypeNames.Written type = TypeNames.read(source, tokens, at);
        at = type.end();
        return type;
    }

    /** Takes {@code 'key' = 'value', …} up to a parenthesis, which it takes too. Keys come in lower case. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        expect("(");
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
                throw error(ErrorCode.INVALID_OPTION, key, "option '" + key.text() + "' is given twice");
            }
        } while (accept(","));
        expect(")");
        return options;
    }

    /** Whether a query starts so many tokens further on. */
    boolean startsQuery(int further) {
        Token token = peek(further);
        return token.isWord("SELECT")
                || token.isWord("WITH")
                || token.isWord("FROM")
                || token.isWord("VALUES")
                || token.isWord("PIVOT")
                || token.isWord("UNPIVOT")
                || token.isSymbol("(");
    }

    /** Takes everything up to the statement's end as a query. */
    QueryParser query() {
        int first = at;
        while (!isEnd(peek())) {
            at++;
        }
        return new QueryParser(source, tokens, first, at);
    }

    /** Takes everything up to the parenthesis that closes the one before as a query. */
    QueryParser queryInParentheses() {
        int first = at;
        for (int depth = 1; !isEnd(peek()); at++) {
            depth += peek().isSymbol("(") ? 1 : peek().isSymbol(")") ? -1 : 0;
            if (depth == 0) {
                break;
            }
        }
        return new QueryParser(source, tokens, first, at);
    }

    /** Takes a table's name as the query of all its rows. */
    QueryParser tableQuery() {
        Token name = peek();
        if (!name.isName() && name.kind() != Token.Kind.STRING) {
            throw unexpected("a table or a query in parentheses");
        }
        at++;
        List<Token> select = List.of(
                new Token(Token.Kind.WORD, "FROM", name.start(), name.start()),
                name,
                new Token(Token.Kind.END, "", name.end(), name.end()));
        return new QueryParser(source, select, 0, 2);
    }

    BarographException error(ErrorCode code, Token token, String message) {
        return source.error(code, token, message);
    }

    BarographException unexpected(String expected) {
        return error(ErrorCode.SYNTAX_ERROR, peek(), SyntaxErrors.found(source, peek()) + "; expected " + expected);
    }
}
