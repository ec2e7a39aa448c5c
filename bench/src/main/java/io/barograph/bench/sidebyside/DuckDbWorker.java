package io.barograph.bench.sidebyside;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Runs one query in a fresh DuckDB, writes the answer as CSV or Parquet and prints the seconds that the query took, wall
 * and processor: the start of this process and the loading of the library do not count against DuckDB.
 */
final class DuckDbWorker {
    private DuckDbWorker() {}

    /** Arguments: query, output file, threads. */
    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + Integer.parseInt(arguments[2]));
            statement.execute("SET preserve_insertion_order = false");
            statement.execute("SELECT 1");
            OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long startProcessor = process.getProcessCpuTime();
            long start = System.nanoTime();
            String form = arguments[1].endsWith(".parquet") ? "FORMAT parquet, COMPRESSION zstd" : "HEADER";
            statement.execute("COPY (" + arguments[0] + ") TO '" + arguments[1] + "' (" + form + ")");
            double wall = (System.nanoTime() - start) / 1e9;
            System.out.println(wall + " " + (process.getProcessCpuTime() - startProcessor) / 1e9);
        }
    }
}
