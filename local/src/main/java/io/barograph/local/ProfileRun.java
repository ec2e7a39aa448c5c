package io.barograph.local;

import io.barograph.core.device.Device;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.pairs.MatrixProfile;
import io.barograph.core.pairs.ProfileArrays;
import io.barograph.core.pairs.ProfileTiles;
import io.barograph.core.pairs.ProfileWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Matrix profiles of series, on all cores: workers take tiles in their order, of one series after another, so that one long series keeps
 * all of them busy, and so do many short ones.
 */
public final class ProfileRun {
    private final int length;
    private final RunOptions options;
    private final List<Job> jobs = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();
    private final long total;

    /** A series on its way. */
    private static final class Job {
        private final double[] readings;
        private final ProfileTiles tiles;
        private final long first;
        private final long count;
        private @Nullable ProfileWork work;
        private long finished;
        private @Nullable MatrixProfile profile;

        Job(double[] readings, int length, long first) {
            this.readings = readings;
            this.tiles = ProfileTiles.of(readings.length, length);
            this.first = first;
            // One where nothing is to be compared, so that somebody makes its profile.
            this.count = Math.max(1, tiles.count());
        }

        synchronized ProfileWork begin(int length) {
            if (work == null) {
                work = new ProfileWork(readings, length);
            }
            return work;
        }

        /** So many more tiles were run; behind the last the profile is made, and nothing else is kept. */
        synchronized void finish(long tilesRun) {
            finished += tilesRun;
            if (finished == count && work != null) {
                profile = work.profile();
                work = null;
            }
        }

        synchronized MatrixProfile profile() {
            if (profile == null) {
                throw new IllegalStateException("not run");
            }
            return profile;
        }
    }

    /** What one worker does to one series. */
    private static final class Share {
        private final Job job;
        private final ProfileWork.Worker worker;
        private int band;
        private long bandFirst;
        private long tilesRun;

        Share(Job job, int length) {
            this.job = job;
            this.worker = job.begin(length).worker();
            this.bandFirst = job.first;
        }

        /** Runs a tile; numbers only rise. */
        void run(long number) {
            tilesRun++;
            while (band < job.tiles.bands()) {
                int inBand = job.tiles.tiles(band);
                if (number < bandFirst + inBand) {
                    worker.run(band, (int) (number - bandFirst));
                    return;
                }
                bandFirst += inBand;
                band++;
            }
        }

        void finish() {
            worker.finish();
            job.finish(tilesRun);
        }
    }

    private ProfileRun(List<double[]> series, int length, RunOptions options) {
        this.length = length;
        this.options = options;
        long first = 0;
        for (double[] readings : series) {
            Job job = new Job(readings, length, first);
            jobs.add(job);
            first += job.count;
        }
        total = first;
    }

    /**
     * The profiles of series, in their order; the same bits for any number of threads.
     *
     * @param series each in the order of time, NaN where a reading is missing, none shorter than a window; not changed
     * @param length of a window in readings, at least 3
     * @param options threads, progress (in tiles) and cancellation
     */
    public static List<MatrixProfile> of(List<double[]> series, int length, RunOptions options) {
        ProfileRun run = new ProfileRun(series, length, options);
        run.run();
        return run.jobs.stream().map(Job::profile).toList();
    }

    /** As {@link #of(List, int, RunOptions)}; on this machine's device, as far as that is to be used: the same bits. */
    public static List<MatrixProfile> of(List<double[]> series, int length, RunOptions options, DeviceUse use) {
        return use.run(
                DeviceWork.ofProfiles(series, length),
                options.threads(),
                device -> onDevice(series, length, options, device),
                () -> of(series, length, options));
    }

    private static List<MatrixProfile> onDevice(List<double[]> series, int length, RunOptions options, Device device) {
        long total = series.stream()
                .mapToLong(readings -> ProfileTiles.of(readings.length, length).pairs())
                .sum();
        List<MatrixProfile> profiles = new ArrayList<>();
        long before = 0;
        for (double[] readings : series) {
            long begun = before;
            ProfileWork work = new ProfileWork(readings, length);
            ProfileArrays arrays = work.arrays();
            double[] correlations = new double[arrays.means().length];
            int[] neighbours = new int[arrays.means().length];
            device.compareWindows(arrays, correlations, neighbours, pairs -> {
                options.cancellation().check();
                options.progress().report(begun + pairs, total);
            });
            work.take(correlations, neighbours);
            profiles.add(work.profile());
            before += arrays.tiles().pairs();
        }
        return profiles;
    }

    private void run() {
        MemoryAccount memory = new MemoryAccount(options.memoryBytes(), options.threads());
        memory.begin("windows", "compare shorter series: resample them to a longer step");
        try (Workers workers = new Workers(options.threads(), options.cancellation(), memory)) {
            workers.run((int) Math.min(options.threads(), Math.max(1, total)), worker -> work(worker, workers, memory));
        }
    }

    private void work(int worker, Workers workers, MemoryAccount memory) {
        int at = 0;
        @Nullable Share share = null;
        for (long number = next.getAndIncrement(); number < total; number = next.getAndIncrement()) {
            workers.check();
            Job job = jobs.get(at);
            if (number >= job.first + job.count) {
                if (share != null) {
                    share.finish();
                    share = null;
                }
                while (number >= job.first + job.count) {
                    job = jobs.get(++at);
                }
            }
            if (share == null) {
                memory.note(worker, 0, job.tiles.windows());
                share = new Share(job, length);
            }
            share.run(number);
            options.progress().report(number + 1, total);
        }
        if (share != null) {
            share.finish();
        }
    }
}
