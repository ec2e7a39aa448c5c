package io.barograph.core.live;

import io.barograph.core.source.TableDescription;

/**
 * A kind of place that rows come from, or go to, as time goes by: {@code 'connector' = 'kafka'}. Found with
 * {@link java.util.ServiceLoader}, beside the {@link io.barograph.core.source.Connector} of the same name, which describes
 * its tables. Stateless.
 */
public interface LiveConnector {
    /** Lower case, as in {@code 'connector' = 'kafka'}. */
    String name();

    /** Opens a table that the connector of the same name has described. Nothing is read yet. */
    LiveTable openTable(TableDescription description);

    /**
     * Opens a place to write to. Connects to nothing yet: one that never begins need not be closed.
     *
     * @throws io.barograph.core.error.BarographException {@code INVALID_OPTION}, {@code NOT_SUPPORTED}
     */
    LiveSink openSink(SinkRequest request);
}
