package io.barograph.core.live;

import io.barograph.core.source.SecretOptions;
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
     * Where the declaration has the table's lanes end, in words that are equal where it says the same; empty where it lets
     * them go on for as long as records come. Connects to nothing.
     */
    default String ending(TableDescription description) {
        return "";
    }

    /**
     * Whether any machine that reaches the source can read the table's lanes, from any offset, up to one that {@link
     * LiveLane#endOffset} has named: then workers of a cluster may.
     */
    default boolean isShared() {
        return false;
    }

    /**
     * Whether an option of a place that is written to changes neither which place it is nor what stands there: how to get to
     * it, and for how long to try. Where others change, what was written before belongs to another place, and a checkpoint has
     * nothing for it.
     *
     * @param option lower case
     */
    default boolean isAside(String option) {
        return SecretOptions.isSecret(option);
    }

    /**
     * Opens a place to write to. Connects to nothing yet: one that never begins need not be closed.
     *
     * @throws io.barograph.core.error.BarographException {@code INVALID_OPTION}, {@code NOT_SUPPORTED}
     */
    LiveSink openSink(SinkRequest request);
}
