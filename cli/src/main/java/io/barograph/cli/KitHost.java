package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.Job;
import io.barograph.local.TaskHost;
import io.barograph.local.TaskHostProvider;
import io.barograph.local.TaskHostSettings;
import io.barograph.local.live.LiveHost;
import io.barograph.local.live.LiveJob;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A host of a kit. Engines look for classes where their thread says: while they work, in the kit. */
final class KitHost implements TaskHost {
    private final ClassLoader kit;
    private final TaskHost host;

    private KitHost(ClassLoader kit, TaskHost host) {
        this.kit = kit;
        this.host = host;
    }

    /** @throws BarographException NOT_SUPPORTED where the kit is of another version and has no such engine */
    static TaskHost open(ClassLoader kit, String engine, TaskHostSettings settings) {
        for (TaskHostProvider provider : ServiceLoader.load(TaskHostProvider.class, kit)) {
            if (provider.engine().equals(engine)) {
                return new KitHost(kit, within(kit, () -> provider.open(settings)));
            }
        }
        throw new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "what is installed for '" + engine + "' does not run queries; install it again: baro engines install "
                        + engine);
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public int partitions() {
        return host.partitions();
    }

    @Override
    public void run(Job job, Consumer<byte[]> answer) {
        within(kit, () -> {
            host.run(job, answer);
            return host;
        });
    }

    @Override
    public @Nullable LiveHost live() {
        LiveHost live = host.live();
        return live == null ? null : new Live(kit, live);
    }

    private record Live(ClassLoader kit, LiveHost host) implements LiveHost {
        @Override
        public void check(LiveJob job) {
            within(kit, () -> {
                host.check(job);
                return host;
            });
        }

        @Override
        public String explain(LiveJob job) {
            return within(kit, () -> host.explain(job));
        }

        @Override
        public End run(List<LiveJob> jobs, long checkpointNanos, Cancellation cancellation) {
            return within(kit, () -> host.run(jobs, checkpointNanos, cancellation));
        }
    }

    @Override
    public void close() {
        within(kit, () -> {
            host.close();
            return host;
        });
    }

    /** Has something done where the thread's classes are the kit's. */
    static <T> T within(ClassLoader kit, Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(kit);
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
