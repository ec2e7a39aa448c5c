package io.barograph.connectors.http;

import io.barograph.core.source.TableDescription;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The tables of this process that take rows by POST, by their names, for a service that has an address of its own. Thread-safe. */
public final class PushedTables {
    private static final Map<String, PushPath> BY_NAME = new ConcurrentHashMap<>();

    private static final AtomicInteger SERVICES = new AtomicInteger();

    private PushedTables() {}

    /**
     * A service of this process takes rows for all tables, until it is closed. Those that begin meanwhile open no address of their
     * own, where their declaration names none.
     */
    public static Served serve() {
        SERVICES.incrementAndGet();
        AtomicBoolean isOver = new AtomicBoolean();
        return () -> {
            if (isOver.compareAndSet(false, true)) {
                SERVICES.decrementAndGet();
            }
        };
    }

    /** A service that takes rows, until it is closed. */
    public interface Served extends AutoCloseable {
        @Override
        void close();
    }

    static boolean isServed() {
        return SERVICES.get() > 0;
    }

    /** Whether a table is one of those whose rows are sent to us. */
    public static boolean isPushed(TableDescription table) {
        return HttpConnector.NAME.equals(table.options().get("connector"));
    }

    /** Whether rows for a table of this name are taken now. */
    public static boolean isOpen(String table) {
        return BY_NAME.containsKey(table);
    }

    /**
     * Why rows are not taken.
     *
     * @param status of HTTP
     * @param retrySeconds when to try again; 0 where that is no use
     */
    public record Refusal(int status, String message, int retrySeconds) {}

    /** Says refusals in the manner of a service. */
    @FunctionalInterface
    public interface Refusals {
        /** Answers a request. */
        void say(Response response, Callback callback, Refusal refusal);
    }

    /**
     * Takes a request's rows as the table's own address would.
     *
     * @param isKnown whether whoever asks has shown a token already; else the table's own is asked for, where it has one
     * @return whether there is such a table; if not, nothing has been answered
     */
    public static boolean take(
            String table, boolean isKnown, Request request, Response response, Callback callback, Refusals refusals) {
        @Nullable PushPath path = BY_NAME.get(table);
        if (path != null) {
            path.handle(request, new Reply(response, callback, refusals), isKnown);
        }
        return path != null;
    }

    /** Of tables with one name, the first that is there. */
    static void add(String table, PushPath path) {
        BY_NAME.putIfAbsent(table, path);
    }

    static void remove(String table, PushPath path) {
        BY_NAME.remove(table, path);
    }
}
