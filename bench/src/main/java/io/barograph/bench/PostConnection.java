package io.barograph.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection over which rows are posted, each request when the one before is answered, with as little work as can be. For one thread. */
public final class PostConnection implements Closeable {
    private static final String LENGTH = "Content-Length: ";

    private final Socket socket;
    private final InputStream in;
    private final String host;

    public PostConnection(String host, int port) throws IOException {
        this.host = host;
        this.socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** A whole request: rows of CSV for a path. */
    public byte[] request(String path, String rows) {
        return ("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: text/csv\r\n" + LENGTH
                        + rows.length() + "\r\n\r\n" + rows)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @throws IOException where the rows were not acknowledged, with what was said
     */
    public void post(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        String status = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(header.substring(LENGTH.length()));
            }
        }
        byte[] answer = in.readNBytes(length);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("not acknowledged: " + status + " " + new String(answer, StandardCharsets.UTF_8));
        }
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection was closed");
            }
            if (b != '\r') {
                text.append((char) b);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
