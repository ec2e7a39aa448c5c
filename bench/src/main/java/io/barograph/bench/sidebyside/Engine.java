package io.barograph.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Path;

/** Who is asked. */
@FunctionalInterface
interface Engine extends AutoCloseable {
    /** Writes a query's answer to a file, CSV or Parquet by its ending; returns what that took. */
    Cost run(String query, Path output) throws IOException, InterruptedException;

    /** Ends the engine's process, if one lasts longer than a query. */
    @Override
    default void close() throws IOException {}
}
