package io.barograph.formats.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;

/** A stream whose failures say what they mean: which file they are about, or that nobody reads on. */
public final class ExplainedStream extends OutputStream {
    private final OutputStream out;
    private final Function<IOException, RuntimeException> meaning;

    public ExplainedStream(OutputStream out, Function<IOException, RuntimeException> meaning) {
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

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw meaning.apply(e);
        }
    }
}
