package io.barograph.server.api;

import io.barograph.connectors.http.PushedTables;
import io.barograph.server.http.Exchange;
import io.barograph.server.http.Problem;
import io.barograph.server.http.ProblemException;
import io.barograph.server.http.Route;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;

/** Rows for tables over HTTP: into the journal of a table that a running pipeline declares with connector {@code http}. */
public final class TableApi {
    private final boolean asksForToken;

    /** @param asksForToken whether all who come here have shown the service's token */
    public TableApi(boolean asksForToken) {
        this.asksForToken = asksForToken;
    }

    /** Where it is reached. */
    public List<Route> routes() {
        return List.of(Route.of("POST", "/v1/tables/{name}/rows", this::take));
    }

    private void take(Exchange exchange) {
        boolean found = PushedTables.take(
                exchange.path("name"),
                asksForToken,
                exchange.request(),
                exchange.response(),
                exchange.callback(),
                (response, callback, refusal) -> refuse(exchange.with(callback), refusal));
        if (!found) {
            throw new ProblemException(
                    HttpStatus.NOT_FOUND_404,
                    "NO_TABLE",
                    "no running pipeline takes rows for a table of this name; declare it WITH ('connector' = 'http', …)"
                            + " in a pipeline, and start that");
        }
    }

    private static void refuse(Exchange exchange, PushedTables.Refusal refusal) {
        exchange.problem(new Problem(refusal.status(), "NOT_TAKEN", refusal.message(), 0, 0, refusal.retrySeconds()));
    }
}
