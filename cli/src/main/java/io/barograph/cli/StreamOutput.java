package io.barograph.cli;

import io.barograph.core.engine.ResultSink;
import io.barograph.formats.output.CsvSink;
import io.barograph.formats.output.JsonSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An answer written as it comes, to a file or to standard output. */
final class StreamOutput implements AnswerOutput {
    private final @Nullable AtomicFile file;
    private final ResultSink sink;

    /** @param name of the file to write, or null for standard output */
    StreamOutput(@Nullable String name, AnswerFormat format, Console console) {
        OutputStream out;
        if (name == null) {
            file = null;
            out = new Explained(console.out(), OutputClosedException::of);
        } else {
            file = AtomicFile.create(name);
            out = new Explained(Channels.newOutputStream(file.channel()), e -> AtomicFile.failure(name, e));
        }
        sink = switch (format) {
            case CSV -> new CsvSink(out);
            case JSON -> JsonSink.array(out);
            case JSONL -> JsonSink.lines(out);
            case BOX, MARKDOWN, CHART -> throw new IllegalArgumentException(format + " is no stream");
        };
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

    /** A stream whose failures say which file they are about, or that nobody reads on. */
    private static final class Explained extends OutputStream {
        private final OutputStream out;
        private final Function<IOException, RuntimeException> meaning;

        Explained(OutputStream out, Function<IOException, RuntimeException> meaning) {
            this.out = out;
            this.meaning = meaning;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw meaning.apply(e);
            }
        }

        @Override
        public void flush() {
            try {
                out.flush();
            } catch (IOException e) {
                throw meaning.apply(e);
            }
        }
    }
}
