package io.barograph.core.engine;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;

/** Where an answer goes. Called by one thread at a time: begin once, accept any number of times, end once on success. */
public interface ResultSink {
    /** Takes rows that nobody looks at, of any number of answers at once. */
    ResultSink NOWHERE = new ResultSink() {
        @Override
        public void begin(Schema schema) {}

        @Override
        public void accept(Batch batch) {}

        @Override
        public void end() {}
    };

    void begin(Schema schema);

    /** Takes rows; the batch is the caller's again on return. */
    void accept(Batch batch);

    void end();
}
