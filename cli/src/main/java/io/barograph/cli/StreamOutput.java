package io.barograph.cli;

import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import io.barograph.formats.output.AtomicFile;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** An answer written as it comes, to a file or to standard output. */
final class StreamOutput implements AnswerOutput {
    private final @Nullable AtomicFile file;
    private final ResultSink sink;

    /** @param name of the file to write, or null for standard output */
    StreamOutput(@Nullable String name, OutputFormat format, Console console) {
        OutputStream out;
        if (name == null) {
            file = null;
            out = console.stream();
        } else {
            file = AtomicFile.create(name);
            out = file.stream(e -> OutputClosedException.of(e, AtomicFile.failure(name, e)));
        }
        sink = format.open(out);
    }

    @Override
    public ResultSink sink() {
        return sink;
    }

    @Override
    public void finish() {
        if (file != null) {
            file.commit();
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
