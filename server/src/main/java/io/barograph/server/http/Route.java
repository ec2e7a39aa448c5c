package io.barograph.server.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;

/**
 * What is done at a path.
 *
 * @param method of HTTP, in capitals
 * @param template as in OpenAPI: {@code /v1/pipelines/{name}}
 * @param isOpen whether it is for anybody, even where a token is asked for
 * @param textBytes the most bytes of a body that is read as text before the request is handled; 0 where none is
 * @param isStreamed whether the answer comes bit by bit, so that its head alone would cost as much as the whole
 * @param parameters names that may stand behind the question mark, each once
 */
public record Route(
        String method,
        String template,
        boolean isOpen,
        int textBytes,
        boolean isStreamed,
        List<String> parameters,
        Handling handling) {
    /** Handles a request: answers it, then or later, or throws. */
    @FunctionalInterface
    public interface Handling {
        void handle(Exchange exchange) throws IOException;
    }

    /** A route for those who may ask. */
    public static Route of(String method, String template, Handling handling) {
        return new Route(method, template, false, 0, false, List.of(), handling);
    }

    /** A route for anybody. */
    public static Route open(String method, String template, Handling handling) {
        return new Route(method, template, true, 0, false, List.of(), handling);
    }

    /** The same, whose requests have a text as their body: {@link Exchange#body}. */
    public Route withText(int mostBytes) {
        return new Route(method, template, isOpen, mostBytes, isStreamed, parameters, handling);
    }

    /** The same, whose answer comes bit by bit. */
    public Route streamed() {
        return new Route(method, template, isOpen, textBytes, true, parameters, handling);
    }

    /** The same, that takes parameters behind the question mark. */
    public Route withParameters(List<String> names) {
        return new Route(method, template, isOpen, textBytes, isStreamed, List.copyOf(names), handling);
    }

    /** Whether it answers a method: HEAD as GET, where the answer is made as a whole. */
    boolean answers(String asked) {
        return method.equals(asked) || asked.equals("HEAD") && method.equals("GET") && !isStreamed;
    }

    /** The names' values where a path fits the template, decoded; else null. */
    @Nullable
    Map<String, String> match(String path) {
        List<String> wanted = List.of(template.split("/", -1));
        List<String> given = List.of(path.split("/", -1));
        if (wanted.size() != given.size()) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String part = wanted.get(i);
            if (part.startsWith("{")) {
                if (given.get(i).isEmpty()) {
                    return null;
                }
                values.put(part.substring(1, part.length() - 1), URIUtil.decodePath(given.get(i)));
            } else if (!part.equals(given.get(i))) {
                return null;
            }
        }
        return values;
    }
}
