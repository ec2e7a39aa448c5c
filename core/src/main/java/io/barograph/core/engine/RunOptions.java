package io.barograph.core.engine;

import io.barograph.core.source.RejectHandler;

/**
 * How a query is run; nothing here changes an answer.
 *
 * @param threads workers, at least 1
 * @param memoryBytes what states, sorts and buffers may take together; what does not fit goes to temporary files
 * @param temp the folder for temporary files, which take nothing from the system unless they are needed
 * @param splitBytes target size of a split; small values are for tests
 * @param strict whether the first malformed record or undefined expression ends the run with an error
 * @param reverseLanes whether files are read in reverse order: for {@code verify}, since it must not matter
 * @param rejects is told of every rejected record with its absolute line, in lane and offset order, when the run ends;
 *     the engine counts them whether or not anybody listens
 * @param progress is told how far the run is, from any thread
 * @param cancellation ends the run early with {@code CANCELLED}
 */
public record RunOptions(
        int threads,
        long memoryBytes,
        String temp,
        long splitBytes,
        boolean strict,
        boolean reverseLanes,
        RejectHandler rejects,
        Progress progress,
        Cancellation cancellation) {
    /** 4 MiB: small enough to balance cores, large enough that borders cost nothing. */
    public static final long DEFAULT_SPLIT_BYTES = 4L << 20;

    /** What reading, writing and the JVM's own objects take of any heap, however small. */
    private static final long LEAST_FOR_OTHERS = 16L << 20;

    /**
     * What states, sorts and buffers may take of a heap: three quarters of what the rest does not take in any case. The young
     * generation of a heap is no room for what stays, so a larger share does not fit.
     *
     * @param heap the most that the heap may grow to, in bytes
     */
    public static long memoryOf(long heap) {
        return Math.max(heap / 4, (heap - LEAST_FOR_OTHERS) / 4 * 3);
    }

    public static RunOptions defaults() {
        Runtime runtime = Runtime.getRuntime();
        return new RunOptions(
                runtime.availableProcessors(),
                memoryOf(runtime.maxMemory()),
                System.getProperty("java.io.tmpdir", "."),
                DEFAULT_SPLIT_BYTES,
                false,
                false,
                RejectHandler.NONE,
                (done, total) -> {},
                new Cancellation());
    }

    public RunOptions withThreads(int value) {
        return new RunOptions(
                value, memoryBytes, temp, splitBytes, strict, reverseLanes, rejects, progress, cancellation);
    }

    public RunOptions withMemoryBytes(long value) {
        return new RunOptions(threads, value, temp, splitBytes, strict, reverseLanes, rejects, progress, cancellation);
    }

    public RunOptions withTemp(String value) {
        return new RunOptions(
                threads, memoryBytes, value, splitBytes, strict, reverseLanes, rejects, progress, cancellation);
    }

    public RunOptions withSplitBytes(long value) {
        return new RunOptions(threads, memoryBytes, temp, value, strict, reverseLanes, rejects, progress, cancellation);
    }

    public RunOptions withStrict(boolean value) {
        return new RunOptions(
                threads, memoryBytes, temp, splitBytes, value, reverseLanes, rejects, progress, cancellation);
    }

    public RunOptions withReverseLanes(boolean value) {
        return new RunOptions(threads, memoryBytes, temp, splitBytes, strict, value, rejects, progress, cancellation);
    }

    public RunOptions withRejects(RejectHandler value) {
        return new RunOptions(
                threads, memoryBytes, temp, splitBytes, strict, reverseLanes, value, progress, cancellation);
    }

    public RunOptions withProgress(Progress value) {
        return new RunOptions(
                threads, memoryBytes, temp, splitBytes, strict, reverseLanes, rejects, value, cancellation);
    }

    public RunOptions withCancellation(Cancellation value) {
        return new RunOptions(threads, memoryBytes, temp, splitBytes, strict, reverseLanes, rejects, progress, value);
    }

    /** Receives how many bytes of the input are done. Thread-safe, cheap. */
    @FunctionalInterface
    public interface Progress {
        void report(long bytesDone, long bytesTotal);
    }
}
