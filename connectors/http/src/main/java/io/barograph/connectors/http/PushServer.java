package io.barograph.connectors.http;

import io.barograph.connectors.shared.TlsIdentity;
import io.barograph.connectors.shared.TlsTrust;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Listens at one address for the tables of this process that are declared there. It begins with the first and ends with the last. */
final class PushServer {
    private static final Map<String, PushServer> BY_ADDRESS = new HashMap<>();

    private static final int MOST_THREADS = 16;
    private static final int MOST_CONNECTIONS = 4096;
    private static final int HEADER_BYTES = 16 << 10;
    private static final int BACKLOG = 1024;

    /** A connection at which nothing moves is closed. */
    static final long IDLE_MILLIS = Long.getLong("baro.http.idle.millis", 30_000L);

    private final String address;
    private final HttpOptions first;
    private final Server server;
    private final Map<String, PushPath> paths = new ConcurrentHashMap<>();

    private PushServer(HttpOptions options) {
        this.address = options.address();
        this.first = options;
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName("barograph-http");
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        // Else the value of a connection's earlier request stands for one that differs in the case of letters: of a
        // key, of a token.
        http.setHeaderCacheCaseSensitive(true);
        ServerConnector connector =
                new ServerConnector(server, 1, 1, connections(options, new HttpConnectionFactory(http)));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        server.setErrorHandler(new Refusals());
        server.setHandler(new Paths());
    }

    private static ConnectionFactory[] connections(HttpOptions options, HttpConnectionFactory http) {
        TlsIdentity identity = options.identity();
        if (identity == null) {
            return new ConnectionFactory[] {http};
        }
        String authorities = options.authorities();
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(context(identity, authorities));
        tls.setNeedClientAuth(authorities != null);
        return AbstractConnectionFactory.getFactories(tls, http);
    }

    private static SSLContext context(TlsIdentity identity, @Nullable String authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity.keys().getKeyManagers(),
                    authorities == null ? null : TlsTrust.of(authorities).getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new BarographException(ErrorCode.INTERNAL, "every Java has TLS: " + e.getMessage(), e);
        }
    }

    /**
     * Has a path answered for.
     *
     * @throws BarographException {@code INVALID_OPTION} where it is taken, would be open to the world, or is declared with
     *     another certificate than what shares its address; {@code UNAVAILABLE} where the address cannot be listened at
     */
    static PushServer listen(HttpOptions options, PushPath path) {
        synchronized (BY_ADDRESS) {
            PushServer known = BY_ADDRESS.get(options.address());
            requireGuard(options);
            PushServer at = known == null ? new PushServer(options) : known;
            if (!at.first.isReachedAs(options)) {
                throw new BarographException(
                        ErrorCode.INVALID_OPTION,
                        options.url() + " and " + at.first.url() + " share an address, but are declared with different"
                                + " 'tls.…' options; give both the same, or one of them another '" + HttpOptions.PORT
                                + "'");
            }
            if (at.paths.putIfAbsent(options.path(), path) != null) {
                throw new BarographException(
                        ErrorCode.INVALID_OPTION,
                        "two tables are posted to at " + options.url() + "; give one of them another '"
                                + HttpOptions.PATH + "'");
            }
            if (known == null) {
                at.start();
                BY_ADDRESS.put(options.address(), at);
            }
            return at;
        }
    }

    private static void requireGuard(HttpOptions options) {
        if (!options.isGuarded() && !options.isOpen() && !isLoopback(options.host())) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "at '" + HttpOptions.HOST + "' = '" + options.host()
                            + "' anybody who reaches this machine could send"
                            + " rows: ask for a token with '" + HttpOptions.TOKEN
                            + ".env' = 'NAME', or for certificates"
                            + " with '" + TlsTrust.OPTION + "' = 'FILE', or say '" + HttpOptions.OPEN + "' = 'true'");
        }
    }

    private void start() {
        try {
            server.start();
        } catch (Exception e) {
            stop();
            throw unavailable(e);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Listening there will fail, and say so.
            return true;
        }
    }

    private BarographException unavailable(Exception e) {
        Throwable cause = e instanceof IOException && e.getCause() != null ? e.getCause() : e;
        return new BarographException(
                ErrorCode.UNAVAILABLE,
                "cannot listen at " + address + ": " + cause.getMessage() + "; stop whoever does, or give another '"
                        + HttpOptions.PORT + "'",
                e);
    }

    /** A path is not answered for any more. */
    void forget(PushPath path) {
        synchronized (BY_ADDRESS) {
            paths.values().remove(path);
            if (paths.isEmpty() && BY_ADDRESS.remove(address, this)) {
                stop();
            }
        }
    }

    private void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new BarographException(
                    ErrorCode.INTERNAL, "cannot stop listening at " + address + ": " + e.getMessage(), e);
        }
    }

    /** Finds the table that a request is for. */
    private final class Paths extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            PushPath path = paths.get(Request.getPathInContext(request));
            if (path == null) {
                String known = String.join(", ", new TreeMap<>(paths).keySet());
                Reply.json(response, callback)
                        .send(Answer.wrong(HttpStatus.NOT_FOUND_404, "no table is here; POST to " + known));
            } else {
                path.handle(request, Reply.json(response, callback), false);
            }
            return true;
        }
    }

    /** What is said to requests that are none, and where we failed: never how. */
    private static final class Refusals extends ErrorHandler {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int status = response.getStatus();
            Reply.json(response, callback)
                    .send(Answer.wrong(
                            status,
                            status >= HttpStatus.INTERNAL_SERVER_ERROR_500
                                    ? "this request could not be served"
                                    : HttpStatus.getMessage(status)));
            return true;
        }
    }
}
