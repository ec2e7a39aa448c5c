package io.barograph.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;

/**
 * An answer with notes on it, one field {@value #HEADER} each: headers where they are known when its first byte is sent, else trailers.
 * A small answer is held back until it is {@linkplain #complete complete}: its notes are headers, and what fails early is a problem
 * with a status of its own. Used by one thread at a time.
 */
public final class NotedStream extends OutputStream {
    /** What there is to know about an answer. */
    public static final String HEADER = "Barograph-Note";

    /** Before so much is written nothing is sent. */
    private static final int BUFFER_BYTES = 1 << 16;

    /** More notes, and longer ones, than a client has room for among an answer's headers. */
    private static final int MOST_NOTES = 8;

    private static final int LONGEST_NOTE = 400;

    private final OutputStream out;
    private final Exchange exchange;
    private final Supplier<List<String>> early;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final HttpFields.Mutable trailers = HttpFields.build();
    private boolean isBegun;

    /**
     * @param out the exchange's, of which nothing has been written
     * @param early notes that are known when the first byte is sent
     */
    public NotedStream(OutputStream out, Exchange exchange, Supplier<List<String>> early) {
        this.out = out;
        this.exchange = exchange;
        this.early = early;
    }

    private void begin(boolean isComplete) {
        if (isBegun) {
            return;
        }
        isBegun = true;
        HttpFields.Mutable fields = exchange.response().getHeaders();
        headers(early.get()).forEach(note -> fields.add(HEADER, note));
        if (isComplete) {
            return;
        }
        if (exchange.request().getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0) {
            fields.add(
                    HEADER,
                    "HTTP/1.0 has no place behind a long answer: what it lacks is told by ?format=jsonl&notes=last");
        } else {
            fields.add(HttpHeader.TRAILER, HEADER);
            exchange.response().setTrailersSupplier(() -> trailers);
        }
    }

    /** Notes as values of headers: lines of ASCII, whatever names say; the first of many, and of long ones the beginning. */
    static List<String> headers(List<String> notes) {
        List<String> headers = new ArrayList<>();
        for (String note : notes.subList(0, Math.min(MOST_NOTES, notes.size()))) {
            String text = note.replace('×', 'x').replaceAll("[^ -~]", "?");
            headers.add(text.length() <= LONGEST_NOTE ? text : text.substring(0, LONGEST_NOTE) + "...");
        }
        if (notes.size() > MOST_NOTES) {
            headers.add("and " + (notes.size() - MOST_NOTES) + " more notes of this kind");
        }
        return headers;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (held.size() + count > BUFFER_BYTES) {
            send(false);
        }
        if (count > BUFFER_BYTES) {
            out.write(bytes, offset, count);
        } else {
            held.write(bytes, offset, count);
        }
    }

    private void send(boolean isComplete) throws IOException {
        begin(isComplete);
        held.writeTo(out);
        held.reset();
    }

    /** Does nothing: sinks flush when they have written all, and what there is to know of it is known a little later. */
    @Override
    public void flush() {}

    /**
     * All has been written, and the answer is done.
     *
     * @param late notes that were found meanwhile
     */
    public void complete(List<String> late) throws IOException {
        HttpFields.Mutable fields = isBegun ? trailers : exchange.response().getHeaders();
        headers(late).forEach(note -> fields.add(HEADER, note));
        send(true);
        exchange.done();
    }
}
