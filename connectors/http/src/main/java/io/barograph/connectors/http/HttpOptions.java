package io.barograph.connectors.http;

import io.barograph.formats.GivenOptions;
import io.barograph.formats.Secret;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the declaration of a table says about where it listens.
 *
 * @param path that is posted to
 * @param bodyBytes the most that the body of a request holds, compressed and not
 * @param token that requests have to bring, where one is given
 * @param isOpen whether anybody may send from other machines
 */
record HttpOptions(String host, int port, String path, int bodyBytes, Secret token, boolean isOpen) {
    static final String HOST = "host";
    static final String PORT = "port";
    static final String PATH = "path";
    static final String BODY_LIMIT = "body.limit";
    static final String TOKEN = "token";
    static final String OPEN = "open";

    static final List<String> KNOWN = Stream.concat(
                    Stream.of(HOST, PORT, PATH, BODY_LIMIT, OPEN), Secret.options(TOKEN).stream())
            .toList();

    static final int DEFAULT_PORT = 8765;
    private static final int GREATEST_PORT = 65535;
    private static final long LEAST_BODY = 1 << 10;
    private static final long DEFAULT_BODY = 8L << 20;
    private static final long GREATEST_BODY = 64L << 20;

    /** @throws io.barograph.core.error.BarographException {@code INVALID_OPTION} */
    static HttpOptions take(String table, GivenOptions given) {
        String host = given.take(HOST);
        int port = (int) given.takeNumber(PORT, 1, GREATEST_PORT, DEFAULT_PORT);
        String path = given.take(PATH);
        if (path != null && !path.matches("/[^?#\\s]*")) {
            throw given.invalid("option '" + PATH + "' is '" + path + "', but must begin with '/': '/readings'");
        }
        long body = given.takeBytes(BODY_LIMIT, LEAST_BODY, DEFAULT_BODY);
        if (body > GREATEST_BODY) {
            throw given.invalid(
                    "option '" + BODY_LIMIT + "' is more than 64 MiB, which a request cannot have: send several");
        }
        Secret token = Secret.take(given, TOKEN);
        boolean open = given.takeFlag(OPEN);
        return new HttpOptions(
                host == null ? "127.0.0.1" : host, port, path == null ? "/" + table : path, (int) body, token, open);
    }

    /** {@code 127.0.0.1:8765}. */
    String address() {
        return host + ":" + port;
    }
}
