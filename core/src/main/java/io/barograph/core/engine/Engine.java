package io.barograph.core.engine;

import io.barograph.core.plan.Query;

/** A host that runs queries: it moves bytes, keeps state, restarts what fails. The kernels and states are core's. */
public interface Engine {
    /** As in {@code --engine local}. */
    String name();

    /** Runs a query to its end, or throws a {@code BarographException}. */
    RunSummary run(Query query, ResultSink sink, RunOptions options);
}
