package io.barograph.server.pipeline;

import io.barograph.connectors.shared.RestartPauses;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.live.LiveStatus;
import io.barograph.server.http.ProblemException;
import io.barograph.server.log.ServiceLog;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that runs until it is told not to. What fails is begun again from its last checkpoint, after pauses that grow; what
 * would fail again is not. Thread-safe.
 */
public final class Pipeline {
    /** Failures that beginning again does not mend. */
    private static final Set<ErrorCode> FINAL = Set.of(
            ErrorCode.FENCED, ErrorCode.DATA_LOST, ErrorCode.BAD_DATA, ErrorCode.ANSWERS_DIFFER, ErrorCode.NOT_ALLOWED);

    private static final long STEP_MILLIS = 20;

    private final String name;
    private final PipelineRuns runs;
    private final RestartPauses pauses;
    private final ServiceLog log;

    private Phase phase = Phase.STOPPED;
    private Wish wish = Wish.STOP;
    private @Nullable Thread thread;
    private Cancellation cancellation = new Cancellation();
    private int failures;
    private long restarts;
    private long nextStartNanos;
    private @Nullable Failed failure;

    /**
     * That it failed.
     *
     * @param nanos as {@link System#nanoTime}: the wall clock may be set meanwhile
     */
    public record Failed(BarographException why, long nanos) {
        /** How long ago that was. */
        public Duration age() {
            return Duration.ofNanos(System.nanoTime() - nanos);
        }
    }

    /** What a pipeline does. */
    public enum Phase {
        STOPPED,
        /** It runs, but has not opened all that it reads: rows that are sent to it are not taken yet. */
        STARTING,
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
     * @param runs what it runs
     * @param pauses before it is started again
     */
    Pipeline(String name, PipelineRuns runs, RestartPauses pauses, ServiceLog log) {
        this.name = name;
        this.runs = runs;
        this.pauses = pauses;
        this.log = log;
    }

    public String name() {
        return name;
    }

    /** What it runs, and what came of it. */
    public PipelineRuns runs() {
        return runs;
    }

    public synchronized Phase phase() {
        return isRunning() && !runs.progress().isOpen() ? Phase.STARTING : phase;
    }

    private synchronized boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    /** How often it was begun again. */
    public synchronized long restarts() {
        return restarts;
    }

    /** Why it failed; null where it has not since somebody started it, and where a run that began again is well. */
    public synchronized @Nullable Failed failure() {
        return failure != null && runs.progress().isWellSince(failure.nanos()) ? null : failure;
    }

    /** Why it failed last, also where that is past; null where it has not since somebody started it. */
    public synchronized @Nullable Failed lastFailure() {
        return failure;
    }

    /** In how long it is begun again; null where it does not wait for that. */
    public synchronized @Nullable Duration timeToStart() {
        return phase == Phase.WAITING ? Duration.ofNanos(Math.max(0, nextStartNanos - System.nanoTime())) : null;
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
        runs.log().clear();
        runs.begin();
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
     * @throws ProblemException where it does not run
     * @throws BarographException where it does not come to it in time
     */
    public long checkpoint(long millis) throws InterruptedException {
        if (!isRunning()) {
            throw conflict("does not run; start it first");
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        // A run that goes on has the number of the checkpoint that it began from.
        LiveStatus before = awaitStatus(end, status -> true);
        runs.requestCheckpoint();
        return awaitStatus(end, status -> status.checkpoint() > before.checkpoint())
                .checkpoint();
    }

    private LiveStatus awaitStatus(long end, Predicate<LiveStatus> wanted) throws InterruptedException {
        while (System.nanoTime() < end && isRunning()) {
            LiveStatus now = runs.log().last();
            if (now != null && wanted.test(now)) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
        throw new BarographException(
                ErrorCode.UNAVAILABLE, "pipeline " + name + " has not come to a checkpoint in time");
    }

    private ProblemException conflict(String what) {
        return new ProblemException(HttpStatus.CONFLICT_409, "CONFLICT", "pipeline " + name + " " + what);
    }

    private void run() {
        log.info("pipeline started", Map.of("pipeline", name));
        while (true) {
            long begun = System.nanoTime();
            Wish wanted = wish();
            LiveStatus.@Nullable End end = null;
            try {
                end = runs.run(cancellation(), wanted == Wish.DRAIN).end();
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

    private synchronized Cancellation cancellation() {
        return cancellation;
    }

    private synchronized Wish wish() {
        return wish;
    }

    /** Whether to run again behind a run that ended in good order. */
    private synchronized boolean goesOn(Wish wanted, LiveStatus.End end) {
        if (end == LiveStatus.End.CANCELLED && wish == Wish.DRAIN && wanted == Wish.RUN) {
            cancellation = new Cancellation();
            runs.begin();
            return true;
        }
        phase = end == LiveStatus.End.ENDED || end == LiveStatus.End.DONE ? Phase.ENDED : Phase.STOPPED;
        log.info("pipeline ended", Map.of("pipeline", name, "why", end));
        return false;
    }

    /** Notes a failure, and waits before the next try; false where there is none. */
    private synchronized boolean waitsAfter(BarographException failed, long begun) {
        failure = new Failed(failed, System.nanoTime());
        boolean isOver = wish == Wish.STOP;
        boolean isFinal = FINAL.contains(failed.code()) || failed.code().category() == ErrorCode.Category.USER;
        if (isOver || isFinal) {
            phase = isOver && failed.code() == ErrorCode.CANCELLED ? Phase.STOPPED : Phase.FAILED;
            log.warn(
                    "pipeline failed",
                    Map.of("pipeline", name, "code", failed.code(), "message", String.valueOf(failed.getMessage())));
            return false;
        }
        failures = System.nanoTime() - begun > RunProgress.WELL_NANOS ? 1 : failures + 1;
        long pause = pauses.millis(failures);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        nextStartNanos = end;
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
        runs.begin();
        phase = wish == Wish.DRAIN ? Phase.DRAINING : Phase.RUNNING;
        cancellation = new Cancellation();
        return true;
    }
}
