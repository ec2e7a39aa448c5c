package io.barograph.core.live;

import io.barograph.core.source.SecretOptions;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;

/** Finds the live side of tables. Thread-safe. */
public interface LiveCatalog {
    /** Whether the table's rows keep coming, so that a query over it is live. */
    boolean isLive(TableDescription description);

    /**
     * Opens a table {@link #isLive whose rows keep coming}.
     *
     * @throws io.barograph.core.error.BarographException {@code NOT_SUPPORTED} for any other
     */
    LiveTable open(TableDescription description);

    /** As {@link LiveConnector#ending}. */
    default String ending(TableDescription description) {
        return "";
    }

    /** Whether workers of a cluster can read a live table, as {@link LiveConnector#isShared} says it. */
    default boolean isShared(TableDescription description) {
        return false;
    }

    /**
     * Whether an option of a place to write to changes neither which place it is nor what stands there, as
     * {@link LiveConnector#isAside} says it.
     */
    default boolean isAside(TableDeclaration target, String option) {
        return SecretOptions.isSecret(option);
    }

    /**
     * Opens a place to write to.
     *
     * @throws io.barograph.core.error.BarographException {@code INVALID_OPTION}, {@code NOT_SUPPORTED}
     */
    LiveSink openSink(SinkRequest request);
}
