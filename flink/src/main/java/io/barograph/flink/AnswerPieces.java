package io.barograph.flink;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;

/**
 * The answer's chunks on their way to the one who asked, in pieces: what Flink's collecting sink still holds when it ends, twice its
 * largest batch, travels in one message between Flink's servers, and these refuse messages above 10 MiB. A chunk has no bound.
 */
final class AnswerPieces {
    /** Below half of Flink's largest batch, which is 2 MiB where nobody says otherwise. */
    private static final int PIECE_BYTES = 1 << 20;

    private AnswerPieces() {}

    /** The pieces of the chunks of a job's last stage. */
    static DataStream<Tuple2<Integer, byte[]>> of(DataStream<Tuple2<Integer, byte[]>> sent) {
        // One subtask, in the sink's: pieces of different chunks never mix.
        return sent.flatMap(new Cut()).returns(sent.getType()).setParallelism(1).name("answer");
    }

    /** Gives the chunks of which these are the pieces, as they come. */
    static void join(Iterator<Tuple2<Integer, byte[]>> pieces, Consumer<byte[]> answer) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        while (pieces.hasNext()) {
            Tuple2<Integer, byte[]> piece = pieces.next();
            chunk.writeBytes(piece.f1);
            if (piece.f0 == 0) {
                answer.accept(chunk.toByteArray());
                chunk.reset();
            }
        }
    }

    /** Of a chunk the pieces, each with how many bytes are still to come. */
    static final class Cut implements FlatMapFunction<Tuple2<Integer, byte[]>, Tuple2<Integer, byte[]>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(Tuple2<Integer, byte[]> sent, Collector<Tuple2<Integer, byte[]>> pieces) {
            byte[] chunk = sent.f1;
            int from = 0;
            do {
                int to = Math.min(chunk.length, from + PIECE_BYTES);
                byte[] piece = from == 0 && to == chunk.length ? chunk : Arrays.copyOfRange(chunk, from, to);
                pieces.collect(Tuple2.of(chunk.length - to, piece));
                from = to;
            } while (from < chunk.length);
        }
    }
}
