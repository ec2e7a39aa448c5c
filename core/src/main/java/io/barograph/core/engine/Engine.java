package io.barograph.core.engine;

import io.barograph.core.plan.Query;
import java.util.List;

/** A host that runs queries: it moves bytes, keeps state, restarts what fails. The kernels and states are core's. */
public interface Engine {
    /** As in {@code --engine local}. */
    String name();

    /** Runs a query to its end, or throws a {@code BarographException}. */
    RunSummary run(Query query, ResultSink sink, RunOptions options);

    /**
     * Runs several queries to their ends; those that read the same table may read it together. The answers are those of
     * {@link #run}, one by one; a failure ends all.
     *
     * @return one summary per query, in their order
     */
    default List<RunSummary> runAll(List<Delivery> deliveries, RunOptions options) {
        return deliveries.stream()
                .map(delivery -> run(delivery.query(), delivery.sink(), options))
                .toList();
    }
}
