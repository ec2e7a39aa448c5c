package io.barograph.bench.peers;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * Readings in CSV per device and minute, by Flink SQL as a batch on a session cluster, into CSV files: two subtasks, objects reused.
 *
 * <p>Arguments: host and port of the REST endpoint, the readings' URI, the URI of the answer's folder.
 */
public final class FlinkBatch {
    private static final String[] METRICS = {"temperature", "humidity", "pressure"};

    private FlinkBatch() {}

    public static void main(String[] arguments) throws Exception {
        Configuration settings = new Configuration();
        settings.setString("pipeline.object-reuse", "true");
        settings.setString("execution.runtime-mode", "BATCH");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createRemoteEnvironment(
                arguments[0], Integer.parseInt(arguments[1]), settings);
        environment.setParallelism(2);
        StreamTableEnvironment tables = StreamTableEnvironment.create(
                environment, EnvironmentSettings.newInstance().inBatchMode().build());
        tables.executeSql("CREATE TABLE readings (ts TIMESTAMP(3), device_id BIGINT, temperature DOUBLE, humidity DOUBLE,"
                + " pressure DOUBLE) WITH ('connector' = 'filesystem', 'path' = '" + arguments[2]
                // The file's header is no reading.
                + "', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true')");
        StringBuilder columns = new StringBuilder();
        StringBuilder calls = new StringBuilder();
        for (String metric : METRICS) {
            for (String call : new String[] {"avg", "min", "max", "stddev"}) {
                columns.append(", ").append(call).append('_').append(metric).append(" DOUBLE");
            }
            calls.append(", AVG(").append(metric).append("), MIN(").append(metric).append("), MAX(").append(metric);
            calls.append("), STDDEV_SAMP(").append(metric).append(')');
        }
        tables.executeSql("CREATE TABLE answer (device_id BIGINT, window_start STRING, n BIGINT" + columns
                + ") WITH ('connector' = 'filesystem', 'path' = '" + arguments[3] + "', 'format' = 'csv')");
        tables.executeSql("INSERT INTO answer SELECT device_id, DATE_FORMAT(window_start, 'yyyy-MM-dd HH:mm:ss'), COUNT(*)" + calls
                        + " FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                        + " WHERE ts IS NOT NULL GROUP BY device_id, window_start, window_end")
                .await();
    }
}
