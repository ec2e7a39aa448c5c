package io.barograph.local;

import static io.barograph.local.Queries.aggregate;
import static io.barograph.local.Queries.ascending;
import static io.barograph.local.Queries.call;
import static io.barograph.local.Queries.column;
import static io.barograph.local.Queries.filter;
import static io.barograph.local.Queries.group;
import static io.barograph.local.Queries.number;
import static io.barograph.local.Queries.query;
import static io.barograph.local.Queries.scan;
import static io.barograph.local.Queries.sort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Type;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.join.JoinProbe;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.stage.Stage;
import io.barograph.testkit.server.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clusters end a task that they have given up by an interrupt of its thread, at whatever it is. */
class TaskInterruptTest {
    private static final int ROWS = 200_000;

    @TempDir
    Path folder;

    private final Runs runs = new Runs();
    private int received;

    @AfterEach
    void forgetTheInterrupt() {
        Thread.interrupted();
    }

    /** Runs tasks one after the other, and interrupts them. */
    private final class Host implements TaskHost {
        private final boolean atTheirStart;

        /** @param atTheirStart or with the first chunk that they receive */
        Host(boolean atTheirStart) {
            this.atTheirStart = atTheirStart;
        }

        @Override
        public String name() {
            return "interrupting";
        }

        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public void run(Job job, Cancellation cancellation, Consumer<byte[]> answer) {
            TaskRunner runner = new TaskRunner(job, runs.catalog, RunOptions.defaults());
            Map<Integer, List<byte[]>> sent = new HashMap<>();
            for (Stage stage : job.stages().toList()) {
                List<byte[]> chunks = sent.computeIfAbsent(stage.id(), none -> new ArrayList<>());
                for (Task task : job.tasks(stage.id())) {
                    if (atTheirStart) {
                        Thread.currentThread().interrupt();
                    }
                    Iterator<byte[]> given = task.input() instanceof TaskInput.Partition partition
                            ? interrupting(sent.get(partition.stage()))
                            : Collections.emptyIterator();
                    runner.run(task, given, (partition, chunk) -> chunks.add(chunk));
                }
            }
        }

        private Iterator<byte[]> interrupting(List<byte[]> chunks) {
            return chunks.stream()
                    .peek(chunk -> {
                        received++;
                        Thread.currentThread().interrupt();
                    })
                    .iterator();
        }
    }

    private Plan numbers() throws IOException {
        StringBuilder text = new StringBuilder("same,n\n");
        IntStream.range(0, ROWS).forEach(row -> text.append("0,").append(row).append('\n'));
        return scan(runs.table(folder.resolve("n.csv"), text.toString()));
    }

    private void isCancelled(TaskHost host, Query query) {
        assertThatThrownBy(() -> new HostedEngine(runs.catalog, host)
                        .run(query, new TextSink(), RunOptions.defaults().withSplitBytes(100_000)))
                .isInstanceOfSatisfying(BarographException.class, TaskInterruptTest::isCancelled);
        assertThat(Thread.currentThread().isInterrupted())
                .as("whoever interrupted it may look for it")
                .isTrue();
    }

    private static void isCancelled(BarographException failed) {
        assertThat(failed.code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void aScanOfWhichNoRowPassesEnds() throws IOException {
        isCancelled(new Host(true), query(filter(numbers(), "<", 1, number(0L))));
    }

    @Test
    void aTaskThatReceivesEndsAtTheNextChunk() throws IOException {
        isCancelled(new Host(false), query(sort(numbers(), ascending(1))));
        assertThat(received).isEqualTo(1);
    }

    /** All pairs of rows, which takes an hour, and none is a match. */
    @Test
    @Timeout(120)
    void aJoinOfWhichNoRowComesEnds() throws Exception {
        Plan numbers = numbers();
        Expr product = call(
                "*",
                Type.BIGINT,
                column(numbers, 1),
                new Expr.ColumnRef(3, numbers.schema().type(1)));
        Plan join = new Plan.Join(
                numbers,
                numbers,
                JoinKind.INNER,
                List.of(column(numbers, 0)),
                List.of(column(numbers, 0)),
                null,
                call("<", Type.BOOLEAN, product, number(0L)),
                Plan.Join.schemaOf(JoinKind.INNER, numbers.schema(), numbers.schema()));
        Query query = query(group(join, List.of(), aggregate("count", Type.BIGINT)));
        ScatteredHost host = new ScatteredHost(runs.catalog, RunOptions.defaults(), 1, 7);
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread task = new Thread(() -> {
            try {
                new HostedEngine(runs.catalog, host).run(query, new TextSink(), RunOptions.defaults());
            } catch (Throwable thrown) {
                outcome.set(thrown);
            }
        });
        task.setDaemon(true);
        task.start();
        Patience.await(
                "a task that pairs rows",
                () -> !task.isAlive()
                        || Arrays.stream(task.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(JoinProbe.class.getName())));
        assertThat(task.isAlive()).as("a join that takes an hour").isTrue();
        task.interrupt();
        task.join();
        assertThat(outcome.get()).isInstanceOfSatisfying(BarographException.class, TaskInterruptTest::isCancelled);
    }
}
