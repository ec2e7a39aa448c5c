package io.barograph.bench.live;

/** The queries that the benchmarks run: each metric's average, extremes and deviation by device and window, by key into a topic. */
final class Pipelines {
    /** Of readings. */
    static final int PARTITIONS = 4;

    static final String READINGS = "readings";

    private static final String[] METRICS = {"temperature", "humidity", "pressure"};

    private Pipelines() {}

    /**
     * Readings as CSV, in the topic {@link #READINGS}.
     *
     * @param window an INTERVAL, as SQL writes it
     * @param delivery of the sink
     * @param checkpoint the interval of checkpoints
     */
    static String sql(String servers, String results, String window, String delivery, String checkpoint) {
        return sql(servers, READINGS, "csv", results, window, delivery, checkpoint);
    }

    /** @param format of the topic of readings, {@code csv} or {@code json} */
    static String sql(
            String servers,
            String topic,
            String format,
            String results,
            String window,
            String delivery,
            String checkpoint) {
        StringBuilder columns = new StringBuilder();
        StringBuilder calls = new StringBuilder();
        for (String metric : METRICS) {
            for (String call : new String[] {"avg", "min", "max", "stddev"}) {
                columns.append(", ").append(call).append('_').append(metric).append(" DOUBLE");
                calls.append(", ").append(call).append('(').append(metric).append(')');
            }
        }
        return "SET 'checkpoint.interval' = '" + checkpoint + "';\n"
                + "CREATE TABLE sensors (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE, humidity DOUBLE, pressure DOUBLE,"
                + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH (" + kafka(servers, topic)
                + ", 'format' = '" + format + "', 'timestamp.unit' = 'ms');\n"
                + "CREATE TABLE results (device_id BIGINT, window_start TIMESTAMP, n BIGINT" + columns
                + ", PRIMARY KEY (device_id, window_start) NOT ENFORCED) WITH (" + kafka(servers, results)
                + ", 'format' = 'json', 'delivery' = '" + delivery + "');\n"
                + "INSERT INTO results SELECT device_id, window_start, count(*)" + calls
                + " FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), " + window + "))"
                + " GROUP BY device_id, window_start, window_end;\n";
    }

    private static String kafka(String servers, String topic) {
        return "'connector' = 'kafka', 'topic' = '" + topic + "', 'properties.bootstrap.servers' = '" + servers + "'";
    }
}
