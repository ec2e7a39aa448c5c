package io.barograph.testkit.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.Engine;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.join.JoinProbe;
import io.barograph.core.source.Catalog;
import io.barograph.testkit.server.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A query that computes for hours and sends nothing while it does, to see whether an engine's cluster stops when nobody waits any more. */
public final class EndlessQuery {
    /** All pairs of rows in one task, of which none matches. */
    private static final String SQL =
            "SELECT count(*) FROM 'n.csv' a JOIN 'n.csv' b ON a.same = b.same WHERE a.n * b.n < 0";

    private static final int ROWS = 300_000;

    private static final long MOST_MINUTES = 2;

    private EndlessQuery() {}

    /**
     * Runs it, cancels it when a task is at its pairs, and sees that the run ends as cancelled and that no task goes on.
     *
     * @param engines makes an engine that opens tables of a catalog
     * @param folder for its table
     * @param isRunning whether tasks of the query run on the engine's cluster, which is in this process
     */
    public static void cancel(Function<Catalog, Engine> engines, Path folder, BooleanSupplier isRunning)
            throws IOException {
        Files.writeString(
                folder.resolve("n.csv"),
                IntStream.range(0, ROWS)
                        .mapToObj(row -> "0," + row)
                        .collect(Collectors.joining("\n", "same,n\n", "\n")));
        Cancellation cancellation = new Cancellation();
        RunOptions options = RunOptions.defaults().withTemp(folder.toString()).withCancellation(cancellation);
        CompletableFuture<?> run = CompletableFuture.supplyAsync(
                () -> new EngineSqlExecutor(engines, List.of(options)).run(SQL, folder, 0));
        Patience.await("a task that pairs rows", () -> run.isDone() || isRunning.getAsBoolean() && pairs());
        assertThat(run).as("a query that takes hours").isNotDone();
        cancellation.request();
        try {
            run.get(MOST_MINUTES, TimeUnit.MINUTES);
            fail("a cancelled query has an answer");
        } catch (ExecutionException failed) {
            assertThat(failed.getCause())
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            told -> assertThat(told.code()).isEqualTo(ErrorCode.CANCELLED));
        } catch (InterruptedException | TimeoutException failed) {
            throw new AssertionError("a cancelled query goes on", failed);
        }
        Patience.await("no task that runs", () -> !isRunning.getAsBoolean());
    }

    private static boolean pairs() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(JoinProbe.class.getName()));
    }
}
