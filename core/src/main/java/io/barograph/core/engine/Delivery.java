package io.barograph.core.engine;

import io.barograph.core.plan.Query;

/** A query and where its answer goes. */
public record Delivery(Query query, ResultSink sink) {}
