package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDeclaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What statements leave behind for those after them: declared tables, views and settings. A pipeline's file and a shell run
 * statement by statement in one session. Not thread-safe.
 *
 * <p>Declarations hold from {@link #bind} on; whatever else a statement asks for is its reader's to do.
 */
public final class Session {
    private final Tables tables;
    private final UnaryOperator<String> scratch;
    private final Map<String, String> settings;

    /**
     * @param catalog asked for what the tables of statements are
     * @param values runs what must be known before a statement can be planned
     * @param scratch gives the path for a table that is made by {@code CREATE TABLE name AS …} without a place of its own
     */
    public Session(Catalog catalog, ValueFinder values, UnaryOperator<String> scratch) {
        this(new Tables(catalog, values), scratch, new LinkedHashMap<>());
    }

    private Session(Tables tables, UnaryOperator<String> scratch, Map<String, String> settings) {
        this.tables = tables;
        this.scratch = scratch;
        this.settings = settings;
    }

    /** A session that begins with what this one has: to try statements out. */
    public Session copy() {
        return new Session(tables.copy(), scratch, new LinkedHashMap<>(settings));
    }

    /**
     * Cuts a text into statements.
     *
     * @param parameters values for {@code :name} and {@code ${name}}; null where the text can have none
     * @throws BarographException SYNTAX_ERROR where a quote or comment does not end, INVALID_ARGUMENT for a parameter without
     *     a value
     */
    public Script read(String text, @Nullable Map<String, String> parameters) {
        SourceText source = new SourceText(text);
        return new Script(source, Parameters.apply(source, Tokenizer.tokenize(source), parameters));
    }

    /**
     * Reads a statement: the same statement over the same tables gives the same plan.
     *
     * @throws BarographException of a USER category, with line and column, where it is wrong or asks for what is not
     *     supported; the catalog's own errors carry the place of the table's name
     */
    public Statement bind(Script.Piece statement) {
        Statement bound;
        try {
            bound = new StatementParser(statement, tables, scratch).parse();
        } catch (BarographException e) {
            throw statement.located(e);
        } catch (StackOverflowError deep) {
            // Nothing is kept of a statement before it is bound, so nothing is half done.
            throw statement.located(new BarographException(ErrorCode.SYNTAX_ERROR, SyntaxErrors.TOO_DEEP, deep));
        }
        if (bound instanceof Statement.Set set) {
            settings.put(set.key(), set.value());
        }
        return bound;
    }

    /** As {@link #bind(Script.Piece)} for a text of one statement. */
    public Statement bind(String text) {
        List<Script.Piece> pieces = read(text, null).pieces();
        if (pieces.size() != 1) {
            throw new BarographException(
                    ErrorCode.SYNTAX_ERROR, "one statement is expected, but there are " + pieces.size());
        }
        return bind(pieces.get(0));
    }

    /** From now on, until {@link #refresh}, statements that read this one's target see its columns, marked as pending. */
    public void expect(Statement.Insert insert) {
        tables.pend(insert);
    }

    /** Looks at files anew, and for what was expected: statements have written it. */
    public void refresh() {
        tables.forget();
    }

    /** What {@code SET} said, by key. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** Declared tables, in the order of their declarations. */
    public List<TableDeclaration> tables() {
        return tables.declarations();
    }

    /** The names of declared tables and views. */
    public List<String> names() {
        return new ArrayList<>(tables.declaredNames());
    }
}
