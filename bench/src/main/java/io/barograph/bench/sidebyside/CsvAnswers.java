package io.barograph.bench.sidebyside;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares answers in CSV cell by cell, whatever the order of their rows.
 *
 * @param name of the job, for messages
 * @param keys how many leading columns identify a row; they agree as text
 * @param exact indexes of columns that agree exactly; the others agree to 1e-9 relative
 */
public record CsvAnswers(String name, int keys, Set<Integer> exact) {
    private static final double TOLERANCE = 1e-9;

    /**
     * The cells of an answer's rows by key.
     *
     * @param header whether the first line of each file holds the columns' names
     */
    public Map<String, String[]> read(List<Path> files, boolean header) throws IOException {
        Map<String, String[]> rows = new HashMap<>();
        for (Path file : files) {
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                if (header) {
                    reader.readLine();
                }
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    add(rows, line, file);
                }
            }
        }
        return rows;
    }

    private void add(Map<String, String[]> rows, String line, Path file) {
        String[] cells = line.replace("\"", "").split(",", -1);
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < keys; i++) {
            key.append(cells[i]).append('|');
        }
        if (rows.put(key.toString(), cells) != null) {
            throw new IllegalStateException(name + ": " + file + " has two rows for " + key);
        }
    }

    /**
     * The number of rows.
     *
     * @throws IllegalStateException at the first difference, which it names
     */
    public long compare(Map<String, String[]> ours, Map<String, String[]> theirs) {
        if (theirs.size() != ours.size()) {
            throw new IllegalStateException(name + ": " + ours.size() + " rows, the peer has " + theirs.size());
        }
        for (Map.Entry<String, String[]> row : theirs.entrySet()) {
            String[] cells = ours.get(row.getKey());
            if (cells == null) {
                throw new IllegalStateException(name + ": no row for " + row.getKey());
            }
            for (int i = keys; i < cells.length; i++) {
                if (!agree(cells[i], row.getValue()[i], exact.contains(i))) {
                    throw new IllegalStateException(name + ": " + row.getKey() + " column " + i + ": " + cells[i]
                            + ", the peer has " + row.getValue()[i]);
                }
            }
        }
        return theirs.size();
    }

    private static boolean agree(String ours, String theirs, boolean exact) {
        if (ours.isEmpty() || theirs.isEmpty()) {
            return ours.equals(theirs);
        }
        double left = Double.parseDouble(ours);
        double right = Double.parseDouble(theirs);
        return exact ? left == right : Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
    }
}
