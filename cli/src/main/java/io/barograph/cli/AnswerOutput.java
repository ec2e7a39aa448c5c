package io.barograph.cli;

import io.barograph.core.engine.ResultSink;
import io.barograph.formats.output.TextRows;

/** Where an answer goes. Opened before the run, finished after a good one, closed in any case. */
interface AnswerOutput extends AutoCloseable {
    /** Takes the answer. */
    ResultSink sink();

    /** Shows texts as the command line wants answers. */
    static void show(TextRows rows, Arguments arguments, Console console) {
        try (AnswerOutput output = AnswerFormat.open(arguments, console)) {
            rows.writeTo(output.sink());
            output.finish();
        }
    }

    /** The answer is complete: shows it, or gives the file its name. */
    void finish();

    /** Without {@link #finish}, nothing stays behind. */
    @Override
    void close();
}
