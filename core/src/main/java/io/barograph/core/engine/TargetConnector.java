package io.barograph.core.engine;

import io.barograph.core.column.Schema;
import io.barograph.core.source.TableDeclaration;

/**
 * A kind of place, beside files, that takes the answer of a query that ends: {@code 'connector' = 'postgres'}. Found with
 * {@link java.util.ServiceLoader}, beside the {@link io.barograph.core.source.Connector} of the same name. Stateless.
 */
public interface TargetConnector {
    /** Lower case, as in {@code 'connector' = 'postgres'}. */
    String name();

    /**
     * Opens a table to be written. May connect.
     *
     * @param schema of the query's rows: the table's columns where these are declared
     * @throws io.barograph.core.error.BarographException {@code INVALID_OPTION}, or of a category of resources
     */
    TableTarget open(TableDeclaration table, Schema schema);
}
