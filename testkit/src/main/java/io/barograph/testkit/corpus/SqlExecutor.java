package io.barograph.testkit.corpus;

import java.nio.file.Path;

/** An engine behind its SQL door, as the corpus sees it. */
public interface SqlExecutor {
    /**
     * Runs a query to its end.
     *
     * @param tables folder against which the query's file names are resolved
     * @param variation which of the engine's {@link #variations()} to use; it must not matter
     * @throws io.barograph.core.error.BarographException where the query is refused or fails
     */
    Answer run(String sql, Path tables, int variation);

    /** In how many ways (threads, splits, order of files) the engine can run a query. */
    int variations();
}
