package io.barograph.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** One DuckDB for all queries; the cost is what its process measures around each. */
final class DuckDbSession implements Engine {
    private static final Pattern SECONDS = Pattern.compile("[0-9.E-]+ [0-9.E-]+");

    private final Session worker;

    DuckDbSession(int threads) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        worker = new Session(
                List.of(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DuckDbWorker.class.getName(),
                        Integer.toString(threads)),
                SECONDS);
    }

    @Override
    public Cost run(String query, Path output) throws IOException {
        String[] seconds = worker.ask(output + "\t" + query).line().split(" ");
        return new Cost(Double.parseDouble(seconds[0]), Double.parseDouble(seconds[1]));
    }

    @Override
    public void close() throws IOException {
        worker.close();
    }
}
