package io.barograph.formats.output;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.EncodingSink;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** What the sinks that write rows of text have in common: all but the style. */
abstract sealed class StreamSink implements EncodingSink permits CsvSink, JsonSink {
    private final OutputStream out;
    private @Nullable Schema schema;
    private @Nullable RowStyle style;
    private @Nullable RowEncoder own;

    StreamSink(OutputStream out) {
        this.out = out;
    }

    /** How rows of this schema are written. */
    abstract RowStyle style(Schema answer);

    @Override
    public final void begin(Schema answer) {
        schema = answer;
        RowStyle chosen = style(answer);
        style = chosen;
        send(chosen.opening(), 0, chosen.opening().length);
    }

    @Override
    public final Encoder newEncoder() {
        if (style == null || schema == null) {
            throw new IllegalStateException("begin first");
        }
        return new RowEncoder(style, schema);
    }

    @Override
    public final void accept(Batch batch) {
        if (own == null) {
            own = (RowEncoder) newEncoder();
        }
        int length = own.encode(batch);
        write(own.bytes(), length);
    }

    @Override
    public void write(byte[] bytes, int length) {
        send(bytes, 0, length);
    }

    @Override
    public final void end() {
        if (style == null) {
            throw new IllegalStateException("begin first");
        }
        send(style.closing(), 0, style.closing().length);
        try {
            out.flush();
        } catch (IOException failure) {
            throw WriteFailure.of(failure);
        }
    }

    final void send(byte[] bytes, int from, int length) {
        try {
            out.write(bytes, from, length);
        } catch (IOException failure) {
            throw WriteFailure.of(failure);
        }
    }
}
