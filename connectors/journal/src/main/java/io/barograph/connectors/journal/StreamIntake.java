package io.barograph.connectors.journal;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.record.RecordSplitter;
import io.barograph.formats.record.Records;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Journals a stream's records as they come. Nobody who writes to a pipe is told that something was taken, so what comes is
 * taken as soon as it is complete: what lies in the pipe and in memory is lost in a crash.
 */
final class StreamIntake implements Intake {
    private static final int CHUNK_BYTES = 1 << 16;

    /** Entries on their way to the disk. */
    private static final int AHEAD = 16;

    /** Only one at a time reads the process's input. */
    private static final Semaphore FREE = new Semaphore(1);

    private final InputStream stream;
    private final RecordSplitter splitter;
    private final JournalWriter journal;
    private final Deque<CompletableFuture<Appended>> written = new ArrayDeque<>();
    private byte[] bytes = new byte[CHUNK_BYTES];
    private int from;
    private int to;
    private volatile boolean ended;
    private volatile boolean closed;
    private volatile @Nullable BarographException failure;

    private StreamIntake(InputStream stream, RecordSplitter splitter, JournalWriter journal) {
        this.stream = stream;
        this.splitter = splitter;
        this.journal = journal;
    }

    /** @throws BarographException {@code INVALID_OPTION} where another table reads standard input already */
    static StreamIntake start(InputStream stream, RecordSplitter splitter, JournalWriter journal) {
        if (!FREE.tryAcquire()) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    "two tables read standard input, of which there is only one; declare one, and views of it");
        }
        StreamIntake intake = new StreamIntake(stream, splitter, journal);
        Thread thread = new Thread(intake::run, "barograph-stdin");
        // Waiting for input cannot be interrupted.
        thread.setDaemon(true);
        thread.start();
        return intake;
    }

    private void run() {
        try {
            boolean atEnd = false;
            while (!atEnd && !closed) {
                atEnd = fill();
                take(atEnd);
            }
            settle(0);
            ended = true;
        } catch (BarographException e) {
            failure = e;
        } catch (CompletionException e) {
            failure = e.getCause() instanceof BarographException known ? known : unreadable(e);
        } catch (IOException e) {
            failure = unreadable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static BarographException unreadable(Exception e) {
        return new BarographException(ErrorCode.IO_ERROR, "cannot read standard input: " + e.getMessage(), e);
    }

    /** Reads what there is, at least a byte; true at the end. */
    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            to -= from;
            from = 0;
        }
        if (bytes.length - to <= CHUNK_BYTES / 2) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int read = stream.read(bytes, to, bytes.length - to - 1);
        to += Math.max(read, 0);
        return read < 0;
    }

    private void take(boolean atEnd) throws InterruptedException {
        if (to - from > 2 * Records.MAX_RECORD_BYTES) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "standard input holds no end of a record within 32 MiB: it is not in this format");
        }
        JournalEntry entry = new JournalEntry(System.currentTimeMillis(), null, null);
        from = splitter.split(bytes, from, to, atEnd, entry::add);
        if (entry.records() > 0) {
            settle(AHEAD - 1);
            written.add(journal.appendPatiently(entry));
        }
    }

    /** Waits until at most so many entries are on their way. */
    private void settle(int most) {
        while (written.size() > most || !written.isEmpty() && written.getFirst().isDone()) {
            written.removeFirst().join();
        }
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void check() {
        BarographException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() {
        closed = true;
        FREE.release();
    }
}
