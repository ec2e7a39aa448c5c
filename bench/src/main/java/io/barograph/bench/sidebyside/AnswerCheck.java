package io.barograph.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares two answers, whatever the order of their rows. */
final class AnswerCheck {
    private AnswerCheck() {}

    /** The number of rows, or an exception that names the first difference. */
    static long compare(Job job, Path ours, Path theirs) throws IOException {
        if (job.answer().equals("parquet")) {
            return compareParquet(job, ours, theirs);
        }
        CsvAnswers answers = new CsvAnswers(job.name(), job.keys(), Set.copyOf(job.exact()));
        return answers.compare(answers.read(List.of(ours), true), answers.read(List.of(theirs), true));
    }

    /** DuckDB reads both files: as many rows, and the same sum of the rows' hashes. */
    private static long compareParquet(Job job, Path ours, Path theirs) {
        String digest =
                "SELECT count(*), sum(hash(COLUMNS(*))) FROM (SELECT * REPLACE (timestamp::TIMESTAMP AS timestamp)"
                        + " FROM read_parquet('%s'))";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            List<String> expected = row(statement, digest.formatted(theirs));
            List<String> found = row(statement, digest.formatted(ours));
            if (!found.equals(expected)) {
                throw new IllegalStateException(job.name() + ": " + found + ", DuckDB has " + expected);
            }
            return Long.parseLong(found.get(0));
        } catch (SQLException e) {
            throw new IllegalStateException(job.name() + ": DuckDB cannot read an answer", e);
        }
    }

    private static List<String> row(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            List<String> cells = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                cells.add(rows.getString(i));
            }
            return cells;
        }
    }
}
