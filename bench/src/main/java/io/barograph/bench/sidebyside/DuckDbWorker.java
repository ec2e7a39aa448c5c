package io.barograph.bench.sidebyside;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Runs the queries of its standard input in one DuckDB, writes each answer as CSV or Parquet and prints the seconds that the
 * query took, wall and processor: the start of this process and the loading of the library do not count against DuckDB.
 */
final class DuckDbWorker {
    private DuckDbWorker() {}

    /** Argument: threads. Standard input: lines of an output file, a tabulator, a query. */
    public static void main(String[] arguments) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                BufferedReader questions =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            statement.execute("SET threads = " + Integer.parseInt(arguments[0]));
            statement.execute("SET preserve_insertion_order = false");
            statement.execute("SELECT 1");
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                int tab = line.indexOf('\t');
                run(statement, line.substring(tab + 1), line.substring(0, tab));
            }
        }
    }

    private static void run(Statement statement, String query, String output) throws SQLException {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long startProcessor = process.getProcessCpuTime();
        long start = System.nanoTime();
        String form = output.endsWith(".parquet") ? "FORMAT parquet, COMPRESSION zstd" : "HEADER";
        statement.execute("COPY (" + query + ") TO '" + output + "' (" + form + ")");
        double wall = (System.nanoTime() - start) / 1e9;
        System.out.println(wall + " " + (process.getProcessCpuTime() - startProcessor) / 1e9);
    }
}
