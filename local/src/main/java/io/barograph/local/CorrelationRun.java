package io.barograph.local;

import io.barograph.core.device.Device;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.pairs.CorrelationWork;
import io.barograph.core.pairs.Correlations;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Correlations of all pairs of series, on all cores: workers take one block of pairs after another. */
public final class CorrelationRun {
    private CorrelationRun() {}

    /**
     * The correlations of all pairs; the same bits for any number of threads.
     *
     * @param readings by series and time, all of equal length, NaN where one is missing; not changed
     * @param options threads, progress (in blocks) and cancellation
     */
    public static Correlations of(List<double[]> readings, RunOptions options) {
        CorrelationWork work = new CorrelationWork(readings);
        AtomicInteger next = new AtomicInteger();
        MemoryAccount memory = new MemoryAccount(options.memoryBytes(), options.threads());
        memory.begin("series", "compare fewer of them, or on a longer --step");
        memory.note(0, 0, readings.size());
        try (Workers workers = new Workers(options.threads(), options.cancellation(), memory)) {
            workers.run(Math.min(options.threads(), Math.max(1, work.blocks())), worker -> {
                CorrelationWork.Worker one = work.worker();
                for (int block = next.getAndIncrement(); block < work.blocks(); block = next.getAndIncrement()) {
                    workers.check();
                    one.run(block);
                    options.progress().report(block + 1L, work.blocks());
                }
            });
        }
        return work.correlations();
    }

    /** As {@link #of(List, RunOptions)}; on this machine's device, as far as that is to be used: the same bits. */
    public static Correlations of(List<double[]> readings, RunOptions options, DeviceUse use) {
        if (use.wish() == DeviceUse.Wish.NEVER) {
            // Nobody asks what the work is: it takes a look at all readings.
            return of(readings, options);
        }
        return use.run(
                DeviceWork.ofCorrelations(readings),
                options.threads(),
                device -> onDevice(readings, options, device),
                () -> of(readings, options));
    }

    private static Correlations onDevice(List<double[]> readings, RunOptions options, Device device) {
        CorrelationWork work = new CorrelationWork(readings);
        long total = work.correlations().pairs();
        device.sumProducts(work, pairs -> {
            options.cancellation().check();
            options.progress().report(Math.min(pairs, total), total);
        });
        return work.correlations();
    }
}
