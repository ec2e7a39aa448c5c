package io.barograph.spark.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.local.SpooledChunks;
import io.barograph.spark.ExecutorOptions;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StatefulProcessor;
import org.apache.spark.sql.streaming.TTLConfig;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.TimerValues;
import org.apache.spark.sql.streaming.ValueState;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/** The second operator: keeps the windows of each partition of the keys, and gives what is to be shown of them. */
final class ShowPartitions extends StatefulProcessor<Integer, Tuple2<Integer, byte[]>, byte[]> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SentPipeline> pipeline;

    @SuppressWarnings("NullAway.Init") // Spark calls init before all else.
    private transient ValueState<byte[]> windows;

    ShowPartitions(Broadcast<SentPipeline> pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public void init(OutputMode output, TimeMode time) {
        windows = getHandle().getValueState("windows", Encoders.BINARY(), TTLConfig.NONE());
    }

    @Override
    public scala.collection.Iterator<byte[]> handleInputRows(
            Integer key, scala.collection.Iterator<Tuple2<Integer, byte[]>> rows, TimerValues times) {
        TaskContext context = TaskContext.get();
        RunOptions options = ExecutorOptions.ofTask();
        SpooledChunks shown = new SpooledChunks(options.temp(), options.memoryBytes() / 4);
        context.addTaskCompletionListener((TaskCompletionListener) ended -> shown.close());
        Iterator<byte[]> chunks = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public byte[] next() {
                return rows.next()._2;
            }
        };
        // Each partition has a task of its own: Slots sees to that.
        windows.update(pipeline.value()
                .tasks()
                .showPartition(
                        context.partitionId(),
                        chunks,
                        windows.exists() ? windows.get() : null,
                        chunk -> shown.send(0, chunk)));
        Iterator<SpooledChunks.Sent> each = shown.read();
        return CollectionConverters.asScala(new Iterator<byte[]>() {
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
