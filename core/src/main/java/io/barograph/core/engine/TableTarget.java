package io.barograph.core.engine;

/**
 * A table that is written as a whole by a query that ends. Nothing of it can be seen before {@link #commit}; closed without it,
 * everything is as it was.
 */
public interface TableTarget extends AutoCloseable {
    /** Takes the rows. */
    ResultSink sink();

    /** After the sink's end: shows the rows. */
    void commit();

    @Override
    void close();
}
