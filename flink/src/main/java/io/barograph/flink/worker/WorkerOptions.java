package io.barograph.flink.worker;

import io.barograph.core.engine.RunOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.taskmanager.TaskManagerRuntimeInfo;
import org.apache.flink.streaming.runtime.tasks.StreamTask;

/** What a subtask of ours may use of its TaskManager. */
public final class WorkerOptions {
    /** Half of a TaskManager's heap is Flink's own. */
    private static final int FLINKS_SHARE = 2;

    private WorkerOptions() {}

    public static RunOptions of(StreamTask<?, ?> task) {
        TaskManagerRuntimeInfo manager = task.getEnvironment().getTaskManagerInfo();
        int slots = manager.getConfiguration().get(TaskManagerOptions.NUM_TASK_SLOTS);
        long heap = Runtime.getRuntime().maxMemory() / FLINKS_SHARE / Math.max(1, slots);
        return RunOptions.defaults()
                .withTemp(manager.getTmpDirectories()[0])
                .withMemoryBytes(RunOptions.memoryOf(heap));
    }
}
