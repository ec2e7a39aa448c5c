package io.barograph.cli;

import io.barograph.core.engine.ResultSink;

/** Where an answer goes. Opened before the run, finished after a good one, closed in any case. */
interface AnswerOutput extends AutoCloseable {
    /** Takes the answer. */
    ResultSink sink();

    /** The answer is complete: shows it, or gives the file its name. */
    void finish();

    /** Without {@link #finish}, nothing stays behind. */
    @Override
    void close();
}
