package io.barograph.server.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. Pages of other sites may not, though the browser that shows them runs on this machine: requests name the host that
 * they were meant for, and where they come from. Thread-safe.
 */
public final class Guard {
    private static final String BEARER = "bearer ";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts;
    private final byte @Nullable [] token;

    /**
     * @param hosts names under which the service is asked for, besides this machine's own; without ports
     * @param token that has to be shown; null where nobody has to
     */
    public Guard(Set<String> hosts, @Nullable String token) {
        this.hosts = Set.copyOf(hosts);
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    /** Why a request is not even looked at; null where it is. */
    @Nullable
    Problem refusal(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (host == null || !isOurs(nameOf(host))) {
            return Problem.of(
                    HttpStatus.MISDIRECTED_REQUEST_421,
                    "WRONG_HOST",
                    "this service is not called by the name that the Host header gives; configure it under 'hosts'");
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        String site = request.getHeaders().get("Sec-Fetch-Site");
        boolean isForeign = origin != null && !isOrigin(origin, host)
                || origin == null && site != null && (site.equals("cross-site") || site.equals("same-site"));
        return isForeign && !isVisit(request)
                ? Problem.of(HttpStatus.FORBIDDEN_403, "OTHER_SITE", "pages of other sites may not ask this service")
                : null;
    }

    /** Somebody follows a link to the page: it shows nothing to the site that it comes from. */
    private static boolean isVisit(Request request) {
        return "navigate".equals(request.getHeaders().get("Sec-Fetch-Mode"))
                && request.getMethod().equals("GET")
                && !request.getHttpURI().getPath().startsWith("/v1/");
    }

    private boolean isOurs(String name) {
        return LOOPBACK.contains(name) || hosts.contains(name);
    }

    private static boolean isOrigin(String origin, String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return host.equalsIgnoreCase(authority);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A host without its port. */
    private static String nameOf(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        return colon > lower.lastIndexOf(']') ? lower.substring(0, colon) : lower;
    }

    /** Why somebody is not known who has to be; null where all is well. */
    @Nullable
    Problem unknown(Request request) {
        byte[] wanted = token;
        if (wanted == null) {
            return null;
        }
        String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        boolean isKnown = given != null
                && given.toLowerCase(Locale.ROOT).startsWith(BEARER)
                && MessageDigest.isEqual(
                        given.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8), wanted);
        return isKnown
                ? null
                : Problem.of(
                        HttpStatus.UNAUTHORIZED_401,
                        "UNAUTHORIZED",
                        "send the service's token: Authorization: Bearer …");
    }
}
