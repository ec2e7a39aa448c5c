package io.barograph.spark.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.local.SpooledChunks;
import io.barograph.local.live.LanePiece;
import io.barograph.spark.ExecutorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** The first operator: keeps each lane's state, reads its piece of the batch, and sends chunks to the partitions of their keys. */
final class ReadLanes extends StatefulProcessor<Integer, Tuple2<Integer, byte[]>, Tuple2<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SentPipeline> pipeline;

    @SuppressWarnings("NullAway.Init") // Spark calls init before all else.
    private transient ValueState<byte[]> lanes;

    ReadLanes(Broadcast<SentPipeline> pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public void init(OutputMode output, TimeMode time) {
        lanes = getHandle().getValueState("lane", Encoders.BINARY(), TTLConfig.NONE());
    }

    @Override
    public scala.collection.Iterator<Tuple2<Integer, byte[]>> handleInputRows(
            Integer lane, scala.collection.Iterator<Tuple2<Integer, byte[]>> rows, TimerValues times) {
        LanePiece piece = LanePiece.of(rows.next()._2);
        Slots slots = new Slots(piece.partitions());
        RunOptions options = ExecutorOptions.ofTask();
        SpooledChunks chunks = new SpooledChunks(options.temp(), options.memoryBytes() / 4);
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> chunks.close());
        try {
            lanes.update(pipeline.value().tasks().readPiece(piece, lanes.exists() ? lanes.get() : null, chunks));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int[] keys = new int[piece.partitions()];
        for (int partition = 0; partition < keys.length; partition++) {
            keys[partition] = slots.key(partition);
        }
        Iterator<SpooledChunks.Sent> each = chunks.read();
        return CollectionConverters.asScala(new Iterator<Tuple2<Integer, byte[]>>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Tuple2<Integer, byte[]> next() {
                SpooledChunks.Sent next = each.next();
                return new Tuple2<>(keys[next.partition()], next.chunk());
            }
        });
    }
}
