package io.barograph.local;

import static io.barograph.local.Queries.aggregate;
import static io.barograph.local.Queries.column;
import static io.barograph.local.Queries.group;
import static io.barograph.local.Queries.project;
import static io.barograph.local.Queries.query;
import static io.barograph.local.Queries.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Type;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.TableDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is beside the answer: books, errors, memory. The answers are {@link TaskCorpusTest}'s. */
class HostedEngineTest {
    private static final RunOptions SMALL_SPLITS = RunOptions.defaults().withSplitBytes(500);

    @TempDir
    Path folder;

    private final Runs runs = new Runs();
    private final HostedEngine hosted = engine(RunOptions.defaults());

    private HostedEngine engine(RunOptions options) {
        return new HostedEngine(runs.catalog, new ScatteredHost(runs.catalog, options, 3, 7));
    }

    /** Every 50th record has a field too many, every tenth holds a line break. */
    private TableDescription dirty() throws IOException {
        StringBuilder text = new StringBuilder("id,note\n");
        for (int i = 1; i <= 1000; i++) {
            text.append(i % 50 == 0 ? "x,y,z\n" : i + ",\"a" + (i % 10 == 0 ? "\n" : " ") + "b\"\n");
        }
        return runs.table(folder.resolve("dirty.csv"), text.toString());
    }

    @Test
    void theBooksAreThoseOfOneMachine() throws IOException {
        Plan scan = scan(dirty());
        for (Query query : List.of(
                query(group(scan, List.of(0), aggregate("count", Type.BIGINT))),
                query(project(scan, column(scan, 1))))) {
            List<RejectedRecord> expected = new ArrayList<>();
            RunSummary local = runs.engine.run(query, new TextSink(), SMALL_SPLITS.withRejects(expected::add));
            List<RejectedRecord> told = new ArrayList<>();
            RunSummary summary = hosted.run(query, new TextSink(), SMALL_SPLITS.withRejects(told::add));
            assertThat(summary.lanes()).isEqualTo(local.lanes());
            assertThat(summary.rejectReasons()).isEqualTo(local.rejectReasons());
            assertThat(summary.undefined()).isEqualTo(local.undefined());
            assertThat(summary.resultRows()).isEqualTo(local.resultRows());
            assertThat(told).hasSize(20).isEqualTo(expected);
        }
    }

    @Test
    void aStrictRunEndsAtTheSameRecord() throws IOException {
        Plan scan = scan(dirty());
        Query query = query(group(scan, List.of(0), aggregate("count", Type.BIGINT)));
        assertThatThrownBy(() -> hosted.run(query, new TextSink(), SMALL_SPLITS.withStrict(true)))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("line 55");
    }

    /** What comes from a part of the rows is no answer, however few of its rows are wanted. */
    @Test
    void aStrictRunFailsBeneathALimit() throws IOException {
        Plan scan = scan(dirty());
        Query query = query(new Plan.Limit(group(scan, List.of(), aggregate("count", Type.BIGINT)), 0, 1));
        assertThatThrownBy(() -> hosted.run(query, new TextSink(), SMALL_SPLITS.withStrict(true)))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("line 55");
    }

    @Test
    void undefinedResultsCountOnceWhereTheJobIsRunAgain() throws IOException {
        // A quoted line break at most borders, so that some are guessed wrongly.
        StringBuilder text = new StringBuilder("id,note\n");
        for (int i = 1; i <= 300; i++) {
            text.append(i).append(",\"a\n1,b\n2,c\"\n");
        }
        Plan scan = scan(runs.table(folder.resolve("breaks.csv"), text.toString()));
        Plan quotient = project(scan, Queries.call("/", Type.DOUBLE, Queries.number(1.0), Queries.number(0.0)));
        Query query = query(quotient);
        RunOptions tiny = RunOptions.defaults().withSplitBytes(40);
        RunSummary local = runs.engine.run(query, new TextSink(), tiny);
        RunSummary summary = hosted.run(query, new TextSink(), tiny);
        assertThat(summary.undefined()).isNotEmpty().isEqualTo(local.undefined());
        assertThat(summary.lanes()).isEqualTo(local.lanes());
    }

    @Test
    void aFileThatHasGrownFailsTheRun() throws IOException {
        Path file = folder.resolve("growing.csv");
        Plan scan = scan(runs.table(file, "id\n1\n2\n3\n"));
        ScatteredHost host = new ScatteredHost(runs.catalog, RunOptions.defaults(), 3, 7);
        TaskHost late = new TaskHost() {
            @Override
            public String name() {
                return "late";
            }

            @Override
            public int partitions() {
                return 3;
            }

            @Override
            public void run(Job job, Cancellation cancellation, Consumer<byte[]> answer) {
                try {
                    Files.writeString(file, "id\n1\n2\n3\n4\n5\n6\n7\n8\n");
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
                host.run(job, cancellation, answer);
            }
        };
        assertThatThrownBy(() -> new HostedEngine(runs.catalog, late)
                        .run(query(project(scan, column(scan, 0))), new TextSink(), RunOptions.defaults()))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("has changed since the query was planned");
    }

    @Test
    void whatDoesNotFitIntoMemoryIsSentInParts() throws IOException {
        StringBuilder text = new StringBuilder("k,v\n");
        for (int i = 0; i < 200_000; i++) {
            text.append(i * 7919 % 100_003).append(',').append(i * 0.37).append('\n');
        }
        Plan scan = scan(runs.table(folder.resolve("many.csv"), text.toString()));
        Query query = query(group(scan, List.of(0), aggregate("count", Type.BIGINT)));
        RunOptions little = RunOptions.defaults().withMemoryBytes(1 << 20);
        List<String> rows = lines(engine(little), query);
        assertThat(rows).hasSize(100_003).isEqualTo(lines(engine(RunOptions.defaults()), query));
    }

    private static List<String> lines(HostedEngine engine, Query query) {
        TextSink sink = new TextSink();
        engine.run(query, sink, RunOptions.defaults().withSplitBytes(1 << 20));
        return sink.lines().stream().sorted().toList();
    }

    /** Law 4: a host that loses what a task has sent is found out. */
    @Test
    void aLostTaskFailsTheRun() throws IOException {
        Plan scan = scan(dirty());
        Query query = query(group(scan, List.of(0), aggregate("count", Type.BIGINT)));
        ScatteredHost whole = new ScatteredHost(runs.catalog, RunOptions.defaults(), 3, 7);
        TaskHost losing = new TaskHost() {
            @Override
            public String name() {
                return "losing";
            }

            @Override
            public int partitions() {
                return 3;
            }

            @Override
            public void run(Job job, Cancellation cancellation, Consumer<byte[]> answer) {
                int[] reports = new int[1];
                whole.run(job, cancellation, chunk -> {
                    if (Chunk.kind(chunk) != Chunk.REPORT || reports[0]++ != 2) {
                        answer.accept(chunk);
                    }
                });
            }
        };
        assertThatThrownBy(() -> new HostedEngine(runs.catalog, losing).run(query, new TextSink(), SMALL_SPLITS))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("was lost");
    }

    /** A host that now and then gives a part of an answer, and loses the rest. */
    private static TaskHost losing(TaskHost host, int times) {
        return new TaskHost() {
            private int left = times;

            @Override
            public String name() {
                return "losing";
            }

            @Override
            public int partitions() {
                return host.partitions();
            }

            @Override
            public void run(Job job, Cancellation cancellation, Consumer<byte[]> answer) {
                if (left-- > 0) {
                    List<byte[]> chunks = new ArrayList<>();
                    host.run(job, cancellation, chunks::add);
                    chunks.subList(0, chunks.size() - 1).forEach(answer);
                    throw new AnswerLost(new BarographException(ErrorCode.UNAVAILABLE, "a worker was lost"));
                }
                host.run(job, cancellation, answer);
            }
        };
    }

    @Test
    void whatWasGivenOfAnAnswerThatIsLostCountsForNothing() throws IOException {
        Plan scan = scan(dirty());
        Query query = query(project(scan, column(scan, 1)));
        TextSink expected = new TextSink();
        RunSummary local = runs.engine.run(query, expected, SMALL_SPLITS);
        TaskHost host = new ScatteredHost(runs.catalog, RunOptions.defaults(), 3, 7);
        TextSink rows = new TextSink();
        RunSummary summary = new HostedEngine(runs.catalog, losing(host, 2)).run(query, rows, SMALL_SPLITS);
        assertThat(rows.lines()).isEqualTo(expected.lines());
        assertThat(summary.lanes()).isEqualTo(local.lanes());
        assertThatThrownBy(
                        () -> new HostedEngine(runs.catalog, losing(host, 3)).run(query, new TextSink(), SMALL_SPLITS))
                .isInstanceOf(BarographException.class)
                .hasMessage("a worker was lost");
    }

    /** A host whose job runs until it is told to stop. */
    private record Endless(CountDownLatch begun) implements TaskHost {
        @Override
        public String name() {
            return "endless";
        }

        @Override
        public int partitions() {
            return 3;
        }

        @Override
        public void run(Job job, Cancellation cancellation, Consumer<byte[]> answer) {
            CountDownLatch stopped = new CountDownLatch(1);
            try (Cancellation.Watch watch = cancellation.whenRequested(stopped::countDown)) {
                begun.countDown();
                stopped.await();
                cancellation.check();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    @Timeout(60)
    void aQueryThatIsCancelledStopsItsJob() throws Exception {
        Query query = query(project(scan(dirty()), Queries.number(1.0)));
        Cancellation cancellation = new Cancellation();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<RunSummary> run =
                CompletableFuture.supplyAsync(() -> new HostedEngine(runs.catalog, new Endless(begun))
                        .run(query, new TextSink(), RunOptions.defaults().withCancellation(cancellation)));
        begun.await();
        cancellation.request();
        assertThatThrownBy(run::join)
                .cause()
                .isInstanceOfSatisfying(
                        BarographException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CANCELLED));
    }
}
