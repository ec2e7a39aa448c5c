package io.barograph.bench.sidebyside;

import java.util.List;

/**
 * One job, asked of both engines. {@code FILE} in a query stands for the input's path, {@code BESIDE} for the other's.
 *
 * @param input what {@link Inputs} makes
 * @param beside a second input, or empty
 * @param keys how many leading columns of the answer identify a row
 * @param exact indexes of columns that must agree as numbers or text exactly; the rest must agree to 1e-9 relative
 * @param answer the ending of the answer's files; Parquet files must hold the same rows
 */
record Job(
        String name,
        String input,
        String beside,
        String barograph,
        String duckdb,
        int keys,
        List<Integer> exact,
        String answer) {
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
            "",
            BY_MINUTE,
            BY_MINUTE_IN_DUCKDB + " FROM read_csv('FILE') GROUP BY ALL",
            2,
            EXACT,
            "csv");

    /** The same readings from Parquet, which DuckDB made of the CSV. */
    static final Job PARQUET = new Job(
            "parquet",
            "seed.parquet",
            "",
            BY_MINUTE,
            BY_MINUTE_IN_DUCKDB + " FROM read_parquet('FILE') GROUP BY ALL",
            2,
            EXACT,
            "csv");

    /** Ten million readings, or all where there are fewer, from Parquet to Parquet. */
    static final Job WRITE_PARQUET = new Job(
            "write-parquet",
            PARQUET.input,
            "",
            "SELECT * FROM 'FILE' WHERE timestamp < TIMESTAMP '2023-01-02 03:46:40'",
            "SELECT * FROM read_parquet('FILE') WHERE timestamp < TIMESTAMP '2023-01-02 03:46:40'",
            5,
            List.of(),
            "parquet");

    private static final String PERCENTILES = "SELECT device_id, quantile_cont(temperature, 0.5) AS p50,"
            + " quantile_cont(temperature, 0.95) AS p95, quantile_cont(temperature, 0.99) AS p99 FROM ";

    /** Exact percentiles per device; the list has DuckDB find all three in one state. */
    static final Job QUANTILES = new Job(
            "quantiles",
            PARQUET.input,
            "",
            PERCENTILES + "'FILE' GROUP BY device_id",
            "SELECT device_id, p[1] AS p50, p[2] AS p95, p[3] AS p99 FROM (SELECT device_id,"
                    + " quantile_cont(temperature, [0.5, 0.95, 0.99]) AS p FROM read_parquet('FILE') GROUP BY device_id)",
            1,
            List.of(),
            "csv");

    private static final String BY_SITE = "SELECT d.site, count(*) AS n, avg(r.temperature + d.correction) AS mean,"
            + " max(r.temperature) AS warmest FROM %s AS r JOIN %s AS d ON r.device_id = d.device_id GROUP BY d.site";

    /** Readings of 100,000 devices, with what is known of each. */
    static final Job JOIN = new Job(
            "join",
            "many-devices.parquet",
            "devices.parquet",
            BY_SITE.formatted("'FILE'", "'BESIDE'"),
            BY_SITE.formatted("read_parquet('FILE')", "read_parquet('BESIDE')"),
            1,
            List.of(1, 3),
            "csv");

    private static final String Z_SCORE =
            "SELECT count(*) AS n, max(z) AS highest, min(z) AS lowest FROM (SELECT (temperature -"
                    + " avg(temperature) OVER w) / stddev(temperature) OVER w AS z FROM %s WINDOW w AS (PARTITION BY device_id ORDER BY"
                    + " timestamp ROWS 59 PRECEDING)) t";

    /** How far each reading lies from its device's last sixty, in standard deviations. */
    static final Job ROLLING = new Job(
            "rolling",
            PARQUET.input,
            "",
            Z_SCORE.formatted("'FILE'"),
            Z_SCORE.formatted("read_parquet('FILE')"),
            0,
            List.of(0),
            "csv");

    private static final String CALIBRATED =
            "SELECT r.device_id, count(*) AS n, max(r.temperature + c.correction) AS warmest,"
                    + " avg(r.temperature + c.correction) AS mean FROM %s AS r ASOF JOIN %s AS c ON r.device_id = c.device_id AND"
                    + " r.timestamp >= c.timestamp GROUP BY r.device_id";

    /** Each reading with the last calibration of its device: ten readings for one calibration. */
    static final Job AS_OF = new Job(
            "as-of",
            PARQUET.input,
            "calibrations.parquet",
            CALIBRATED.formatted("'FILE'", "'BESIDE'"),
            CALIBRATED.formatted("read_parquet('FILE')", "read_parquet('BESIDE')"),
            1,
            List.of(1, 2),
            "csv");

    private static final String LATEST_OF_EACH = "SELECT device_id, temperature, humidity, pressure FROM %s QUALIFY"
            + " row_number() OVER (PARTITION BY device_id ORDER BY timestamp DESC) = 1";

    /** The latest reading of each device. */
    static final Job LATEST = new Job(
            "latest",
            PARQUET.input,
            "",
            LATEST_OF_EACH.formatted("'FILE'"),
            LATEST_OF_EACH.formatted("read_parquet('FILE')"),
            1,
            List.of(1, 2, 3),
            "csv");

    static final Job STATIONS = new Job("stations", "stations.txt", "", """
            CREATE OR REPLACE TABLE measurements (station VARCHAR, temperature DOUBLE) \
            WITH ('path' = 'FILE', 'format' = 'csv', 'delimiter' = ';', 'header' = 'false'); \
            SELECT station, min(temperature), avg(temperature), max(temperature) FROM measurements GROUP BY station""", """
            SELECT station, min(temperature), avg(temperature), max(temperature) \
            FROM read_csv('FILE', delim = ';', header = false, \
            columns = {'station': 'VARCHAR', 'temperature': 'DOUBLE'}) GROUP BY station""", 1, List.of(0, 1, 3), "csv");

    static List<Job> all() {
        return List.of(SEED, STATIONS, PARQUET, QUANTILES, JOIN, AS_OF, LATEST, ROLLING, WRITE_PARQUET);
    }
}
