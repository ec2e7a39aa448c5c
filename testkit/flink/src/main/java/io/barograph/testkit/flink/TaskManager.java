package io.barograph.testkit.flink;

import java.util.List;

/** A process that runs subtasks, which die with it. Used by one thread. */
public final class TaskManager extends FlinkProcess {
    private static final int FLINKS_HEAP_MEGABYTES = 128;

    private final JobManager manager;
    private final int slots;
    private final int heapMegabytes;

    private TaskManager(int number, JobManager manager, int slots, int heapMegabytes, Beside beside) {
        super("flink-taskmanager-" + number, 2, heapMegabytes, beside);
        this.manager = manager;
        this.slots = slots;
        this.heapMegabytes = heapMegabytes;
    }

    static TaskManager start(int number, JobManager manager, int slots, int heapMegabytes, Beside beside) {
        TaskManager started = new TaskManager(number, manager, slots, heapMegabytes, beside);
        started.begin();
        return started;
    }

    @Override
    String configuration() {
        return """
                jobmanager.rpc.address: %1$s
                jobmanager.rpc.port: %2$d
                taskmanager.host: %1$s
                taskmanager.bind-host: %1$s
                taskmanager.rpc.port: %3$d
                taskmanager.data.port: %4$d
                taskmanager.numberOfTaskSlots: %5$d
                """.formatted(LOOPBACK, manager.rpcPort(), port(0), port(1), slots);
    }

    @Override
    protected ProcessBuilder program() {
        return java("org.apache.flink.runtime.taskexecutor.TaskManagerRunner", memory());
    }

    /** Every size has to be told: Flink's scripts, which reckon them, are in no artifact. */
    private List<String> memory() {
        return settings(
                "taskmanager.cpu.cores=1.0",
                "taskmanager.memory.framework.heap.size=" + FLINKS_HEAP_MEGABYTES + "m",
                "taskmanager.memory.framework.off-heap.size=128m",
                "taskmanager.memory.task.heap.size=" + (heapMegabytes - FLINKS_HEAP_MEGABYTES) + "m",
                "taskmanager.memory.task.off-heap.size=0b",
                "taskmanager.memory.network.min=64m",
                "taskmanager.memory.network.max=64m",
                "taskmanager.memory.managed.size=" + heapMegabytes / 4 + "m",
                "taskmanager.memory.jvm-metaspace.size=256m",
                "taskmanager.memory.jvm-overhead.min=192m",
                "taskmanager.memory.jvm-overhead.max=192m");
    }
}
