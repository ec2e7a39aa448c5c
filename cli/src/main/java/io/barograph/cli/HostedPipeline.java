package io.barograph.cli;

import io.barograph.cli.render.Counted;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.live.HostedLanes;
import io.barograph.local.live.LiveEngine;
import io.barograph.local.live.LiveHost;
import io.barograph.local.live.LiveJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The live statements of a pipeline on a cluster, which keeps their states: as jobs that run side by side, and this command waits for.
 *
 * @param bounded whether what there is now is taken for all
 * @param strict as in {@code --strict}
 */
record HostedPipeline(LiveHost host, String engine, String name, boolean bounded, boolean strict) {
    /** @throws BarographException NOT_SUPPORTED where the engine runs no live queries */
    static HostedPipeline of(Runner runner, String name, boolean bounded) {
        LiveHost host = runner.live();
        String engine = runner.choice().name();
        if (host == null) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "what is installed for '" + engine
                            + "' runs no live tables; install it again: baro engines install " + engine);
        }
        return new HostedPipeline(
                host, engine, name, bounded, runner.liveOptions().strict());
    }

    private LiveJob job(LiveEngine.Insert insert) {
        return new LiveJob(
                insert.name(),
                insert.query(),
                insert.target(),
                name + "-" + insert.name(),
                bounded,
                strict,
                Path.of("").toAbsolutePath().toString());
    }

    String explain(LiveEngine.Insert insert) {
        return host.explain(job(insert));
    }

    /**
     * Runs until the tables end, or somebody cancels. Returns what is to be said of it.
     *
     * @param state as of {@link LiveHost#run}
     */
    String run(List<LiveEngine.Insert> inserts, long checkpointNanos, @Nullable String state, RunOptions options) {
        LiveHost.End end = host.run(inserts.stream().map(this::job).toList(), checkpointNanos, state, options);
        if (!options.cancellation().isRequested()) {
            HostedLanes.Books books = end.books();
            return String.format(
                    Locale.ROOT,
                    "%s read on %s: %,d used, %,d late, %,d rejected\n",
                    Counted.of(books.read(), "record"),
                    engine,
                    books.used(),
                    books.late(),
                    books.rejected());
        }
        return end.savepoint().isEmpty()
                ? "stopped; nothing was kept: the next run begins anew, unless --state FOLDER says where to keep states\n"
                : "stopped; go on with --conf execution.state-recovery.path=" + end.savepoint() + "\n";
    }
}
