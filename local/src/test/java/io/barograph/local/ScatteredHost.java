package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.source.Catalog;
import io.barograph.core.stage.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A host that does to tasks what clusters do: sends jobs as bytes, runs tasks in any order, some of them more than once, and hands
 * chunks over as they come. Seeded.
 */
final class ScatteredHost implements TaskHost {
    private final Catalog catalog;
    private final RunOptions options;
    private final int partitions;
    private final Random random;
    private final List<Job> jobs = new ArrayList<>();

    /** Where chunks wait. */
    private record Place(int stage, int partition) {}

    ScatteredHost(Catalog catalog, RunOptions options, int partitions, long seed) {
        this.catalog = catalog;
        this.options = options;
        this.partitions = partitions;
        this.random = new Random(seed);
    }

    @Override
    public String name() {
        return "scattered";
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public void run(Job asked, Cancellation cancellation, Consumer<byte[]> answer) {
        Job job = Job.of(asked.toBytes());
        jobs.add(job);
        assertThat(job.plan()).isEqualTo(asked.plan());
        assertThat(job.plan().fingerprint()).isEqualTo(asked.plan().fingerprint());
        assertThat(job.tasks()).isEqualTo(asked.tasks());
        TaskRunner runner = new TaskRunner(job, catalog, options);
        Map<Place, List<byte[]>> sent = new HashMap<>();
        for (Stage stage : job.stages().toList()) {
            List<Task> tasks = new ArrayList<>(job.tasks(stage.id()));
            Collections.shuffle(tasks, random);
            for (Task task : tasks) {
                if (random.nextInt(4) == 0) {
                    run(runner, task, sent, (partition, chunk) -> {});
                }
                run(runner, task, sent, (partition, chunk) -> {
                    assertThat(partition).isBetween(0, job.partitions(stage.id()) - 1);
                    sent.computeIfAbsent(new Place(stage.id(), partition), place -> new ArrayList<>())
                            .add(chunk);
                });
            }
        }
        chunks(sent, job.root(), 0).forEachRemaining(answer);
    }

    /** What it has been asked to run so far. */
    List<Job> jobs() {
        return jobs;
    }

    private void run(TaskRunner runner, Task task, Map<Place, List<byte[]>> sent, ChunkTarget target) {
        runner.run(
                task,
                task.input() instanceof TaskInput.Partition partition
                        ? chunks(sent, partition.stage(), partition.number())
                        : Collections.emptyIterator(),
                target);
    }

    private Iterator<byte[]> chunks(Map<Place, List<byte[]>> sent, int stage, int partition) {
        List<byte[]> chunks = new ArrayList<>(sent.getOrDefault(new Place(stage, partition), List.of()));
        Collections.shuffle(chunks, random);
        return chunks.iterator();
    }
}
