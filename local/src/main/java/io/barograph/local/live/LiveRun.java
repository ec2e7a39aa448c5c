package io.barograph.local.live;

import io.barograph.core.engine.TableChecksum;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.Closing;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.LiveSink;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.StagePlan;
import io.barograph.local.AtRest;
import io.barograph.local.spill.SpillSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One live run: its sources, queries, workers and publisher, from the last checkpoint to the next stop. */
final class LiveRun implements AutoCloseable {
    private static final long WAIT_NANOS = 2_000_000L;
    private static final long PARK_NANOS = 500_000L;
    private static final long STATUS_NANOS = 200_000_000L;
    private static final long IDLE_SECONDS = 10;
    /** Groups on disk are read back in pieces of this part of the memory. */
    private static final long PIECES = 16;

    private final Catalog catalog;
    private final LiveCatalog live;
    private final LiveOptions options;
    private final CheckpointFiles files;
    private final GroupSpace space;
    private final List<LiveSource> sources = new ArrayList<>();
    private final List<LiveQuery> queries = new ArrayList<>();
    private final List<LiveWorker> workers = new ArrayList<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<LaneDiscovery.Arrival> arrivals = new ConcurrentLinkedQueue<>();
    /** Checkpoints that are being made, where no thread makes them. */
    private final Deque<CheckpointSave> saves = new ArrayDeque<>();

    private @Nullable Thread discoverer;
    private int nextWorker;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    private final @Nullable Schedule schedule;
    private final LongSupplier clock;
    private final LiveObserver observer;

    /** Who goes on next, and what time it is. */
    interface Schedule {
        /** One of so many parties, from 0: the workers, then who writes checkpoints, then the publisher. */
        int next(int parties);

        /** As {@link System#nanoTime}. */
        long nanoTime();

        /** Whether to write states to disk now, though memory would hold them. */
        default boolean spills() {
            return false;
        }

        /** Where checkpoints are kept, in place of their folder; null for that. */
        default @Nullable CheckpointDisk disk() {
            return null;
        }
    }

    /** @param schedule in whose turns everything goes by this thread alone, or null for threads and the real time */
    LiveRun(Catalog catalog, LiveCatalog live, LiveOptions options, @Nullable Schedule schedule) {
        this.schedule = schedule;
        this.clock = schedule == null ? System::nanoTime : schedule::nanoTime;
        this.catalog = catalog;
        this.live = live;
        this.options = options;
        this.observer = new ObserverPair(options.observer(), new LiveEvents());
        opened.push(observer);
        CheckpointDisk disk = schedule == null ? null : schedule.disk();
        this.files = disk == null ? CheckpointFiles.open(options.state()) : CheckpointFiles.on(disk, options.state());
        opened.push(files);
        SpillSpace temporary = new SpillSpace(Path.of(options.run().temp()));
        opened.push(temporary);
        space = new GroupSpace(
                temporary, new GroupFiles(options.state()), options.run().memoryBytes() / PIECES);
    }

    /** Adds a query; its sink is closed with the run. */
    void add(LiveEngine.Insert insert, LiveSink sink) {
        opened.push(sink);
        StagePlan plan = StagePlan.ofLive(insert.query());
        AtRest rest = new AtRest(catalog, options.run(), plan, live::isLive);
        opened.push(rest);
        rest.run();
        boolean bounded = options.until() == LiveOptions.Until.ENDED;
        Predicate<TableDescription> ends = table -> bounded || isBounded(live, table);
        TableChecksum answer =
                options.proves() ? new TableChecksum(insert.query().root().schema()) : null;
        RowCounts counts = new RowCounts(answer);
        LiveQuery query =
                new LiveQuery(insert.name(), plan, rest, sink, place(live, insert.target()), space, ends, counts);
        queries.add(query);
        if (options.untilTime() != Long.MAX_VALUE) {
            query.tables().stream()
                    .map(TableDescription::source)
                    .filter(table -> table.eventTime() == null && !ends.test(table))
                    .forEach(LiveRun::refuseTimeless);
        }
    }

    private static void refuseTimeless(TableDescription table) {
        throw new BarographException(
                ErrorCode.INVALID_OPTION,
                "table " + table.name()
                        + " declares no WATERMARK, so nobody can tell when its rows have come to a time (--until);"
                        + " declare WATERMARK FOR ts AS ts - INTERVAL '5' SECOND");
    }

    /** Whether the declaration of a table has all its lanes end. */
    static boolean isBounded(LiveCatalog live, TableDescription table) {
        return !live.ending(table.source()).isEmpty();
    }

    /** What a sink writes to, without what only says how to get there: equal texts, equal places. */
    static String place(LiveCatalog live, TableDeclaration target) {
        Map<String, String> options = new TreeMap<>(target.options());
        options.keySet().removeIf(option -> live.isAside(target, option));
        return options + " " + target.columns() + " by " + target.partitionedBy() + " key " + target.primaryKey();
    }

    LiveStatus run() {
        long now = clock.getAsLong();
        Beginning beginning = Beginning.of(files, queries, options);
        sources.addAll(new SourceOpening(live, queries, beginning, opened).open(now));
        List<QueryTime> times = new ArrayList<>();
        for (LiveQuery query : queries) {
            times.add(new QueryTime(
                    sources.stream().filter(source -> source.feeds(query)).toList()));
        }
        if (options.fresh()) {
            space.files().clear();
        }
        boolean isDone = beginning.isDone(sources, queries, options, now);
        if (!isDone) {
            beginning.takeUp(queries, times);
        }
        Set<String> needed = new HashSet<>();
        queries.forEach(query -> query.name(needed));
        space.files().keep(needed);
        long checkpoint = beginning.lastNumber();
        Queue<LiveWorker.Handover> answers = new ConcurrentLinkedQueue<>();
        openWorkers(answers, times);
        if (schedule == null && options.run().threads() > 1) {
            shareShowing();
        }
        Consumer<CheckpointSave> writer = schedule == null ? newCheckpointThread()::execute : saves::add;
        Checkpoints checkpoints =
                new Checkpoints(sources, queries, times, files, space.files(), writer, observer, clock, checkpoint);
        Publisher publisher = new Publisher(
                sources, queries, times, workers, answers, checkpoints, files.wasUsed(), options, observer, clock);
        publisher.spillWhen(schedule == null ? () -> false : schedule::spills);
        if (isDone) {
            publisher.endHere();
        } else if (schedule == null) {
            for (LiveWorker worker : workers) {
                start(worker, publisher);
            }
            if (isEndless()) {
                startDiscovery(new LaneDiscovery(sources));
            }
            try (StatusWatch watch = new StatusWatch(options.status(), publisher.waits()::now)) {
                publish(publisher, watch);
            }
            stopped = true;
        } else {
            takeTurns(publisher, schedule);
        }
        LiveStatus status = publisher.status();
        options.status().accept(status);
        return status;
    }

    private List<LiveQuery.WorkerPart> newParts(List<QueryTime> times) {
        List<LiveQuery.WorkerPart> parts = new ArrayList<>();
        for (int query = 0; query < queries.size(); query++) {
            parts.add(queries.get(query).newPartials(times.get(query).gone()));
        }
        return parts;
    }

    private void openWorkers(Queue<LiveWorker.Handover> answers, List<QueryTime> times) {
        int lanes = sources.stream().mapToInt(source -> source.lanes.size()).sum();
        int count = Math.max(1, Math.min(options.run().threads(), lanes));
        RejectHandler rejects = serial(options.run().rejects());
        for (int number = 0; number < count; number++) {
            List<LiveQuery.WorkerPart> parts = newParts(times);
            LiveWorker.Opening opening = (source, mine) -> new LaneReading(
                    source,
                    mine,
                    wanted(source, parts),
                    options.until() == LiveOptions.Until.ENDED,
                    source.isAgain() ? RejectHandler.NONE : rejects,
                    observer);
            LiveWorker worker = new LiveWorker(opening, parts, answers, clock);
            opened.push(worker);
            workers.add(worker);
        }
        sources.forEach(source -> dealOut(source, source.lanes));
    }

    /** What of a worker's partial states a source feeds. */
    private List<LiveQuery.Reading> wanted(LiveSource source, List<LiveQuery.WorkerPart> parts) {
        List<LiveQuery.Reading> wanted = new ArrayList<>();
        for (int query = 0; query < queries.size(); query++) {
            if (source.feeds(queries.get(query))) {
                parts.get(query).readings().stream()
                        .filter(reading -> reading.table().source().equals(source.description))
                        .forEach(wanted::add);
            }
        }
        return wanted;
    }

    /** Gives lanes of a source to the workers, each in its turn. */
    private void dealOut(LiveSource source, List<LaneState> lanes) {
        List<List<LaneState>> dealt = new ArrayList<>();
        workers.forEach(worker -> dealt.add(new ArrayList<>()));
        for (LaneState lane : lanes) {
            dealt.get(nextWorker).add(lane);
            nextWorker = (nextWorker + 1) % workers.size();
        }
        for (int worker = 0; worker < workers.size(); worker++) {
            if (!dealt.get(worker).isEmpty()) {
                source.readBy(workers.get(worker));
                workers.get(worker).adopt(source, dealt.get(worker));
            }
        }
    }

    /** Takes in the lanes that were found. */
    private void arrive(Publisher publisher) {
        for (LaneDiscovery.Arrival found = arrivals.poll(); found != null; found = arrivals.poll()) {
            dealOut(found.source(), publisher.arrive(found));
        }
    }

    /** Looks for new lanes now and then, beside the threads that read: a broker may take its time to answer. */
    private void startDiscovery(LaneDiscovery discovery) {
        discoverer = start("barograph-discovery", () -> {
            while (!stopped) {
                LockSupport.parkNanos(options.discoveryNanos());
                if (!stopped) {
                    arrivals.addAll(discovery.look());
                }
            }
        });
    }

    /** One that writes a checkpoint, while results are shown. It ends what it has begun before the run lets go of anything. */
    private ExecutorService newCheckpointThread() {
        ExecutorService writer = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "barograph-checkpoint");
            thread.setDaemon(true);
            return thread;
        });
        opened.push(() -> end(writer));
        return writer;
    }

    private static void end(ExecutorService writer) {
        writer.shutdown();
        boolean interrupted = false;
        while (!writer.isTerminated()) {
            try {
                writer.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Threads that take turns with the workers' on the same cores: whoever has more to do gets more of them. */
    private void shareShowing() {
        int count = options.run().threads();
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "barograph-show-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        opened.push(threads::shutdownNow);
        queries.forEach(query -> query.share(threads, count));
    }

    private static RejectHandler serial(RejectHandler target) {
        Object turn = new Object();
        return target == RejectHandler.NONE
                ? target
                : record -> {
                    synchronized (turn) {
                        target.reject(record);
                    }
                };
    }

    private void start(LiveWorker worker, Publisher publisher) {
        start("barograph-lanes-" + (threads.size() + 1), () -> {
            while (!stopped) {
                boolean behind = publisher.isBehind(worker);
                if (!worker.step(publisher.request(), behind, WAIT_NANOS) && behind) {
                    LockSupport.parkNanos(PARK_NANOS);
                }
            }
        });
    }

    /** Something that may fail as reading does. */
    private interface Task {
        void run() throws IOException;
    }

    private Thread start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void publish(Publisher publisher, StatusWatch watch) {
        // At once: the first rows may have to wait for a sink, and somebody should see that.
        watch.tell(publisher.status());
        long lastStatus = System.nanoTime();
        while (!publisher.isFinished()) {
            Throwable failed = failure.get();
            if (failed != null) {
                throw failure(failed);
            }
            arrive(publisher);
            boolean did = publisher.step(options.run().cancellation().isRequested() || Thread.interrupted());
            long now = System.nanoTime();
            if (now - lastStatus >= STATUS_NANOS) {
                lastStatus = now;
                watch.tell(publisher.status());
            }
            if (!did) {
                LockSupport.parkNanos(PARK_NANOS);
            }
        }
    }

    /** Whether the run goes on until it is stopped: what comes meanwhile is read, too. */
    private boolean isEndless() {
        return options.until() == LiveOptions.Until.CANCELLED;
    }

    private void takeTurns(Publisher publisher, Schedule turns) {
        LaneDiscovery discovery = new LaneDiscovery(sources);
        long lastLook = clock.getAsLong();
        try {
            while (!publisher.isFinished()) {
                int next = turns.next(workers.size() + 2);
                if (next < workers.size()) {
                    LiveWorker worker = workers.get(next);
                    worker.step(publisher.request(), publisher.isBehind(worker), 0);
                    continue;
                } else if (next == workers.size()) {
                    write();
                    continue;
                }
                long now = clock.getAsLong();
                if (isEndless() && now - lastLook >= options.discoveryNanos()) {
                    lastLook = now;
                    arrivals.addAll(discovery.look());
                    arrive(publisher);
                }
                publisher.step(options.run().cancellation().isRequested());
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Goes on with the checkpoint that is being made, where one is. */
    private void write() {
        CheckpointSave save = saves.peek();
        if (save != null) {
            save.step();
            if (save.isDone()) {
                saves.remove();
            }
        }
    }

    private static BarographException failure(Throwable failed) {
        if (failed instanceof BarographException known) {
            return known;
        } else if (failed instanceof OutOfMemoryError) {
            return new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    "the heap is full; give more with --memory, or group by fewer columns",
                    failed);
        }
        return new BarographException(ErrorCode.INTERNAL, "reading failed: " + failed, failed);
    }

    @Override
    public void close() {
        stopped = true;
        if (discoverer != null) {
            // It may wait for a broker that does not answer.
            discoverer.interrupt();
        }
        for (Thread thread : threads) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        Closing.all(opened);
    }
}
