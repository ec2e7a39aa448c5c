package io.barograph.bench.sidebyside;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Compares two answers as CSV files, whatever the order of their rows. */
final class AnswerCheck {
    private static final double TOLERANCE = 1e-9;

    private AnswerCheck() {}

    /** The number of rows, or an exception that names the first difference. */
    static int compare(Job job, Path ours, Path theirs) throws IOException {
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
