package io.barograph.flink.worker;

import io.barograph.core.engine.RunOptions;
import io.barograph.local.TaskSize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.taskmanager.TaskManagerRuntimeInfo;
import org.apache.flink.streaming.runtime.tasks.StreamTask;

/** What a subtask of ours may use of its TaskManager. */
public final class WorkerOptions {
    private WorkerOptions() {}

    public static RunOptions of(StreamTask<?, ?> task) {
        TaskManagerRuntimeInfo manager = task.getEnvironment().getTaskManagerInfo();
        int slots = manager.getConfiguration().get(TaskManagerOptions.NUM_TASK_SLOTS);
        return TaskSize.ofHalf(slots).withTemp(manager.getTmpDirectories()[0]);
    }
}
