package io.barograph.spark.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.SpooledChunks;
import io.barograph.local.live.MicroBatchHost;
import io.barograph.spark.Answers;
import io.barograph.spark.SparkContexts;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.Trigger;
import scala.Tuple2;

/**
 * Runs live pipelines as Structured Streaming: the source gives the pieces of lanes that a batch reads, one stateful operator reads
 * them, another keeps windows and gives what is ripe, and this process hands that to the sinks. Spark keeps plans and states in
 * its checkpoint, and runs again what an executor has lost.
 *
 * <p>One pipeline at a time. The context is closed with it.
 */
public final class SparkMicroBatches implements MicroBatchHost {
    /** Results come about as often; what a batch costs by itself is a part of it. */
    private static final String INTERVAL = "1 second";

    private static final long LOOK_MILLIS = 100;
    /** Bytes of a batch that wait in memory here; more go to a file. */
    private static final long MOST_HELD = 64L << 20;

    private static final Encoder<Tuple2<Integer, byte[]>> KEYED = Encoders.tuple(Encoders.INT(), Encoders.BINARY());

    private final JavaSparkContext context;
    private final int partitions;

    /** @param partitions to how many keys are dealt out, for as long as a pipeline's states are kept */
    public SparkMicroBatches(JavaSparkContext context, int partitions) {
        this.context = context;
        this.partitions = partitions;
    }

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public void run(Order order) {
        String run = PieceSource.add(order.planner());
        try {
            run(order, run);
        } catch (Exception failed) {
            throw SparkContexts.told(context, failed);
        } finally {
            PieceSource.remove(run);
        }
    }

    private void run(Order order, String run) throws StreamingQueryException, TimeoutException {
        Broadcast<SentPipeline> pipeline = context.broadcast(new SentPipeline(order.job()));
        try {
            await(order, start(session(), order, run, pipeline));
        } finally {
            // A context that has lost its master stops by itself, and all it held is gone.
            if (!context.sc().isStopped()) {
                pipeline.destroy();
            }
        }
    }

    @Override
    public void forget(String state) {
        try {
            Path folder = new Path(state);
            FileSystem files = folder.getFileSystem(context.hadoopConfiguration());
            if (!files.delete(folder, true) && files.exists(folder)) {
                throw new IOException("are they this user's?");
            }
        } catch (IOException | RuntimeException failed) {
            throw new BarographException(
                    ErrorCode.IO_ERROR,
                    "the checkpoints in '" + state + "' cannot be deleted: " + failed.getMessage(),
                    failed);
        }
    }

    private SparkSession session() {
        return SparkSession.builder()
                .config(context.getConf())
                .config("spark.sql.shuffle.partitions", Integer.toString(partitions))
                .config(
                        "spark.sql.streaming.stateStore.providerClass",
                        "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider")
                .getOrCreate();
    }

    private StreamingQuery start(SparkSession session, Order order, String run, Broadcast<SentPipeline> pipeline)
            throws TimeoutException {
        Dataset<Tuple2<Integer, byte[]>> pieces = session.readStream()
                .format(PieceSource.class.getName())
                .option(PieceSource.RUN, run)
                .option(PieceSource.PARTITIONS, partitions)
                .load()
                .as(KEYED);
        Dataset<byte[]> shown = pieces.groupByKey(new Key(), Encoders.INT())
                .transformWithState(new ReadLanes(pipeline), TimeMode.None(), OutputMode.Append(), KEYED)
                .groupByKey(new Key(), Encoders.INT())
                .transformWithState(
                        new ShowPartitions(pipeline), TimeMode.None(), OutputMode.Append(), Encoders.BINARY());
        VoidFunction2<Dataset<byte[]>, Long> take = (chunks, batch) -> take(order, chunks, batch);
        DataStreamWriter<byte[]> writer = shown.writeStream()
                .outputMode(OutputMode.Append())
                .option("checkpointLocation", order.state())
                .trigger(order.endsHere() ? Trigger.AvailableNow() : Trigger.ProcessingTime(INTERVAL))
                .foreachBatch(take);
        return writer.start();
    }

    /** First all of a batch, then the sinks: so that they are given nothing of one that fails. */
    private void take(Order order, Dataset<byte[]> shown, long batch) {
        String temp =
                context.getConf().get("spark.local.dir", RunOptions.defaults().temp());
        try (SpooledChunks chunks = new SpooledChunks(temp, MOST_HELD)) {
            Answers.atOnce(shown.javaRDD(), chunk -> chunks.send(0, chunk));
            Iterator<SpooledChunks.Sent> each = chunks.read();
            order.target().take(batch, new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return each.hasNext();
                }

                @Override
                public byte[] next() {
                    return each.next().chunk();
                }
            });
        }
    }

    private static void await(Order order, StreamingQuery query) throws StreamingQueryException, TimeoutException {
        try {
            while (!query.awaitTermination(LOOK_MILLIS)) {
                if (order.cancellation().isRequested()) {
                    // What the batch at hand has not shown, the next run's first batch shows.
                    query.stop();
                } else if (!order.endsHere() && order.target().hasEnded()) {
                    query.processAllAvailable();
                    query.stop();
                }
            }
        } finally {
            query.stop();
        }
    }

    @Override
    public void close() {
        context.close();
    }

    /** The number that something goes to. */
    private static final class Key implements MapFunction<Tuple2<Integer, byte[]>, Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer call(Tuple2<Integer, byte[]> row) {
            return row._1;
        }
    }
}
