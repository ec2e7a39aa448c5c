package io.barograph.bench.peers;

import org.apache.spark.sql.SparkSession;

/**
 * Readings in CSV per device and minute, by Spark SQL, into CSV files. Where and how it runs is in system properties.
 *
 * <p>Arguments: the readings' URI, the folder of the answer.
 */
public final class SparkBatch {
    private SparkBatch() {}

    public static void main(String[] arguments) {
        SparkSession session = SparkSession.builder()
                .appName("plain Spark SQL")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        session.read()
                .schema("timestamp TIMESTAMP, device_id BIGINT, temperature DOUBLE, humidity DOUBLE, pressure DOUBLE")
                .option("header", "true")
                .csv(arguments[0])
                .createOrReplaceTempView("readings");
        StringBuilder calls = new StringBuilder();
        for (String metric : new String[] {"temperature", "humidity", "pressure"}) {
            for (String call : new String[] {"avg", "min", "max", "stddev_samp"}) {
                calls.append(", ").append(call).append('(').append(metric).append(')');
            }
        }
        session.sql("SELECT device_id, window.start AS window_start, count(*) AS n" + calls
                        + " FROM readings GROUP BY device_id, window(timestamp, '1 minute')")
                .write()
                .option("timestampFormat", "yyyy-MM-dd HH:mm:ss")
                .csv(arguments[1]);
        session.stop();
    }
}
