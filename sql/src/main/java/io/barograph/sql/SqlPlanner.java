package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Catalog;
import java.util.List;
import java.util.Set;

/** The door to this module for one question: SQL text in, what it asks for out. {@link Session} is the door for more. */
public final class SqlPlanner {
    private static final Set<String> CHANGES = Set.of("INSERT", "COPY", "SET", "DROP");

    private SqlPlanner() {}

    /** As {@link #plan(String, Catalog, ValueFinder)}, for texts that can be planned without looking at any row. */
    public static Statement plan(String text, Catalog catalog) {
        return plan(text, catalog, ValueFinder.NONE);
    }

    /**
     * Reads a text: any number of {@code CREATE TABLE … WITH (…)} and {@code CREATE VIEW}, then at most one statement that
     * asks for something, separated by semicolons. The same text over the same tables gives the same plan.
     *
     * @param catalog asked once for every table that the text names
     * @param values runs what must be known before the statement can be planned: the values of a PIVOT without IN
     * @throws BarographException of a USER category, with the line and column of the text, where
     *     the text is wrong or asks for what is not supported; the catalog's own errors carry the place of the table's name
     */
    public static Statement plan(String text, Catalog catalog, ValueFinder values) {
        Session session = new Session(catalog, values, StatementParser::noScratch);
        List<Script.Piece> pieces = session.read(text, null).pieces();
        Statement asked = null;
        for (Script.Piece piece : pieces) {
            if (asked != null && !(asked instanceof Statement.Declare)) {
                throw piece.located(new BarographException(
                        ErrorCode.NOT_SUPPORTED,
                        "a text may declare many tables, but ask one question; run this statement by itself, or put all"
                                + " into a file for baro run"));
            }
            if (piece.starts(CHANGES)) {
                throw onlyReads(piece);
            }
            asked = session.bind(piece);
            if (asked instanceof Statement.Insert) {
                throw onlyReads(piece);
            }
        }
        if (asked == null) {
            throw new SourceText(text)
                    .error(
                            ErrorCode.SYNTAX_ERROR,
                            text.length(),
                            "there is no statement; try SELECT * FROM 'file.csv' LIMIT 10");
        }
        return asked instanceof Statement.Declare ? new Statement.Declare(session.names()) : asked;
    }

    private static BarographException onlyReads(Script.Piece piece) {
        return piece.located(new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "a query only reads: put this statement into a file and run that, baro run FILE.sql; or write the answer of"
                        + " a SELECT to a file with -o FILE"));
    }
}
