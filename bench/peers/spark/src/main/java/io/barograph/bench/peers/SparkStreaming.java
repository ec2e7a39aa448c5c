package io.barograph.bench.peers;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.window;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * The benchmark's query in Spark Structured Streaming on the master that {@code spark.master} names or two threads of the process, in batches of 2.5 million readings.
 *
 * <p>Arguments: the broker, the topic of readings, the topic of results, {@code csv} or {@code json}, a new folder for its
 * checkpoints. Reads to the end that the topic has at the start.
 */
public final class SparkStreaming {
    private static final String[] METRICS = {"temperature", "humidity", "pressure"};

    private SparkStreaming() {}

    public static void main(String[] arguments) throws Exception {
        String servers = arguments[0];
        SparkSession session = SparkSession.builder()
                .master(System.getProperty("spark.master", "local[2]"))
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        StructType readings = new StructType()
                .add("ts", "long")
                .add("device_id", "long")
                .add("temperature", "double")
                .add("humidity", "double")
                .add("pressure", "double");
        Column text = col("value").cast("string");
        Column reading = arguments[3].equals("json")
                ? from_json(text, readings)
                : from_csv(text, lit(readings.toDDL()), Map.of());
        Dataset<Row> sensors = session.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", servers)
                .option("subscribe", arguments[1])
                .option("startingOffsets", "earliest")
                .option("maxOffsetsPerTrigger", 2_500_000)
                .load()
                .select(reading.alias("reading"))
                .select("reading.*")
                .withColumn("t", timestamp_millis(col("ts")))
                .withWatermark("t", "5 seconds");
        List<Column> calls = new ArrayList<>();
        List<Column> shown = new ArrayList<>(List.of(col("device_id"), col("window.start").alias("window_start"), col("n")));
        for (String metric : METRICS) {
            Map<String, Column> named = new LinkedHashMap<>();
            named.put("avg_" + metric, avg(metric));
            named.put("min_" + metric, min(metric));
            named.put("max_" + metric, max(metric));
            named.put("stddev_" + metric, stddev_samp(metric));
            named.forEach((name, call) -> {
                calls.add(call.alias(name));
                shown.add(col(name));
            });
        }
        sensors.groupBy(window(col("t"), "1 minute"), col("device_id"))
                .agg(count(lit(1)).alias("n"), calls.toArray(Column[]::new))
                .select(to_json(struct(shown.toArray(Column[]::new))).alias("value"))
                .writeStream()
                .outputMode("append")
                .format("kafka")
                .option("kafka.bootstrap.servers", servers)
                .option("topic", arguments[2])
                .option("checkpointLocation", arguments[4])
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        session.stop();
    }
}
