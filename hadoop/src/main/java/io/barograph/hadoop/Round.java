package io.barograph.hadoop;

import io.barograph.local.Job;
import io.barograph.local.Task;
import io.barograph.local.TaskInput;
import java.util.ArrayList;
import java.util.List;

/**
 * What one MapReduce job does of ours: the exchange of one stage, and the tasks at both its ends. Of the last stage, which nothing
 * reads, it has no reduce tasks.
 *
 * @param stage whose exchange it is
 * @param sources the stage's tasks that read what is no other stage's: a map task each. What its other tasks sent lies in files
 * @param readers the tasks that read what is sent to a partition of the stage, of any stage: a reduce task each
 */
record Round(int stage, List<Task> sources, List<Task> readers) {
    Round {
        sources = List.copyOf(sources);
        readers = List.copyOf(readers);
    }

    /** The rounds of a job, one after the other. */
    static List<Round> of(Job job) {
        List<Round> rounds = new ArrayList<>();
        job.stages().forEach(stage -> {
            Round round = of(job, stage.id());
            if (stage.id() != job.root() || !round.sources.isEmpty()) {
                rounds.add(round);
            }
        });
        return rounds;
    }

    static Round of(Job job, int stage) {
        return new Round(
                stage,
                job.sources(stage),
                job.stages()
                        .flatMap(other -> job.tasks(other.id()).stream())
                        .filter(task ->
                                task.input() instanceof TaskInput.Partition partition && partition.stage() == stage)
                        .toList());
    }

    /** By partition: numbers of the readers that want what is sent there. */
    List<List<Integer>> readersByPartition(int partitions) {
        List<List<Integer>> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(new ArrayList<>());
        }
        for (int reader = 0; reader < readers.size(); reader++) {
            all.get(((TaskInput.Partition) readers.get(reader).input()).number())
                    .add(reader);
        }
        return all;
    }
}
