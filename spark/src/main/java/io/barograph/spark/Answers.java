package io.barograph.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.CollectionAccumulator;
import scala.Tuple2;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Fetches the chunks of a job's last stage. */
public final class Answers {
    /** Spark keeps a file open for each while a task writes, up to so many. */
    private static final int PIECES = 200;

    /** A piece, about, where an answer has less than all pieces of it. */
    private static final int PIECE_BYTES = 8 << 20;

    /** So many tasks write into one piece. */
    private static final int TASKS_OF_PIECE = 128;

    private static final int FETCHED_AT_ONCE = 8;

    /** How often is looked whether somebody still works on a job. */
    private static final Duration LOOK = Duration.create(1, TimeUnit.SECONDS);

    private Answers() {}

    /**
     * Runs the last stage, whose chunks are those of one task when it is done: for small ones.
     *
     * @param answer as of {@link #inPieces}
     */
    public static void atOnce(JavaRDD<byte[]> chunks, Consumer<byte[]> answer) {
        fetch(chunks.rdd(), 0, chunks.getNumPartitions(), answer);
    }

    /**
     * Runs the last stage. What a task gives Spark as its result is in its executor's memory as a whole, more than once, and all results
     * of a job together have a bound. So tasks write what they answer as pieces of a shuffle, and those are fetched, a few at a time.
     *
     * @param answer is given chunks by one thread, which Spark waits for: it should take its time with nothing
     */
    static void inPieces(JavaSparkContext context, JavaRDD<byte[]> chunks, Consumer<byte[]> answer) {
        int tasks = chunks.getNumPartitions();
        CollectionAccumulator<Integer> last = context.sc().collectionAccumulator();
        RDD<byte[]> pieces = JavaPairRDD.fromJavaRDD(chunks.mapPartitionsWithIndex(new ToPieces(tasks, last), false))
                .partitionBy(new ByNumber(PIECES))
                .values()
                .rdd();
        // Whatever is answered, each task has a first piece.
        int from = 0;
        int to = Math.min(FETCHED_AT_ONCE, (tasks - 1) / TASKS_OF_PIECE + 1);
        OneAttempt wanted = new OneAttempt(answer);
        while (from < to) {
            fetch(pieces, from, to, wanted);
            from = to;
            int most = last.value().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
            // Of an answer larger than all pieces each is larger, too.
            int atOnce = (int) Math.max(1, (long) FETCHED_AT_ONCE * PIECES / Math.max(PIECES, most));
            to = Math.max(from, Math.min(Math.min(PIECES, most), from + atOnce));
        }
    }

    private static void fetch(RDD<byte[]> pieces, int from, int to, Consumer<byte[]> answer) {
        List<Object> numbers =
                IntStream.range(from, to).<Object>mapToObj(Integer::valueOf).toList();
        SimpleFutureAction<BoxedUnit> job = pieces.context()
                .submitJob(
                        pieces,
                        new ToArray(),
                        CollectionConverters.asScala(numbers).toSeq(),
                        new Handler(answer),
                        new Nothing());
        while (!isOver(job)) {
            // One that is handed over while the context stops is neither run nor failed: nobody would ever be told.
            if (pieces.context().isStopped()) {
                throw new IllegalStateException("Spark's context has stopped");
            }
        }
    }

    /** Waits a while for a job; throws what it has failed with. */
    private static boolean isOver(SimpleFutureAction<BoxedUnit> job) {
        try {
            Await.result(job, LOOK);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Spark worked", e);
        }
    }

    /** Numbers a task's chunks by the pieces that they go to. */
    private static final class ToPieces
            implements Function2<Integer, Iterator<byte[]>, Iterator<Tuple2<Integer, byte[]>>> {
        private static final long serialVersionUID = 1L;

        private final int tasks;
        private final CollectionAccumulator<Integer> last;

        ToPieces(int tasks, CollectionAccumulator<Integer> last) {
            this.tasks = tasks;
            this.last = last;
        }

        @Override
        public Iterator<Tuple2<Integer, byte[]>> call(Integer task, Iterator<byte[]> chunks) {
            int share = PIECE_BYTES / Math.min(tasks, TASKS_OF_PIECE);
            int beside = (tasks - 1) / TASKS_OF_PIECE + 1;
            return new Iterator<>() {
                private long before;
                private int piece;

                @Override
                public boolean hasNext() {
                    boolean more = chunks.hasNext();
                    if (!more) {
                        last.add(piece);
                    }
                    return more;
                }

                @Override
                public Tuple2<Integer, byte[]> next() {
                    byte[] chunk = chunks.next();
                    piece = Math.toIntExact(before / share * beside + task / TASKS_OF_PIECE);
                    before += chunk.length;
                    return new Tuple2<>(piece % PIECES, OneAttempt.marked(task, chunk));
                }
            };
        }
    }

    /** What a partition sends to the driver. */
    private static final class ToArray extends AbstractFunction1<scala.collection.Iterator<byte[]>, byte[][]>
            implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public byte[][] apply(scala.collection.Iterator<byte[]> chunks) {
            List<byte[]> all = new ArrayList<>();
            while (chunks.hasNext()) {
                all.add(chunks.next());
            }
            return all.toArray(byte[][]::new);
        }
    }

    /** What a job is, beside what its partitions have sent. */
    private static final class Nothing extends AbstractFunction0<BoxedUnit> {
        @Override
        public BoxedUnit apply() {
            return BoxedUnit.UNIT;
        }
    }

    /** Spark calls it for one partition at a time. */
    private static final class Handler extends AbstractFunction2<Object, byte[][], BoxedUnit> {
        private final Consumer<byte[]> answer;

        Handler(Consumer<byte[]> answer) {
            this.answer = answer;
        }

        @Override
        public BoxedUnit apply(Object partition, byte[][] chunks) {
            for (byte[] chunk : chunks) {
                answer.accept(chunk);
            }
            return BoxedUnit.UNIT;
        }
    }
}
