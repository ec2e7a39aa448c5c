package io.barograph.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** The files of the page, from the jar, and of the libraries that it uses, from theirs. Thread-safe. */
public final class PageFiles {
    /** By the ending of a name; others are not served. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    /** No dots that lead elsewhere, nothing encoded. */
    private static final Pattern NAME =
            Pattern.compile("(?:/[A-Za-z0-9_-]+)*/[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.([a-z0-9]+)");

    private final Class<?> owner;
    private final String folder;
    private final Map<String, String> libraries;
    private final Map<String, byte[]> read = new ConcurrentHashMap<>();

    /**
     * @param owner a class of the jar
     * @param folder from its package on, without a slash at the end
     * @param libraries names of the page's that stand for resources elsewhere
     */
    public PageFiles(Class<?> owner, String folder, Map<String, String> libraries) {
        this.owner = owner;
        this.folder = folder;
        this.libraries = Map.copyOf(libraries);
    }

    /** Answers where there is such a file. */
    boolean serve(Exchange exchange, String path) {
        String name = path.equals("/") ? "/index.html" : path;
        String method = exchange.request().getMethod();
        var matcher = NAME.matcher(name);
        String type = matcher.matches() ? TYPES.get(matcher.group(1)) : null;
        if (type == null || !method.equals("GET") && !method.equals("HEAD")) {
            return false;
        }
        byte[] bytes = bytes(name);
        if (bytes == null) {
            return false;
        }
        exchange.response().getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        exchange.bytes(HttpStatus.OK_200, type, bytes);
        return true;
    }

    private byte @Nullable [] bytes(String name) {
        byte[] known = read.get(name);
        if (known != null) {
            return known;
        }
        try (InputStream in = owner.getResourceAsStream(libraries.getOrDefault(name, folder + name))) {
            // What is not there is not remembered: names are endless.
            if (in == null) {
                return null;
            }
            byte[] bytes = in.readAllBytes();
            read.put(name, bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the jar", e);
        }
    }
}
