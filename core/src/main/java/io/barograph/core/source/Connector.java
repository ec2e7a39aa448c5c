package io.barograph.core.source;

/**
 * A kind of place where tables are: {@code WITH ('connector' = 'filesystem', …)}. Found with
 * {@link java.util.ServiceLoader}, and only where a text names a connector.
 */
public interface Connector {
    /** Lower case, as in {@code 'connector' = 'filesystem'}. */
    String name();

    /**
     * Describes and opens this connector's tables. A description keeps the option {@code connector}, unless it is one of
     * files.
     */
    Catalog catalog();
}
