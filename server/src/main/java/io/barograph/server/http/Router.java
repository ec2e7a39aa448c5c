package io.barograph.server.http;

import io.barograph.core.error.BarographException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Finds the route of a request, asks the guard, and turns failures into problems. What no route knows is a file of the page. */
public final class Router extends Handler.Abstract {
    /** What is told of every request that was answered by a route. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A request is done with.
         *
         * @param nanos from its first byte to the answer's last
         */
        void answered(String method, String template, int status, long nanos);
    }

    private final List<Route> routes;
    private final Guard guard;
    private final PageFiles page;
    private final TextBodies bodies;
    private final Listener listener;
    private final Consumer<Throwable> defects;

    /** @param defects is told of failures that are nobody's but ours */
    public Router(
            List<Route> routes,
            Guard guard,
            PageFiles page,
            TextBodies bodies,
            Listener listener,
            Consumer<Throwable> defects) {
        this.routes = List.copyOf(routes);
        this.guard = guard;
        this.page = page;
        this.bodies = bodies;
        this.listener = listener;
        this.defects = defects;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        SecurityHeaders.add(response);
        Exchange plain = new Exchange(request, response, callback, Map.of());
        Problem refused = guard.refusal(request);
        if (refused != null) {
            plain.problem(refused);
            return true;
        }
        String path = request.getHttpURI().getPath();
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> values = match(route, path);
            if (values == null) {
                continue;
            }
            if (route.answers(request.getMethod())) {
                handle(route, new Exchange(request, response, counted(route, request, response, callback), values));
                return true;
            }
            methods.add(route.method());
            if (route.answers("HEAD")) {
                methods.add("HEAD");
            }
        }
        if (!methods.isEmpty()) {
            response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", methods));
            plain.problem(Problem.of(
                    HttpStatus.METHOD_NOT_ALLOWED_405,
                    "METHOD_NOT_ALLOWED",
                    "here one may " + String.join(", ", methods) + ", not " + request.getMethod()));
        } else if (!page.serve(plain, path)) {
            plain.problem(Problem.of(
                    HttpStatus.NOT_FOUND_404, "NOT_FOUND", "nothing is here; what there is says /v1/openapi.json"));
        }
        return true;
    }

    private static @Nullable Map<String, String> match(Route route, String path) {
        try {
            return route.match(path);
        } catch (IllegalArgumentException notEncoded) {
            return null;
        }
    }

    private Callback counted(Route route, Request request, Response response, Callback callback) {
        long begun = request.getBeginNanoTime();
        return Callback.from(
                callback,
                () -> listener.answered(
                        route.method(), route.template(), response.getStatus(), System.nanoTime() - begun));
    }

    private void handle(Route route, Exchange exchange) {
        Problem refused = route.isOpen() ? null : guard.unknown(exchange.request());
        if (refused != null) {
            if (refused.status() == HttpStatus.UNAUTHORIZED_401) {
                exchange.response().getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
            }
            exchange.problem(refused);
            return;
        }
        if (route.textBytes() > 0) {
            bodies.read(exchange, route.textBytes(), whole -> answer(route, whole));
        } else {
            answer(route, exchange);
        }
    }

    private void answer(Route route, Exchange exchange) {
        try {
            // Who watches health may add what keeps answers from being stored on the way.
            if (!route.isOpen()) {
                exchange.checkParameters(route.parameters());
            }
            route.handling().handle(exchange);
        } catch (ProblemException e) {
            exchange.problem(e.problem());
        } catch (BarographException e) {
            exchange.problem(Problem.of(e));
        } catch (IOException e) {
            // Whoever asked has gone, or sends what HTTP does not allow.
            exchange.problem(Problem.of(HttpStatus.BAD_REQUEST_400, "BAD_REQUEST", "the body did not come as a whole"));
        } catch (RuntimeException | Error e) {
            defects.accept(e);
            exchange.problem(Problem.of(
                    HttpStatus.INTERNAL_SERVER_ERROR_500,
                    "INTERNAL",
                    "a defect in Barograph, sorry: the service's log says more"));
        }
    }
}
