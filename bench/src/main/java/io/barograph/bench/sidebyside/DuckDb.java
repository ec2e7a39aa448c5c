package io.barograph.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Queries DuckDB, each in a process of its own. */
final class DuckDb {
    private final int threads;

    DuckDb(int threads) {
        this.threads = threads;
    }

    /** Writes a query's answer to a file, CSV or Parquet by its ending; returns what the query took, without the process. */
    Cost run(String query, Path output) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String[] seconds = ChildProcess.run(List.of(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DuckDbWorker.class.getName(),
                        query,
                        output.toString(),
                        Integer.toString(threads)))
                .printed()
                .strip()
                .split(" ");
        return new Cost(Double.parseDouble(seconds[0]), Double.parseDouble(seconds[1]));
    }
}
