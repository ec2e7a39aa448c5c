package io.barograph.bench.sidebyside;

import java.util.List;

/**
 * One job, asked of both engines. {@code FILE} in a query stands for the input's path.
 *
 * @param keys how many leading columns of the answer identify a row
 * @param exact indexes of columns that must agree as numbers or text exactly; the rest must agree to 1e-9 relative
 */
record Job(String name, String input, String barograph, String duckdb, int keys, List<Integer> exact) {
    static final Job SEED = new Job("seed", "seed.csv", """
            SELECT device_id, window_start, count(*) AS n, \
            avg(temperature), min(temperature), max(temperature), stddev(temperature), \
            avg(humidity), min(humidity), max(humidity), stddev(humidity), \
            avg(pressure), min(pressure), max(pressure), stddev(pressure) \
            FROM TABLE(TUMBLE(TABLE 'FILE', DESCRIPTOR(timestamp), INTERVAL '1' MINUTE)) \
            GROUP BY device_id, window_start, window_end""", """
            SELECT device_id, date_trunc('minute', timestamp) AS window_start, count(*) AS n, \
            avg(temperature), min(temperature), max(temperature), stddev(temperature), \
            avg(humidity), min(humidity), max(humidity), stddev(humidity), \
            avg(pressure), min(pressure), max(pressure), stddev(pressure) \
            FROM read_csv('FILE') GROUP BY ALL""", 2, List.of(0, 1, 2, 4, 5, 8, 9, 12, 13));

    static final Job STATIONS = new Job("stations", "stations.txt", """
            CREATE TABLE measurements (station VARCHAR, temperature DOUBLE) \
            WITH ('path' = 'FILE', 'format' = 'csv', 'delimiter' = ';', 'header' = 'false'); \
            SELECT station, min(temperature), avg(temperature), max(temperature) FROM measurements GROUP BY station""", """
            SELECT station, min(temperature), avg(temperature), max(temperature) \
            FROM read_csv('FILE', delim = ';', header = false, \
            columns = {'station': 'VARCHAR', 'temperature': 'DOUBLE'}) GROUP BY station""", 1, List.of(0, 1, 3));

    static List<Job> all() {
        return List.of(SEED, STATIONS);
    }
}
