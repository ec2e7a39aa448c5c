package io.barograph.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A process of DuckDB for each query; the cost is the query's, without the process around it.
 *
 * @param threads at most
 */
record DuckDb(int threads) implements Engine {
    @Override
    public Cost run(String query, Path output) throws IOException {
        try (DuckDbSession session = new DuckDbSession(threads)) {
            return session.run(query, output);
        }
    }
}
