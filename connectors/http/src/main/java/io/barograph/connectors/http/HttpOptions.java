package io.barograph.connectors.http;

import io.barograph.connectors.shared.TlsIdentity;
import io.barograph.connectors.shared.TlsTrust;
import io.barograph.formats.GivenOptions;
import io.barograph.formats.Secret;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the declaration of a table says about where it listens.
 *
 * @param isOwnAddress whether the declaration says anything of where to listen
 * @param path that is posted to
 * @param bodyBytes the most that the body of a request holds, compressed and not
 * @param token that requests have to bring, where one is given
 * @param isOpen whether anybody may send from other machines
 * @param identity by what the listener proves who it is; null without TLS
 * @param authorities a file of the certificates that vouch for those who may send; null where they need none
 */
record HttpOptions(
        String host,
        int port,
        boolean isOwnAddress,
        String path,
        int bodyBytes,
        Secret token,
        boolean isOpen,
        @Nullable TlsIdentity identity,
        @Nullable String authorities) {
    static final String HOST = "host";
    static final String PORT = "port";
    static final String PATH = "path";
    static final String BODY_LIMIT = "body.limit";
    static final String TOKEN = "token";
    static final String OPEN = "open";

    static final List<String> KNOWN = Stream.of(
                    List.of(HOST, PORT, PATH, BODY_LIMIT, OPEN, TlsTrust.OPTION),
                    Secret.options(TOKEN),
                    TlsIdentity.OPTIONS)
            .flatMap(List::stream)
            .toList();

    private static final List<String> OF_ADDRESS = Stream.of(
                    List.of(HOST, PORT, PATH, OPEN, TlsTrust.OPTION), TlsIdentity.OPTIONS)
            .flatMap(List::stream)
            .toList();

    static final int DEFAULT_PORT = 8765;
    private static final int GREATEST_PORT = 65535;
    private static final long LEAST_BODY = 1 << 10;
    private static final long DEFAULT_BODY = 8L << 20;
    private static final long GREATEST_BODY = 64L << 20;

    /** @throws io.barograph.core.error.BarographException {@code INVALID_OPTION} */
    static HttpOptions take(String table, GivenOptions given) {
        boolean isOwnAddress = OF_ADDRESS.stream().anyMatch(given::has);
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
        TlsIdentity identity = TlsIdentity.take(given);
        String authorities = given.take(TlsTrust.OPTION);
        if (authorities != null && identity == null) {
            throw given.invalid("option '" + TlsTrust.OPTION
                    + "' says which senders' certificates are believed, but there is no TLS without one of ours: give"
                    + " 'tls.certificate' and 'tls.key', or 'tls.keystore'");
        }
        return new HttpOptions(
                host == null ? "127.0.0.1" : host,
                port,
                isOwnAddress,
                path == null ? "/" + table : path,
                (int) body,
                token,
                open,
                identity,
                authorities);
    }

    /** Whether only those can send who know a token, or have a certificate. */
    boolean isGuarded() {
        return token.isGiven() || authorities != null;
    }

    /** Whether connections to both are made in the same way: they share an address. */
    boolean isReachedAs(HttpOptions other) {
        boolean sameIdentity = identity == null ? other.identity == null : identity.isSameAs(other.identity);
        return sameIdentity && Objects.equals(authorities, other.authorities);
    }

    /** {@code http://127.0.0.1:8765/readings}. */
    String url() {
        return (identity == null ? "http://" : "https://") + address() + path;
    }

    /** {@code 127.0.0.1:8765}. */
    String address() {
        return host + ":" + port;
    }
}
