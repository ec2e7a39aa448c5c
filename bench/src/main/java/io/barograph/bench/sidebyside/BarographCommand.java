package io.barograph.bench.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The {@code baro} command for each query; the cost is the whole process's.
 *
 * @param baro the command
 * @param threads at most
 */
record BarographCommand(Path baro, int threads) implements Engine {
    @Override
    public Cost run(String query, Path output) throws IOException, InterruptedException {
        return ChildProcess.run(List.of(
                        baro.toString(), query, "--threads", Integer.toString(threads), "-o", output.toString()))
                .cost();
    }
}
