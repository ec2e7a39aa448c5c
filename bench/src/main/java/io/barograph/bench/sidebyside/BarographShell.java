package io.barograph.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** One {@code baro} shell for all queries; the cost is from sending a query to the line that says how long it took. */
final class BarographShell implements Engine {
    /** What {@code .timer on} prints behind a statement. */
    private static final Pattern TOOK = Pattern.compile("[0-9.]+ s");

    private final Session shell;

    BarographShell(Path baro, int threads) throws IOException {
        shell = new Session(List.of(baro.toString(), "shell", "--threads", Integer.toString(threads)), TOOK);
        shell.ask(".timer on\nSELECT 1;");
    }

    @Override
    public Cost run(String query, Path output) throws IOException {
        int last = query.lastIndexOf(';') + 1;
        if (last > 0) {
            shell.ask(query.substring(0, last));
        }
        return shell.ask(".output " + output + "\n" + query.substring(last) + ";")
                .cost();
    }

    @Override
    public void close() throws IOException {
        shell.close();
    }
}
