package io.barograph.local;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.Interruption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one run. The first failure stops all of them and is the one that surfaces, once, in the thread that
 * called the engine. Closing waits until every thread has ended.
 */
final class Workers implements AutoCloseable {
    /** How long {@link #close} lets workers reach their next check before it interrupts what they wait for. */
    private static final long GRACE_MILLIS = 1_000;

    private final int count;
    private final Cancellation cancellation;
    private final MemoryAccount memory;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile @Nullable Runnable onFailure;

    Workers(int count, Cancellation cancellation, MemoryAccount memory) {
        this.count = count;
        this.cancellation = cancellation;
        this.memory = memory;
    }

    /** What one worker does; workers count from 0. */
    @FunctionalInterface
    interface Task {
        void run(int worker) throws Exception;
    }

    int count() {
        return count;
    }

    /** Runs the task once in each of so many workers and waits for all. */
    void run(int wanted, Task task) {
        start(wanted, task, null);
        await();
    }

    /**
     * Starts the task once in each of so many workers, at most {@link #count}.
     *
     * @param whenFailing wakes whoever waits for a worker; may run in any thread, more than once
     */
    void start(int wanted, Task task, @Nullable Runnable whenFailing) {
        onFailure = whenFailing;
        for (int worker = 0; worker < wanted; worker++) {
            int number = worker;
            Thread thread = new Thread(() -> guard(task, number), "barograph-worker-" + (worker + 1));
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Waits until every started worker has ended; throws the run's failure, if there is one. */
    void await() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException wanted) {
                    interrupted = true;
                    fail(interruption());
                }
            }
        }
        threads.clear();
        onFailure = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        check();
    }

    /**
     * Between batches: throws once the run has failed or is to be cancelled, or its thread is interrupted, which is how clusters end
     * tasks that they have given up. The interrupt stays for whoever called.
     */
    void check() {
        Throwable first = failure.get();
        if (first != null) {
            throw surfaced(first);
        }
        cancellation.check();
        if (Thread.currentThread().isInterrupted()) {
            throw interruption();
        }
    }

    /** Lets the run go on after its failure, which the caller has an answer to; no worker runs any more. */
    void forget(Throwable handled) {
        Throwable first = failure.get();
        if (first != null && (first == handled || first == handled.getCause())) {
            failure.compareAndSet(first, null);
        }
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    /** Makes this the run's failure, unless there is one. */
    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        Runnable waker = onFailure;
        if (waker != null) {
            waker.run();
        }
    }

    static BarographException interruption() {
        return Interruption.seen();
    }

    /** Stops what still runs: at its next check, or by an interrupt where it waits for something else. */
    @Override
    public void close() {
        if (threads.isEmpty()) {
            return;
        }
        fail(new BarographException(ErrorCode.CANCELLED, "the run has ended"));
        boolean interrupted = false;
        long deadline = System.nanoTime() + GRACE_MILLIS * 1_000_000;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    long left = (deadline - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        thread.interrupt();
                    }
                    thread.join(Math.max(left, 50));
                } catch (InterruptedException wanted) {
                    interrupted = true;
                }
            }
        }
        threads.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // Whatever a worker throws is the run's failure: nothing may end a thread in silence.
    private void guard(Task task, int worker) {
        try {
            task.run(worker);
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    private BarographException surfaced(Throwable first) {
        if (first instanceof BarographException known) {
            return known;
        } else if (first instanceof OutOfMemoryError error) {
            return memory.heapExhausted(error);
        }
        return new BarographException(ErrorCode.INTERNAL, "a defect of Barograph ended the run: " + first, first);
    }
}
