package io.barograph.core.source;

/**
 * A kind of place where tables are: {@code WITH ('connector' = 'filesystem', …)}. Found with
 * {@link java.util.ServiceLoader}, and only where a text names a connector.
 */
public interface Connector {
    /** Lower case, as in {@code 'connector' = 'filesystem'}. */
    String name();

    /**
     * Whether an option of its tables says how to get at the rows, or what to do where they are written, and nothing of which
     * rows they are and what they mean: servers, passwords, lengths of patience. Such options have no part in a plan's
     * fingerprint, so that a query is the same one when its broker has moved. Which rows are seen is no such matter.
     *
     * @param option lower case
     */
    default boolean isConnection(String option) {
        return SecretOptions.isSecret(option);
    }

    /**
     * Describes and opens this connector's tables. A description keeps the option {@code connector}, unless it is one of
     * files.
     */
    Catalog catalog();
}
