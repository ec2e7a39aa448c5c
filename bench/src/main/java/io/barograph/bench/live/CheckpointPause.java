package io.barograph.bench.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.LiveTable;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import io.barograph.local.live.LiveEngine;
import io.barograph.local.live.LiveOptions;
import io.barograph.local.live.LiveStatus;
import io.barograph.sql.Script;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * For how long nothing is published because of checkpoints with many open groups: while readings of many devices gather in a
 * window that stays open, a second query passes on every 500th row, and its sink notes the time from one of its batches to the next.
 * Two lanes are made in the engine's own process; nothing but the engine, and the disk that its checkpoints go to, is measured.
 *
 * <p>Arguments: the project's folder, devices, readings a second, seconds, the interval of checkpoints in milliseconds.
 */
public final class CheckpointPause {
    private static final int LANES = 2;
    private static final long WARM_UP_NANOS = 10_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long BEGIN = 1_700_000_040L * SECOND;

    private CheckpointPause() {}

    public static void main(String[] arguments) throws Exception {
        int devices = Integer.parseInt(arguments[1]);
        int rate = Integer.parseInt(arguments[2]);
        long seconds = Long.parseLong(arguments[3]);
        long interval = Long.parseLong(arguments[4]) * 1_000_000L;
        Path folder = Files.createTempDirectory("checkpoint-pause");
        Files.writeString(folder.resolve("sensors.csv"), "ts,device_id,temperature,humidity,pressure\n");
        Generator generator = new Generator(devices, rate);
        Cancellation stop = new Cancellation();
        long end = System.nanoTime() + WARM_UP_NANOS + seconds * SECOND;
        List<LiveStatus> checkpoints = new ArrayList<>();
        LiveOptions options = new LiveOptions(
                RunOptions.defaults().withThreads(LANES).withCancellation(stop),
                folder.resolve("state"),
                false,
                interval,
                LiveOptions.Until.CANCELLED,
                status -> {
                    boolean isNew = checkpoints.isEmpty()
                            || checkpoints.get(checkpoints.size() - 1).checkpoint() != status.checkpoint();
                    if (isNew && status.elapsedNanos() > WARM_UP_NANOS) {
                        checkpoints.add(status);
                    }
                    if (System.nanoTime() > end) {
                        stop.request();
                    }
                });
        LiveStatus status =
                new LiveEngine(new FileCatalog(), generator).run(inserts(folder), "pause", new SinkGroup(), options);
        if (status.used() != generator.made()) {
            throw new IllegalStateException(generator.made() + " readings, " + status.used() + " used");
        }
        report(devices, status, generator.gaps, checkpoints);
    }

    private static List<LiveEngine.Insert> inserts(Path folder) {
        Session session = new Session(new FileCatalog(), ValueFinder.NONE, name -> name);
        String text =
                "CREATE TABLE sensors (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE, humidity DOUBLE, pressure"
                        + " DOUBLE, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('path' = '"
                        + folder.resolve("sensors.csv") + "');\n"
                        + "CREATE TABLE results WITH ('path' = '" + folder.resolve("results.csv") + "');\n"
                        + "CREATE TABLE beats WITH ('path' = '" + folder.resolve("beats.csv") + "');\n"
                        + "INSERT INTO results SELECT device_id, window_start, count(*), avg(temperature), min(temperature),"
                        + " max(temperature), stddev(temperature), avg(humidity), min(humidity), max(humidity), stddev(humidity),"
                        + " avg(pressure), min(pressure), max(pressure), stddev(pressure)"
                        + " FROM TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(ts), INTERVAL '1' HOUR))"
                        + " GROUP BY device_id, window_start, window_end;\n"
                        + "INSERT INTO beats SELECT ts, device_id FROM sensors WHERE device_id % 500 = 0;\n";
        List<LiveEngine.Insert> inserts = new ArrayList<>();
        for (Script.Piece piece : session.read(text, null).pieces()) {
            if (session.bind(piece) instanceof Statement.Insert insert) {
                inserts.add(new LiveEngine.Insert(insert.target().name(), insert.query(), insert.target()));
            }
        }
        return inserts;
    }

    private static void report(int devices, LiveStatus status, List<Long> gaps, List<LiveStatus> checkpoints) {
        long[] sorted = gaps.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%,d devices, %,d readings, %,d checkpoints of %,.1f MiB; from one publication to the next: median %.0f ms,"
                        + " 99 %% %.0f ms, most %.0f ms%n",
                devices,
                status.used(),
                status.checkpoint() + 1,
                status.checkpointBytes() / 1048576.0,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6);
        long[] took = checkpoints.stream()
                .mapToLong(LiveStatus::checkpointNanos)
                .sorted()
                .toArray();
        long[] paused = checkpoints.stream()
                .mapToLong(LiveStatus::checkpointPauseNanos)
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "a checkpoint: median %.0f ms, most %.0f ms; of that results waited: median %.1f ms, most %.1f ms%n",
                took[took.length / 2] / 1e6,
                took[took.length - 1] / 1e6,
                paused[paused.length / 2] / 1e6,
                paused[paused.length - 1] / 1e6);
    }

    /** Readings as fast as was asked for; all devices in turn, those of a lane its own. */
    private static final class Generator implements LiveCatalog {
        private final int devices;
        private final double nanosPerRow;
        private final List<Long> gaps = new ArrayList<>();
        private final List<Reader> readers = new ArrayList<>();
        private final long begun = System.nanoTime();

        Generator(int devices, int rate) {
            this.devices = devices;
            nanosPerRow = 1e9 * LANES / rate;
        }

        synchronized long made() {
            return readers.stream().mapToLong(reader -> reader.made).sum();
        }

        @Override
        public boolean isLive(TableDescription description) {
            return description.source().eventTime() != null;
        }

        @Override
        public LiveTable open(TableDescription description) {
            return new Lanes(description);
        }

        @Override
        public LiveSink openSink(SinkRequest request) {
            boolean beats = request.target().path().endsWith("beats.csv");
            return new Watch(beats ? gaps : new ArrayList<>(), begun + WARM_UP_NANOS);
        }

        private final class Lanes implements LiveTable {
            private final TableDescription description;

            Lanes(TableDescription description) {
                this.description = description;
            }

            @Override
            public TableDescription description() {
                return description;
            }

            @Override
            public List<LiveLane> lanes() {
                List<LiveLane> lanes = new ArrayList<>();
                for (int lane = 0; lane < LANES; lane++) {
                    lanes.add(new LiveLane(lane, "lane" + lane, 0, Long.MAX_VALUE - 1));
                }
                return lanes;
            }

            @Override
            public LiveReader newReader(int[] columns, List<LaneStart> starts, RejectHandler rejects) {
                Reader reader = new Reader(starts.get(0).lane().index());
                synchronized (Generator.this) {
                    readers.add(reader);
                }
                return reader;
            }

            @Override
            public void close() {}
        }

        private final class Reader implements LiveReader {
            private final int lane;
            private final SplittableRandom random;
            private volatile long made;

            Reader(int lane) {
                this.lane = lane;
                random = new SplittableRandom(lane);
            }

            @Override
            public @Nullable LaneRows next(long waitNanos) {
                long due = (long) ((System.nanoTime() - begun) / nanosPerRow) - made;
                if (due <= 0) {
                    LockSupport.parkNanos(waitNanos);
                    return null;
                }
                int size = (int) Math.min(due, Batch.CAPACITY);
                long[] times = new long[size];
                long[] ids = new long[size];
                double[][] metrics = new double[3][size];
                for (int i = 0; i < size; i++) {
                    long row = made + i;
                    times[i] = BEGIN + (long) (row * nanosPerRow);
                    ids[i] = (row * LANES + lane) % devices;
                    for (double[] metric : metrics) {
                        metric[i] = random.nextInt(10_000) / 100.0;
                    }
                }
                made += size;
                Column[] columns = {
                    new LongColumn(Type.TIMESTAMP, times, Validity.ALL),
                    new LongColumn(Type.BIGINT, ids, Validity.ALL),
                    new DoubleColumn(metrics[0], Validity.ALL),
                    new DoubleColumn(metrics[1], Validity.ALL),
                    new DoubleColumn(metrics[2], Validity.ALL)
                };
                return new LaneRows(lane, new Batch(columns, size), size, made);
            }

            @Override
            public RejectedRecord refuse(int row, String reason) {
                return new RejectedRecord("lane" + lane, made, 0, reason, "");
            }

            @Override
            public long endOffset(int index) {
                return made;
            }

            @Override
            public void close() {}
        }
    }

    /** Notes when rows come. */
    private static final class Watch implements LiveSink {
        private final List<Long> gaps;
        private final long from;
        private long last;
        private boolean came;

        Watch(List<Long> gaps, long from) {
            this.gaps = gaps;
            this.from = from;
        }

        @Override
        public String guarantee() {
            return "nothing is kept";
        }

        @Override
        public boolean takesRevisions() {
            return true;
        }

        @Override
        public long begin() {
            return ANY;
        }

        @Override
        public void resume(long checkpoint) {}

        @Override
        public void accept(Revisions changes) {
            came = true;
        }

        @Override
        public void flush() {
            long now = System.nanoTime();
            if (came && last > from) {
                gaps.add(now - last);
            }
            last = came ? now : last;
            came = false;
        }

        @Override
        public void prepare(long checkpoint) {}

        @Override
        public void commit(long checkpoint) {}

        @Override
        public void close() {}
    }
}
