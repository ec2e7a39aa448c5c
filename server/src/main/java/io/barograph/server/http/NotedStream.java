package io.barograph.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * An answer that begins with notes on it, one header {@value #HEADER} each, as they are when its first byte is sent or it is flushed.
 * Used by one thread.
 */
public final class NotedStream extends OutputStream {
    /** What there is to know about an answer. */
    public static final String HEADER = "Barograph-Note";

    /** More notes, and longer ones, than a client has room for among an answer's headers. */
    private static final int MOST_NOTES = 8;

    private static final int LONGEST_NOTE = 400;

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
            headers(notes.get())
                    .forEach(note -> exchange.response().getHeaders().add(HEADER, note));
        }
    }

    /** Notes as values of headers: lines of ASCII, whatever names say; the first of many, and of long ones the beginning. */
    static List<String> headers(List<String> notes) {
        List<String> headers = new ArrayList<>();
        for (String note : notes.subList(0, Math.min(MOST_NOTES, notes.size()))) {
            String text = note.replaceAll("[^ -~]", "?");
            headers.add(text.length() <= LONGEST_NOTE ? text : text.substring(0, LONGEST_NOTE) + "...");
        }
        if (notes.size() > MOST_NOTES) {
            headers.add("and " + (notes.size() - MOST_NOTES) + " more notes of this kind");
        }
        return headers;
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
