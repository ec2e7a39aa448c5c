package io.barograph.server.api;

import io.barograph.connectors.http.PushedTables;
import io.barograph.server.http.Exchange;
import io.barograph.server.http.Problem;
import io.barograph.server.http.ProblemException;
import io.barograph.server.http.Route;
import io.barograph.server.pipeline.Pipeline;
import io.barograph.server.pipeline.Pipelines;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;

/** Rows for tables over HTTP: into the journal of a table that a running pipeline declares with connector {@code http}. */
public final class TableApi {
    /** Phases that a pipeline is in on its way from one run to the next. */
    private static final Set<Pipeline.Phase> IS_PASSING = EnumSet.of(
            Pipeline.Phase.STARTING, Pipeline.Phase.RUNNING, Pipeline.Phase.STOPPING, Pipeline.Phase.DRAINING);

    /** To try again where somebody has to start it first. */
    private static final int SELDOM_SECONDS = 10;

    private final Pipelines pipelines;
    private final boolean asksForToken;

    /**
     * @param pipelines whose tables rows are sent to
     * @param asksForToken whether all who come here have shown the service's token
     */
    public TableApi(Pipelines pipelines, boolean asksForToken) {
        this.pipelines = pipelines;
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
            throw new ProblemException(closed(exchange.path("name")));
        }
    }

    /** Why nobody takes a table's rows now: senders are to keep them where that will pass. */
    private Problem closed(String table) {
        for (Pipeline pipeline : pipelines.all()) {
            if (pipeline.runs().program().pushed().contains(table)) {
                Pipeline.Phase phase = pipeline.phase();
                Duration toStart = pipeline.timeToStart();
                int seconds = IS_PASSING.contains(phase) ? 1 : SELDOM_SECONDS;
                return Problem.later(
                        HttpStatus.SERVICE_UNAVAILABLE_503,
                        "NOT_TAKEN",
                        "nothing was taken: pipeline '" + pipeline.name() + "', which takes rows for '" + table
                                + "', is "
                                + (phase == Pipeline.Phase.RUNNING
                                        ? "starting"
                                        : phase.name().toLowerCase(Locale.ROOT))
                                + "; send it again when it runs",
                        toStart == null ? seconds : (int) toStart.toSeconds() + 1);
            }
        }
        return Problem.of(
                HttpStatus.NOT_FOUND_404,
                "NO_TABLE",
                "no pipeline takes rows for a table of this name; declare it WITH ('connector' = 'http', …) in a pipeline");
    }

    private static void refuse(Exchange exchange, PushedTables.Refusal refusal) {
        exchange.problem(new Problem(refusal.status(), "NOT_TAKEN", refusal.message(), 0, 0, refusal.retrySeconds()));
    }
}
