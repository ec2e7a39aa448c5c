package io.barograph.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * An answer that begins with notes on it, one header {@value #HEADER} each, as they are when its first byte is sent or it is flushed.
 * Used by one thread.
 */
public final class NotedStream extends OutputStream {
    /** What there is to know about an answer. */
    public static final String HEADER = "Barograph-Note";

    private final OutputStream out;
    private final Exchange exchange;
    private final Supplier<List<String>> notes;
    private boolean isBegun;

    /** @param out the exchange's, of which nothing has been written */
    public NotedStream(OutputStream out, Exchange exchange, Supplier<List<String>> notes) {
        this.out = out;
        this.exchange = exchange;
        this.notes = notes;
    }

    private void begin() {
        if (!isBegun) {
            isBegun = true;
            notes.get().forEach(note -> exchange.response().getHeaders().add(HEADER, headerText(note)));
        }
    }

    /** Headers are lines of ASCII, whatever names say. */
    static String headerText(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    @Override
    public void write(int one) throws IOException {
        begin();
        out.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        begin();
        out.write(bytes, offset, count);
    }

    @Override
    public void flush() throws IOException {
        begin();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        begin();
        out.close();
    }
}
