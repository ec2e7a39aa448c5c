package io.barograph.cli.generate;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.RunOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a {@link SensorFrame} on several threads. Each makes one block of rows at a time, compresses it where wanted,
 * and appends it when its turn comes; blocks do not depend on the number of threads, so neither do the file's bytes. A
 * compressed block is a gzip member of its own: a file of several members is a gzip file (RFC 1952, 2.2).
 */
public final class FrameWriter {
    private static final int BLOCK_ROWS = 1 << 16;

    private final SensorFrame frame;
    private final boolean compress;
    private final OutputStream target;
    private final RunOptions.Progress progress;
    private final Cancellation cancellation;
    private final AtomicLong nextBlock = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Object turnLock = new Object();
    private long turn;
    private long bytesWritten;

    public FrameWriter(
            SensorFrame frame,
            boolean compress,
            OutputStream target,
            RunOptions.Progress progress,
            Cancellation cancellation) {
        this.frame = frame;
        this.compress = compress;
        this.target = target;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** Writes header and rows; returns the bytes written. */
    public long write(int threads) throws IOException {
        byte[] header = SensorFrame.HEADER.getBytes(StandardCharsets.US_ASCII);
        append(compress ? gzip(header, header.length) : ByteBuffer.wrap(header));
        List<Thread> workers = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            Thread worker = new Thread(this::work, "baro-generate-" + i);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        work();
        for (Thread worker : workers) {
            joinUninterruptibly(worker);
        }
        Throwable thrown = failure.get();
        if (thrown instanceof UncheckedIOException unchecked) {
            throw unchecked.getCause();
        } else if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        } else if (thrown instanceof Error error) {
            throw error;
        }
        return bytesWritten;
    }

    private void work() {
        byte[] buffer = new byte[BLOCK_ROWS * SensorFrame.MAX_ROW_BYTES];
        try {
            while (true) {
                cancellation.check();
                long block = nextBlock.getAndIncrement();
                long from = block * BLOCK_ROWS;
                if (from >= frame.rows()) {
                    return;
                }
                long to = Math.min(from + BLOCK_ROWS, frame.rows());
                int length = frame.format(from, to, buffer);
                ByteBuffer bytes = compress ? gzip(buffer, length) : ByteBuffer.wrap(buffer, 0, length);
                appendInTurn(block, bytes);
                progress.report(to, frame.rows());
            }
        } catch (IOException e) {
            fail(new UncheckedIOException(e));
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void appendInTurn(long block, ByteBuffer bytes) throws IOException {
        synchronized (turnLock) {
            while (turn != block) {
                if (failure.get() != null) {
                    return;
                }
                try {
                    turnLock.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    cancellation.request();
                    cancellation.check();
                }
            }
            append(bytes);
            turn++;
            turnLock.notifyAll();
        }
    }

    private void append(ByteBuffer bytes) throws IOException {
        bytesWritten += bytes.remaining();
        target.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    private void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
        // No block can follow one that is missing: whoever waits for it, or would start another, stops.
        nextBlock.set(Long.MAX_VALUE / BLOCK_ROWS);
        synchronized (turnLock) {
            turnLock.notifyAll();
        }
    }

    private static ByteBuffer gzip(byte[] bytes, int length) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(length / 3);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed, 1 << 16)) {
            gzip.write(bytes, 0, length);
        }
        return ByteBuffer.wrap(packed.toByteArray());
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
