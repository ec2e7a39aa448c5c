package io.barograph.bench.sidebyside;

import java.util.List;

/**
 * One job, asked of both engines. {@code FILE} in a query stands for the input's path.
 *
 * @param keys how many leading columns of the answer identify a row
 * @param exact indexes of columns that must agree as numbers or text exactly; the rest must agree to 1e-9 relative
 * @param answer the ending of the answer's files; Parquet files must hold the same rows
 */
record Job(String name, String input, String barograph, String duckdb, int keys, List<Integer> exact, String answer) {
    private static final String METRICS = "count(*) AS n, "
            + "avg(temperature), min(temperature), max(temperature), stddev(temperature), "
            + "avg(humidity), min(humidity), max(humidity), stddev(humidity), "
            + "avg(pressure), min(pressure), max(pressure), stddev(pressure)";
    private static final String BY_MINUTE = "SELECT device_id, window_start, " + METRICS
            + " FROM TABLE(TUMBLE(TABLE 'FILE', DESCRIPTOR(timestamp), INTERVAL '1' MINUTE))"
            + " GROUP BY device_id, window_start, window_end";
    private static final String BY_MINUTE_IN_DUCKDB =
            "SELECT device_id, date_trunc('minute', timestamp) AS window_start, " + METRICS;
    private static final List<Integer> EXACT = List.of(0, 1, 2, 4, 5, 8, 9, 12, 13);

    static final Job SEED = new Job(
            "seed",
            "seed.csv",
            BY_MINUTE,
            BY_MINUTE_IN_DUCKDB + " FROM read_csv('FILE') GROUP BY ALL",
            2,
            EXACT,
            "csv");

    /** The same readings from Parquet, which DuckDB made of the CSV. */
    static final Job PARQUET = new Job(
            "parquet",
            "seed.parquet",
            BY_MINUTE,
            BY_MINUTE_IN_DUCKDB + " FROM read_parquet('FILE') GROUP BY ALL",
            2,
            EXACT,
            "csv");

    /** Ten million readings, or all where there are fewer, from Parquet to Parquet. */
    static final Job WRITE_PARQUET = new Job(
            "write-parquet",
            PARQUET.input,
            "SELECT * FROM 'FILE' WHERE timestamp < TIMESTAMP '2023-01-02 03:46:40'",
            "SELECT * FROM read_parquet('FILE') WHERE timestamp < TIMESTAMP '2023-01-02 03:46:40'",
            5,
            List.of(),
            "parquet");

    static final Job STATIONS = new Job("stations", "stations.txt", """
            CREATE TABLE measurements (station VARCHAR, temperature DOUBLE) \
            WITH ('path' = 'FILE', 'format' = 'csv', 'delimiter' = ';', 'header' = 'false'); \
            SELECT station, min(temperature), avg(temperature), max(temperature) FROM measurements GROUP BY station""", """
            SELECT station, min(temperature), avg(temperature), max(temperature) \
            FROM read_csv('FILE', delim = ';', header = false, \
            columns = {'station': 'VARCHAR', 'temperature': 'DOUBLE'}) GROUP BY station""", 1, List.of(0, 1, 3), "csv");

    static List<Job> all() {
        return List.of(SEED, STATIONS, PARQUET, WRITE_PARQUET);
    }
}
