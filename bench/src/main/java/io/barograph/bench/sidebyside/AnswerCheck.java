package io.barograph.bench.sidebyside;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares two answers, whatever the order of their rows. */
final class AnswerCheck {
    private static final double TOLERANCE = 1e-9;

    private AnswerCheck() {}

    /** The number of rows, or an exception that names the first difference. */
    static long compare(Job job, Path ours, Path theirs) throws IOException {
        if (job.answer().equals("parquet")) {
            return compareParquet(job, ours, theirs);
        }
        Map<String, String[]> expected = read(job, theirs);
        Map<String, String[]> answered = read(job, ours);
        if (expected.size() != answered.size()) {
            throw new IllegalStateException(
                    job.name() + ": " + answered.size() + " rows, DuckDB has " + expected.size());
        }
        Set<Integer> exact = new HashSet<>(job.exact());
        for (Map.Entry<String, String[]> row : expected.entrySet()) {
            String[] cells = answered.get(row.getKey());
            if (cells == null) {
                throw new IllegalStateException(job.name() + ": no row for " + row.getKey());
            }
            for (int i = job.keys(); i < cells.length; i++) {
                if (!agree(cells[i], row.getValue()[i], exact.contains(i))) {
                    throw new IllegalStateException(job.name() + ": " + row.getKey() + " column " + i + ": " + cells[i]
                            + ", DuckDB has " + row.getValue()[i]);
                }
            }
        }
        return expected.size();
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

    private static boolean agree(String ours, String theirs, boolean exact) {
        if (ours.isEmpty() || theirs.isEmpty()) {
            return ours.equals(theirs);
        }
        double left = Double.parseDouble(ours);
        double right = Double.parseDouble(theirs);
        return exact ? left == right : Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
    }

    private static Map<String, String[]> read(Job job, Path file) throws IOException {
        Map<String, String[]> rows = new HashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] cells = line.replace("\"", "").split(",", -1);
                StringBuilder key = new StringBuilder();
                for (int i = 0; i < job.keys(); i++) {
                    key.append(cells[i]).append('|');
                }
                if (rows.put(key.toString(), cells) != null) {
                    throw new IllegalStateException(job.name() + ": " + file + " has two rows for " + key);
                }
            }
        }
        return rows;
    }
}
