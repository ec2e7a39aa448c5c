package io.barograph.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Fetches the chunks of a job's last stage: those of one task when it is done, so that all are never in memory at once. */
public final class Answers {
    private Answers() {}

    /** @param answer is given chunks by one thread, which Spark waits for: it should take its time with nothing */
    public static void collect(JavaRDD<byte[]> chunks, Consumer<byte[]> answer) {
        chunks.context()
                .runJob(
                        chunks.rdd(),
                        new ToArray(),
                        new Handler(answer),
                        ClassTag$.MODULE$.<byte[][]>apply(byte[][].class));
    }

    /** What a task's partition sends to the driver. */
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
