package io.barograph.cli;

import io.barograph.cli.plot.ChartQuery;
import io.barograph.cli.summarize.ColumnProfile;
import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Query;
import io.barograph.sql.KnownTable;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The rows that are plotted: a file's, a declared table's, or a query's.
 *
 * @param title what to call them
 * @param relation what stands behind FROM
 * @param schema of the rows
 * @param session in which the relation has a meaning
 */
record PlotSource(String title, String relation, Schema schema, Session session) {
    /** No name that anybody declares. */
    private static final String VIEW = "\"plotted rows\"";

    private static final Pattern QUERY =
            Pattern.compile("(?is)(\\s|\\(|--[^\\n]*\\n|/\\*.*?\\*/)*(SELECT|WITH|FROM|VALUES|CREATE)\\s.+");
    private static final String QUERY_TITLE = "query";

    /** Whether an operand is a query, not the name of a file. */
    static boolean isQuery(String operand) {
        return QUERY.matcher(operand).matches() && !exists(operand);
    }

    /** A file, a glob, or whatever else is a table by its name. */
    static PlotSource ofFile(String name, Runner runner) {
        KnownTable known = new KnownTable(runner.catalog().table(name, Map.of(), null), runner.catalog());
        Session session = new Session(known, runner.values(), runner::scratch);
        return new PlotSource(titleOf(name), VIEW, known.table().schema(), session);
    }

    /** The last of these statements, a query, over what those before it declare. */
    static PlotSource ofQuery(String text, Runner runner) {
        Session session = new Session(runner.catalog(), runner.values(), runner::scratch);
        List<Script.Piece> pieces = session.read(text, null).pieces();
        if (pieces.isEmpty()) {
            throw new BarographException(ErrorCode.SYNTAX_ERROR, "the query is empty");
        }
        for (Script.Piece piece : pieces.subList(0, pieces.size() - 1)) {
            if (!(session.bind(piece) instanceof Statement.Declare)) {
                throw piece.located(new BarographException(
                        ErrorCode.NOT_SUPPORTED, "only declarations may stand before the query"));
            }
        }
        Script.Piece last = pieces.get(pieces.size() - 1);
        if (!(session.bind(last) instanceof Statement.Select select)) {
            throw last.located(
                    new BarographException(ErrorCode.NOT_SUPPORTED, "a plot is drawn of a query's rows: SELECT …"));
        }
        session.bind("CREATE VIEW " + VIEW + " AS\n" + last.text());
        return new PlotSource(QUERY_TITLE, VIEW, select.query().root().schema(), session);
    }

    /** The plan of a query over the relation. */
    Query plan(String sql) {
        return ((Statement.Select) session.copy().bind(sql)).query();
    }

    /**
     * Refuses a condition that cannot be asked of the rows.
     *
     * @param option that gave it
     * @throws BarographException whose place counts in the condition's text
     */
    void check(String condition, Option option) {
        try {
            plan("SELECT 1 FROM " + relation + " WHERE\n" + condition + "\n");
            // By itself and in parentheses it must mean the same.
            plan("SELECT 1 FROM " + relation + " WHERE " + ChartQuery.operand(condition));
        } catch (BarographException e) {
            throw BarographException.at(
                    e.code(), Math.max(0, e.line() - 1), e.column(), option.name() + ": " + e.getMessage(), e);
        }
    }

    /** A column by its name, in any case of letters where no other has it exactly. */
    int column(String name) {
        return Columns.find(name, schema);
    }

    /** A column's name as SQL writes it. */
    String quoted(int column) {
        return ColumnProfile.quoted(schema.name(column));
    }

    private static String titleOf(String name) {
        int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        return name.substring(slash + 1).isEmpty() ? name : name.substring(slash + 1);
    }

    private static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
