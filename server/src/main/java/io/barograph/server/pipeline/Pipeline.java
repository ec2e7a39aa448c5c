package io.barograph.server.pipeline;

import io.barograph.connectors.shared.RestartPauses;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.source.TableDeclaration;
import io.barograph.local.live.CheckpointTrigger;
import io.barograph.local.live.LeftOutFolders;
import io.barograph.local.live.LiveEngine;
import io.barograph.local.live.LiveOptions;
import io.barograph.local.live.LiveStatus;
import io.barograph.server.files.ConfinedCatalog;
import io.barograph.server.log.ServiceLog;
import io.barograph.sql.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that runs until it is told not to. What fails is begun again from its last checkpoint, after pauses that grow; what
 * would fail again is not. Thread-safe.
 */
public final class Pipeline {
    /** Failures that beginning again does not mend. */
    private static final Set<ErrorCode> FINAL = Set.of(
            ErrorCode.FENCED, ErrorCode.DATA_LOST, ErrorCode.BAD_DATA, ErrorCode.ANSWERS_DIFFER, ErrorCode.NOT_ALLOWED);

    /** A run that lasted as long was well; failures are counted anew. */
    private static final long WELL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final String DEFAULT_KEPT = "1g";
    private static final long STEP_MILLIS = 20;

    private final String name;
    private final String text;
    private final Path state;
    private final ConfinedCatalog catalog;
    private final LiveCatalog connectors;
    private final PipelineLimits limits;
    private final RestartPauses pauses;
    private final ServiceLog log;
    private final RunLog runs = new RunLog();
    private final Map<String, ResultFeed> feeds = new LinkedHashMap<>();

    private Program program;
    private Phase phase = Phase.STOPPED;
    private Wish wish = Wish.STOP;
    private @Nullable Thread thread;
    private Cancellation cancellation = new Cancellation();
    private final CheckpointTrigger trigger = new CheckpointTrigger();
    private List<LeftOutFolders.Folder> leftOut = List.of();
    private int failures;
    private long restarts;
    private long nextStartMillis;
    private @Nullable BarographException failure;

    /** What a pipeline does. */
    public enum Phase {
        STOPPED,
        RUNNING,
        /** It makes its last checkpoint. */
        STOPPING,
        /** It reads what there is, then ends. */
        DRAINING,
        /** It has failed and will be begun again. */
        WAITING,
        /** It has failed for good: somebody has to look. */
        FAILED,
        /** All that it reads has ended. */
        ENDED
    }

    private enum Wish {
        RUN,
        DRAIN,
        STOP
    }

    /**
     * A pipeline that does not run yet.
     *
     * @param state the folder of checkpoints
     * @throws BarographException with line and column where the text is wrong
     */
    Pipeline(
            String name,
            String text,
            Path state,
            ConfinedCatalog catalog,
            LiveCatalog connectors,
            PipelineLimits limits,
            ServiceLog log) {
        this.name = name;
        this.text = text;
        this.state = state;
        this.catalog = catalog;
        this.connectors = connectors;
        this.limits = limits;
        this.pauses = new RestartPauses(limits.firstPause(), limits.longestPause());
        this.log = log;
        this.program = Program.read(text, catalog, connectors);
        program.inserts()
                .forEach(insert -> feeds.put(insert.name(), new ResultFeed(insert.name(), limits.resultRows())));
    }

    public String name() {
        return name;
    }

    /** As it was given. */
    public String text() {
        return text;
    }

    public Path state() {
        return state;
    }

    public synchronized Phase phase() {
        return phase;
    }

    /** How often it was begun again. */
    public synchronized long restarts() {
        return restarts;
    }

    /** Why it failed last; null where it has not since somebody started it. */
    public synchronized @Nullable BarographException failure() {
        return failure;
    }

    /** When it is begun again, in milliseconds since 1970; 0 where it does not wait for that. */
    public synchronized long nextStartMillis() {
        return phase == Phase.WAITING ? nextStartMillis : 0;
    }

    /** What is known of its run. */
    public RunLog runs() {
        return runs;
    }

    /** Where the rows are that it leaves out. */
    public synchronized List<LeftOutFolders.Folder> leftOut() {
        return leftOut;
    }

    /** What it writes and shows, in the order of its text. */
    public List<ResultFeed> feeds() {
        return List.copyOf(feeds.values());
    }

    /** What it runs, as it was bound last. */
    public synchronized Program program() {
        return program;
    }

    /** It is gone for good: those who look at its results are told. */
    void forget() {
        feeds.values().forEach(ResultFeed::end);
    }

    /** Starts it, where it does not run. */
    public synchronized void start() {
        if (isAlive()) {
            if (wish == Wish.STOP) {
                throw conflict("is still stopping; wait for that");
            }
            return;
        }
        failure = null;
        failures = 0;
        begin(Wish.RUN);
    }

    private void begin(Wish wanted) {
        wish = wanted;
        phase = wanted == Wish.DRAIN ? Phase.DRAINING : Phase.RUNNING;
        cancellation = new Cancellation();
        runs.clear();
        Thread runner = new Thread(this::run, "barograph-pipeline-" + name);
        runner.setDaemon(true);
        thread = runner;
        runner.start();
    }

    private boolean isAlive() {
        return thread != null && thread.isAlive();
    }

    /** Has it make its last checkpoint and end; {@link #awaitEnd} waits for it. */
    public synchronized void stop() {
        wish = Wish.STOP;
        if (phase == Phase.RUNNING || phase == Phase.DRAINING) {
            phase = Phase.STOPPING;
        } else if (phase == Phase.WAITING) {
            phase = Phase.STOPPED;
        }
        cancellation.request();
        notifyAll();
    }

    /** Has it read what there is, show what is ripe, and end. */
    public synchronized void drain() {
        if (!isAlive()) {
            failure = null;
            failures = 0;
            begin(Wish.DRAIN);
            return;
        }
        if (wish == Wish.STOP) {
            throw conflict("is still stopping; wait for that");
        }
        // The run that never ends makes a checkpoint; one that ends by itself goes on from there.
        wish = Wish.DRAIN;
        phase = Phase.DRAINING;
        cancellation.request();
        notifyAll();
    }

    /**
     * Waits until it does not run any more.
     *
     * @return whether it came to that in time
     */
    public boolean awaitEnd(long millis) throws InterruptedException {
        Thread runner;
        synchronized (this) {
            runner = thread;
        }
        if (runner != null) {
            runner.join(millis);
            return !runner.isAlive();
        }
        return true;
    }

    /**
     * Has it make a checkpoint now, and waits for that.
     *
     * @return its number
     * @throws BarographException where it does not run, or does not come to it in time
     */
    public long checkpoint(long millis) throws InterruptedException {
        LiveStatus before = runs.last();
        if (phase() != Phase.RUNNING) {
            throw conflict("does not run; start it first");
        }
        long known = before == null ? -1 : before.checkpoint();
        trigger.request();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end && phase() == Phase.RUNNING) {
            LiveStatus now = runs.last();
            if (now != null && now.checkpoint() > known) {
                return now.checkpoint();
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
        throw new BarographException(
                ErrorCode.UNAVAILABLE, "pipeline " + name + " has not come to a checkpoint in " + millis + " ms");
    }

    private BarographException conflict(String what) {
        return new BarographException(ErrorCode.FENCED, "pipeline " + name + " " + what);
    }

    private void run() {
        log.info("pipeline started", Map.of("pipeline", name));
        while (true) {
            long begun = System.nanoTime();
            Wish wanted = wish();
            LiveStatus.@Nullable End end = null;
            try {
                end = runOnce(wanted).end();
            } catch (BarographException e) {
                if (!waitsAfter(e, begun)) {
                    return;
                }
            } catch (RuntimeException | Error e) {
                log.defect("pipeline failed", e);
                if (!waitsAfter(new BarographException(ErrorCode.INTERNAL, "a defect in Barograph: " + e, e), begun)) {
                    return;
                }
            }
            if (end != null && !goesOn(wanted, end)) {
                return;
            }
        }
    }

    private synchronized Wish wish() {
        return wish;
    }

    /** Whether to run again behind a run that ended in good order. */
    private synchronized boolean goesOn(Wish wanted, LiveStatus.End end) {
        if (end == LiveStatus.End.CANCELLED && wish == Wish.DRAIN && wanted == Wish.RUN) {
            cancellation = new Cancellation();
            return true;
        }
        phase = end == LiveStatus.End.ENDED || end == LiveStatus.End.DONE ? Phase.ENDED : Phase.STOPPED;
        log.info("pipeline ended", Map.of("pipeline", name, "why", end));
        return false;
    }

    /** Notes a failure, and waits before the next try; false where there is none. */
    private synchronized boolean waitsAfter(BarographException failed, long begun) {
        failure = failed;
        boolean isOver = wish == Wish.STOP;
        boolean isFinal = FINAL.contains(failed.code()) || failed.code().category() == ErrorCode.Category.USER;
        if (isOver || isFinal) {
            phase = isOver && failed.code() == ErrorCode.CANCELLED ? Phase.STOPPED : Phase.FAILED;
            log.warn(
                    "pipeline failed",
                    Map.of("pipeline", name, "code", failed.code(), "message", String.valueOf(failed.getMessage())));
            return false;
        }
        failures = System.nanoTime() - begun > WELL_NANOS ? 1 : failures + 1;
        long pause = pauses.millis(failures);
        long until = System.currentTimeMillis() + pause;
        nextStartMillis = until;
        phase = Phase.WAITING;
        log.warn(
                "pipeline failed, and will be started again",
                Map.of(
                        "pipeline",
                        name,
                        "code",
                        failed.code(),
                        "message",
                        String.valueOf(failed.getMessage()),
                        "pauseMillis",
                        pause));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        try {
            for (long left = end - System.nanoTime(); left > 0 && wish != Wish.STOP; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            wish = Wish.STOP;
        }
        if (wish == Wish.STOP) {
            phase = Phase.STOPPED;
            return false;
        }
        restarts++;
        phase = wish == Wish.DRAIN ? Phase.DRAINING : Phase.RUNNING;
        cancellation = new Cancellation();
        return true;
    }

    private LiveStatus runOnce(Wish wanted) {
        Program bound = Program.read(text, catalog, connectors);
        String kept = bound.setting(Settings.KEPT);
        LeftOutFolders folders = new LeftOutFolders(state, kept == null ? DEFAULT_KEPT : kept);
        if (!"none".equalsIgnoreCase(kept)) {
            folders.add(bound.inserts(), connectors);
        }
        Cancellation stop;
        synchronized (this) {
            program = bound;
            leftOut = folders.folders();
            stop = cancellation;
        }
        List<LiveEngine.Insert> all = new ArrayList<>(bound.inserts());
        all.addAll(folders.inserts());
        Map<TableDeclaration, ResultFeed> shown = new HashMap<>();
        for (LiveEngine.Insert insert : bound.inserts()) {
            ResultFeed feed = feeds.get(insert.name());
            if (feed != null) {
                shown.put(insert.target(), feed);
            }
        }
        RunOptions run = bound.runOptions(RunOptions.defaults()
                .withThreads(limits.threads())
                .withMemoryBytes(limits.memoryBytes())
                .withCancellation(stop));
        LiveOptions options = new LiveOptions(
                        run,
                        state,
                        false,
                        bound.checkpointNanos(),
                        wanted == Wish.DRAIN ? LiveOptions.Until.CAUGHT_UP : LiveOptions.Until.CANCELLED,
                        runs::add)
                .lookingEvery(bound.discoveryNanos())
                .triggeredBy(trigger);
        String called = bound.setting("pipeline.name");
        return new LiveEngine(catalog, new ResultSinks(connectors, shown))
                .run(all, called == null ? name : called, new SinkGroup(), options);
    }
}
