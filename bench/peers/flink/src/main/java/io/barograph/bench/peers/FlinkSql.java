package io.barograph.bench.peers;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * The benchmark's query in Flink SQL on a session cluster ({@code -Dflink.master=host:port}) or within the process, two slots, objects reused, no checkpoints.
 *
 * <p>Arguments: the broker, the topic of readings, the topic of results, {@code csv} or {@code json}. Reads to the end that the
 * topic has at the start.
 */
public final class FlinkSql {
    private static final String[] METRICS = {"temperature", "humidity", "pressure"};

    private FlinkSql() {}

    public static void main(String[] arguments) throws Exception {
        String servers = arguments[0];
        Configuration settings = new Configuration();
        settings.setString("pipeline.object-reuse", "true");
        String master = System.getProperty("flink.master");
        StreamExecutionEnvironment environment = master == null
                ? StreamExecutionEnvironment.getExecutionEnvironment(settings)
                : StreamExecutionEnvironment.createRemoteEnvironment(
                        master.split(":")[0], Integer.parseInt(master.split(":")[1]), settings);
        environment.setParallelism(2);
        environment.setRuntimeMode(RuntimeExecutionMode.STREAMING);
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.executeSql("CREATE TABLE sensors (ts BIGINT, device_id BIGINT, temperature DOUBLE, humidity DOUBLE,"
                + " pressure DOUBLE, t AS TO_TIMESTAMP_LTZ(ts, 3), WATERMARK FOR t AS t - INTERVAL '5' SECOND) WITH ("
                + kafka(servers, arguments[1]) + ", 'scan.startup.mode' = 'earliest-offset',"
                + " 'scan.bounded.mode' = 'latest-offset', 'format' = '" + arguments[3] + "')");
        StringBuilder columns = new StringBuilder();
        StringBuilder calls = new StringBuilder();
        for (String metric : METRICS) {
            for (String call : new String[] {"avg", "min", "max", "stddev"}) {
                columns.append(", ").append(call).append('_').append(metric).append(" DOUBLE");
            }
            calls.append(", AVG(").append(metric).append("), MIN(").append(metric).append("), MAX(").append(metric);
            calls.append("), STDDEV_SAMP(").append(metric).append(')');
        }
        tables.executeSql("CREATE TABLE results (device_id BIGINT, window_start TIMESTAMP(3), n BIGINT" + columns + ") WITH ("
                + kafka(servers, arguments[2]) + ", 'format' = 'json')");
        tables.executeSql("INSERT INTO results SELECT device_id, window_start, COUNT(*)" + calls
                        + " FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(t), INTERVAL '1' MINUTE))"
                        + " GROUP BY device_id, window_start, window_end")
                .await();
    }

    private static String kafka(String servers, String topic) {
        return "'connector' = 'kafka', 'topic' = '" + topic + "', 'properties.bootstrap.servers' = '" + servers + "'";
    }
}
