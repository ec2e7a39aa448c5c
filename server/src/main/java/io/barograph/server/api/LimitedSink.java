package io.barograph.server.api;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.EncodingSink;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.concurrent.atomic.AtomicLong;

/** Passes rows on, and fails when there are too many. */
class LimitedSink implements ResultSink {
    private final ResultSink target;
    private final long most;
    private final AtomicLong rows = new AtomicLong();

    private LimitedSink(ResultSink target, long most) {
        this.target = target;
        this.most = most;
    }

    /** Before a target, which is fed by several threads where it allows that. */
    static ResultSink of(ResultSink target, long most) {
        return target instanceof EncodingSink encoding ? new Encoding(encoding, most) : new LimitedSink(target, most);
    }

    final void count(Batch batch) {
        if (rows.addAndGet(batch.size()) > most) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the answer has more than " + most
                            + " rows, the most that this service gives: add LIMIT, aggregate, or raise 'queries.rows' in the"
                            + " configuration");
        }
    }

    @Override
    public void begin(Schema schema) {
        target.begin(schema);
    }

    @Override
    public void accept(Batch batch) {
        count(batch);
        target.accept(batch);
    }

    @Override
    public void end() {
        target.end();
    }

    private static final class Encoding extends LimitedSink implements EncodingSink {
        private final EncodingSink target;

        Encoding(EncodingSink target, long most) {
            super(target, most);
            this.target = target;
        }

        @Override
        public Encoder newEncoder() {
            Encoder encoder = target.newEncoder();
            return new Encoder() {
                @Override
                public int encode(Batch batch) {
                    count(batch);
                    return encoder.encode(batch);
                }

                @Override
                public byte[] bytes() {
                    return encoder.bytes();
                }
            };
        }

        @Override
        public void write(byte[] bytes, int length) {
            target.write(bytes, length);
        }
    }
}
