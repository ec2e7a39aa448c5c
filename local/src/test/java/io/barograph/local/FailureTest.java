package io.barograph.local;

import static io.barograph.local.Queries.aggregate;
import static io.barograph.local.Queries.ascending;
import static io.barograph.local.Queries.call;
import static io.barograph.local.Queries.column;
import static io.barograph.local.Queries.group;
import static io.barograph.local.Queries.project;
import static io.barograph.local.Queries.query;
import static io.barograph.local.Queries.scan;
import static io.barograph.local.Queries.sort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.plan.Plan;
import io.barograph.core.source.Lane;
import io.barograph.core.source.TableDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest {
    @TempDir
    Path folder;

    private final Runs runs = new Runs();
    private final RunOptions options = RunOptions.defaults().withThreads(3).withSplitBytes(1 << 12);
    private TableDescription table;

    @BeforeEach
    void writeTable() throws IOException {
        StringBuilder text = new StringBuilder("id,v\n");
        for (int i = 0; i < 50_000; i++) {
            text.append(i).append(',').append(i % 7).append('\n');
        }
        table = runs.table(folder.resolve("t.csv"), text.toString());
    }

    @AfterEach
    void noWorkerIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("barograph-worker"));
    }

    private static void hasCode(Throwable failure, ErrorCode code) {
        assertThat(failure).isInstanceOf(BarographException.class);
        assertThat(((BarographException) failure).code()).isEqualTo(code);
    }

    @Test
    void cancellationInTheMiddleEndsTheRun() {
        Cancellation cancellation = new Cancellation();
        RunOptions cancelled = options.withCancellation(cancellation).withProgress((done, total) -> {
            if (done > 100_000) {
                cancellation.request();
            }
        });
        Plan groups = group(scan(table), List.of(0), aggregate("count", Type.BIGINT));
        assertThatThrownBy(() -> runs.engine.run(query(groups), new TextSink(), cancelled))
                .satisfies(failure -> hasCode(failure, ErrorCode.CANCELLED));
        assertThatThrownBy(() -> runs.engine.run(query(scan(table)), new TextSink(), cancelled))
                .satisfies(failure -> hasCode(failure, ErrorCode.CANCELLED));
    }

    @Test
    void interruptionEndsTheRunAndStaysVisible() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> runs.engine.run(query(scan(table)), new TextSink(), options))
                .satisfies(failure -> hasCode(failure, ErrorCode.CANCELLED));
        assertThat(Thread.interrupted()).isTrue();
    }

    /** An interrupt closes the file that is being read, which is no failure of the file. */
    @Test
    void interruptionInTheMiddleOfAReadIsNoneOfTheFile() {
        Lane lane = new Lane(0, "t.csv", 10, true);
        hasCode(TableScan.unreadable(lane, new ClosedByInterruptException()), ErrorCode.CANCELLED);
        hasCode(TableScan.unreadable(lane, new ClosedChannelException()), ErrorCode.IO_ERROR);
    }

    @Test
    void withoutAFolderForTemporaryFilesTheErrorSaysWhatHelps() {
        RunOptions nowhere = options.withMemoryBytes(300_000)
                .withTemp(folder.resolve("missing").toString());
        Plan groups = group(scan(table), List.of(0), aggregate("count", Type.BIGINT));
        for (Plan plan : List.of(groups, sort(scan(table), ascending(1)))) {
            assertThatThrownBy(() -> runs.engine.run(query(plan), new TextSink(), nowhere))
                    .satisfies(failure -> hasCode(failure, ErrorCode.IO_ERROR))
                    .hasMessageContaining("missing")
                    .hasMessageContaining("--temp");
        }
    }

    @Test
    void aFullHeapAdvisesFewerThreadsOnlyWhereEachHasLessThanItNeeds() {
        MemoryAccount roomy = new MemoryAccount(40L << 20, 2);
        roomy.begin("rows to sort", "filter them first");
        assertThat(roomy.heapExhausted(new OutOfMemoryError()))
                .hasMessageContaining("0 rows to sort so far")
                .hasMessageEndingWith("Raise --memory (java -Xmx), or filter them first");
        assertThat(new MemoryAccount(40L << 20, 3).heapExhausted(new OutOfMemoryError()))
                .hasMessageEndingWith("Raise --memory (java -Xmx), use fewer --threads");
    }

    @Test
    void sinksFailureSurfacesAsItIs() {
        UncheckedIOException broken = new UncheckedIOException(new IOException("pipe closed"));
        ResultSink sink = new ResultSink() {
            @Override
            public void begin(Schema schema) {}

            @Override
            public void accept(Batch batch) {
                throw broken;
            }

            @Override
            public void end() {}
        };
        assertThatThrownBy(() -> runs.engine.run(query(scan(table)), sink, options))
                .isSameAs(broken);
    }

    @Test
    void filesThatAreGoneAreNamed() throws IOException {
        Files.delete(folder.resolve("t.csv"));
        assertThatThrownBy(() -> runs.engine.run(query(scan(table)), new TextSink(), options))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("t.csv");
    }

    @Test
    void senselessOptionsAreRefused() {
        assertThatThrownBy(() -> runs.engine.run(query(scan(table)), new TextSink(), options.withThreads(0)))
                .satisfies(failure -> hasCode(failure, ErrorCode.INVALID_OPTION));
    }

    @Test
    void undefinedResultsAreCountedOnceAtEverySplitSize() {
        Plan quotient = project(scan(table), call("/", Type.BIGINT, column(scan(table), 0), column(scan(table), 1)));
        for (long split : new long[] {1 << 10, 1 << 20}) {
            RunSummary summary = runs.engine.run(query(quotient), new TextSink(), options.withSplitBytes(split));
            assertThat(summary.undefined().values()).containsExactly(7143L);
        }
        assertThatThrownBy(() -> runs.engine.run(query(quotient), new TextSink(), options.withStrict(true)))
                .satisfies(failure -> hasCode(failure, ErrorCode.BAD_DATA));
    }
}
