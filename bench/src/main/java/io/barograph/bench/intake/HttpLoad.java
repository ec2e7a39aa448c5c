package io.barograph.bench.intake;

import io.barograph.bench.PostConnection;
import java.io.IOException;

/** One sender that posts the same rows again and again over one connection, each request when the one before is answered. */
final class HttpLoad implements Load {
    private final PostConnection connection;
    private final byte[] request;
    private final int records;

    HttpLoad(String host, int port, String path, int records) throws IOException {
        this.connection = new PostConnection(host, port);
        this.records = records;
        this.request = connection.request(path, Load.ROW.repeat(records));
    }

    @Override
    public int send() throws IOException {
        connection.post(request);
        return records;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
