package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.EncodingSink;
import io.barograph.core.engine.ResultSink;
import org.jspecify.annotations.Nullable;

/** The way to a sink: rows in order, of which a slice passes. Used by the thread that called the engine. */
final class Answer {
    private final Schema schema;
    private final ResultSink sink;
    private final @Nullable EncodingSink encoding;
    private final long wantedOfUnit;
    private long toSkip;
    private long toPass;
    private long rows;
    private boolean abandoned;

    /**
     * @param offset rows skipped
     * @param count rows passed behind them, or {@link Long#MAX_VALUE} for all
     */
    Answer(Schema schema, ResultSink sink, long offset, long count) {
        this.schema = schema;
        this.sink = sink;
        // Encoded rows cannot be cut, so a slice is encoded here, row by row as it passes.
        this.encoding = sink instanceof EncodingSink both && offset == 0 && count == Long.MAX_VALUE ? both : null;
        this.wantedOfUnit = wanted(offset, count);
        this.toSkip = offset;
        this.toPass = count;
    }

    /** How many first rows a slice is made of, or {@link Long#MAX_VALUE} for all. */
    static long wanted(long offset, long count) {
        return count > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + count;
    }

    /** The sink is told of the columns. */
    void begin() {
        sink.begin(schema);
    }

    /** The sink, where workers may encode for it. */
    @Nullable
    EncodingSink encoding() {
        return encoding;
    }

    Schema schema() {
        return schema;
    }

    /** The most rows of one unit that can matter. */
    long wantedOfUnit() {
        return wantedOfUnit;
    }

    /** Wants no more: all is to be read again, in another way. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    boolean isFull() {
        return toPass == 0 || abandoned;
    }

    /** Rows that reached the sink. */
    long rows() {
        return rows;
    }

    void accept(Batch batch) {
        int from = (int) Math.min(toSkip, batch.size());
        int count = (int) Math.min(toPass, batch.size() - from);
        toSkip -= from;
        if (count == 0) {
            return;
        }
        if (count == batch.size()) {
            sink.accept(batch);
        } else {
            RowBuffer part = new RowBuffer(schema);
            part.append(batch, from, count);
            sink.accept(part.batch(0));
        }
        passed(count);
    }

    /** Passes what a worker's encoder made of so many rows. */
    void write(byte[] bytes, int length, int count) {
        if (encoding == null) {
            throw new IllegalStateException("nobody was to encode for this sink");
        }
        encoding.write(bytes, length);
        passed(count);
    }

    private void passed(int count) {
        rows += count;
        if (toPass != Long.MAX_VALUE) {
            toPass -= count;
        }
    }
}
