package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.FileCatalog;
import io.barograph.local.SpooledChunks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of this thread alone, which works in micro-batches as Spark does: it keeps plans and states by batch, runs a half again now
 * and then, and dies at any step, to be run again.
 */
final class MemoryHost implements MicroBatchHost {
    private final ReplayCatalog catalog;
    private final Random random;
    private final int partitions;
    /** What is written down: the place before the first batch, and where each one ends. */
    private final List<LanePlan> plans = new ArrayList<>();

    private int done;
    private final Map<String, byte[]> states = new HashMap<>();
    /** Batches that a run without an end is given before it is cancelled. */
    int mostBatches = Integer.MAX_VALUE;

    int crashes;
    int batches;
    /** Is done before the first task runs. */
    Step begun = () -> {};

    /** Something that is done to files. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    MemoryHost(ReplayCatalog catalog, Random random) {
        this(catalog, random, 1 + random.nextInt(3));
    }

    MemoryHost(ReplayCatalog catalog, Random random, int partitions) {
        this.catalog = catalog;
        this.random = random;
        this.partitions = partitions;
    }

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public void forget(String state) {
        plans.clear();
        states.clear();
        done = 0;
    }

    @Override
    public void run(Order order) {
        LanePlanner planner = order.planner();
        if (plans.isEmpty()) {
            plans.add(planner.first(partitions));
        } else {
            planner.resume(plans.get(plans.size() - 1));
        }
        if (order.endsHere()) {
            planner.endHere(plans.get(plans.size() - 1));
        }
        MicroBatchTasks tasks = new MicroBatchTasks(
                MicroBatchJob.of(order.job().toBytes()),
                new FileCatalog(),
                catalog,
                RunOptions.defaults(),
                () -> false);
        try {
            begun.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int looks = 0; looks < mostBatches; looks++) {
            LanePlan last = plans.get(plans.size() - 1);
            if (plans.size() - 1 == done) {
                if (order.target().hasEnded()) {
                    return;
                }
                LanePlan next = planner.next(last);
                if (next.equals(last)) {
                    if (order.endsHere()) {
                        return;
                    }
                    continue;
                }
                plans.add(next);
            }
            batch(order, tasks);
        }
    }

    private void batch(Order order, MicroBatchTasks tasks) {
        List<List<byte[]>> sent = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            sent.add(new ArrayList<>());
        }
        for (LanePiece piece : LanePlan.pieces(plans.get(done), plans.get(done + 1))) {
            crash();
            read(tasks, LanePiece.of(piece.toBytes()), sent);
        }
        List<byte[]> shown = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            crash();
            show(tasks, partition, sent.get(partition), shown);
        }
        order.target().take(done, shown.iterator());
        crash();
        done++;
        batches++;
    }

    private byte @Nullable [] state(String of) {
        return states.get(of + " behind " + (done - 1));
    }

    private void read(MicroBatchTasks tasks, LanePiece piece, List<List<byte[]>> sent) {
        String lane = "lane " + piece.ordinal();
        byte @Nullable [] behind = null;
        for (int runs = 1 + random.nextInt(2); runs > 0; runs--) {
            try (SpooledChunks chunks = new SpooledChunks(RunOptions.defaults().temp(), Long.MAX_VALUE)) {
                behind = tasks.readPiece(piece, state(lane), chunks);
                if (runs == 1) {
                    for (Iterator<SpooledChunks.Sent> each = chunks.read(); each.hasNext(); ) {
                        SpooledChunks.Sent next = each.next();
                        List<byte[]> target = sent.get(next.partition());
                        // A shuffle keeps no order.
                        target.add(random.nextInt(target.size() + 1), next.chunk());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        states.put(lane + " behind " + done, Objects.requireNonNull(behind));
    }

    private void show(MicroBatchTasks tasks, int partition, List<byte[]> chunks, List<byte[]> shown) {
        String name = "partition " + partition;
        byte @Nullable [] behind = null;
        for (int runs = 1 + random.nextInt(2); runs > 0; runs--) {
            List<byte[]> target = runs == 1 ? shown : new ArrayList<>();
            byte[] state = tasks.showPartition(partition, chunks.iterator(), state(name), target::add);
            assertThat(behind == null ? state : behind).as("a run again").isEqualTo(state);
            behind = state;
        }
        states.put(name + " behind " + done, Objects.requireNonNull(behind));
    }

    private void crash() {
        if (catalog.failsOnceIn > 0 && catalog.below(catalog.failsOnceIn) == 0) {
            crashes++;
            throw new BarographException(ErrorCode.UNAVAILABLE, "crash");
        }
    }

    @Override
    public void close() {}
}
