package io.barograph.connectors.journal;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.output.WriteFailure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one who writes a journal. Entries that come while others are being forced to disk go there together, next: the more
 * come, the more are acknowledged by one {@code fsync}. Thread-safe.
 */
public final class JournalWriter implements AutoCloseable {
    /** Entries that wait, in bytes; more are not taken. */
    static final long MAX_WAITING_BYTES = 64L << 20;

    /** What goes to disk at once. */
    private static final long GROUP_BYTES = 8L << 20;

    private final JournalFolder folder;
    private final JournalFiles files;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition grown = lock.newCondition();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<RememberedKeys.Key, Waiting> byKey = new HashMap<>();
    private long waitingBytes;
    private boolean closing;
    private long durable;
    private String failure = "";
    /** What has ended all writing; null while it goes on. */
    private @Nullable BarographException ending;

    /** An entry on its way. */
    private record Waiting(
            JournalEntry entry,
            RememberedKeys.@Nullable Key key,
            RememberedKeys.@Nullable Known known,
            CompletableFuture<Appended> done) {}

    private JournalWriter(JournalFolder folder, JournalFiles files) {
        this.folder = folder;
        this.files = files;
        this.durable = files.end();
        this.thread = new Thread(this::run, "barograph-journal");
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens a journal that is kept for ever, as the option {@code 'journal'} of a table names it. */
    public static JournalWriter open(String name) {
        JournalFolder folder = JournalFolder.named(name);
        return open(folder, Keeping.ALL, (from, to, why) -> {
            throw folder.damaged(from, to, why);
        });
    }

    /**
     * Opens a journal to go on with it, and makes it where there is none. What a crash left torn at its end, never
     * acknowledged, is cut.
     *
     * @throws BarographException {@code FENCED} where another writes it; {@code DATA_LOST} where what was on the disk once is
     *     damaged; {@code IO_ERROR}
     */
    static JournalWriter open(JournalFolder folder, Keeping keeping, JournalCursor.Damage damage) {
        return open(folder, keeping, JournalFiles.SEGMENT_BYTES, damage);
    }

    /** As {@link #open(JournalFolder, Keeping, JournalCursor.Damage)}, with segments that end behind so many bytes. */
    static JournalWriter open(JournalFolder folder, Keeping keeping, long segmentBytes, JournalCursor.Damage damage) {
        return open(folder, keeping, segmentBytes, damage, System::nanoTime);
    }

    /** As above, where segments age by another clock. */
    static JournalWriter open(
            JournalFolder folder, Keeping keeping, long segmentBytes, JournalCursor.Damage damage, LongSupplier nanos) {
        return new JournalWriter(folder, JournalFiles.open(folder, keeping, segmentBytes, damage, nanos));
    }

    /** What the journal is called. */
    public String name() {
        return folder.name();
    }

    /**
     * Takes an entry, which must not change any more.
     *
     * @return what becomes of it, complete when it is on the disk, or exceptionally with a {@code BarographException} when it
     *     cannot be; null where the journal is too far behind: nothing was taken
     * @throws BarographException {@code CANCELLED} where the journal has been closed
     */
    public @Nullable CompletableFuture<Appended> append(JournalEntry entry) {
        String given = entry.key();
        RememberedKeys.Key key = given == null ? null : RememberedKeys.Key.of(given);
        RememberedKeys.Known known = key == null ? null : RememberedKeys.Known.of(entry.content(), entry.records());
        lock.lock();
        try {
            if (closing) {
                throw new BarographException(ErrorCode.CANCELLED, "journal '" + folder.name() + "' is closed");
            }
            if (key != null && known != null) {
                Waiting same = byKey.get(key);
                if (same != null) {
                    Appended behind = repeated(known, same.known());
                    return same.done().thenApply(appended -> behind);
                }
                RememberedKeys.Known before = files.keys().get(key);
                if (before != null) {
                    return CompletableFuture.completedFuture(repeated(known, before));
                }
            }
            if (waitingBytes + entry.length() > MAX_WAITING_BYTES && waitingBytes > 0) {
                return null;
            }
            Waiting taken = new Waiting(entry, key, known, new CompletableFuture<>());
            waiting.add(taken);
            waitingBytes += entry.length();
            if (key != null) {
                byKey.put(key, taken);
            }
            changed.signalAll();
            return taken.done();
        } finally {
            lock.unlock();
        }
    }

    private static Appended repeated(RememberedKeys.Known now, RememberedKeys.@Nullable Known before) {
        return now.equals(before)
                ? new Appended(Appended.Outcome.DUPLICATE, now.records())
                : new Appended(Appended.Outcome.CONFLICT, 0);
    }

    /** As {@link #append}, but waits where the journal is behind. */
    public CompletableFuture<Appended> appendPatiently(JournalEntry entry) throws InterruptedException {
        while (true) {
            CompletableFuture<Appended> taken = append(entry);
            if (taken != null) {
                return taken;
            }
            lock.lock();
            try {
                if (waitingBytes > MAX_WAITING_BYTES / 2 && !closing) {
                    grown.await(1, TimeUnit.SECONDS);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void run() {
        List<Waiting> group = new ArrayList<>();
        while (take(group)) {
            try {
                files.write(group.stream().map(Waiting::entry).toList());
                written(group);
            } catch (IOException e) {
                failed(group, WriteFailure.of("journal '" + folder.name() + "'", e));
            } catch (RuntimeException | Error e) {
                failed(
                        group,
                        new BarographException(
                                ErrorCode.INTERNAL, "cannot write journal '" + folder.name() + "': " + e, e));
            }
            group.clear();
        }
    }

    /** Waits for entries and takes what goes to disk at once; false where none will come. */
    private boolean take(List<Waiting> group) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                changed.awaitUninterruptibly();
            }
            long bytes = 0;
            while (!waiting.isEmpty()
                    && (bytes == 0 || bytes + waiting.getFirst().entry().length() <= GROUP_BYTES)) {
                Waiting first = waiting.removeFirst();
                bytes += first.entry().length();
                group.add(first);
            }
            return !group.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void written(List<Waiting> group) {
        lock.lock();
        try {
            durable = files.end();
            failure = "";
            for (Waiting one : group) {
                if (one.key() != null && one.known() != null) {
                    files.keys().put(one.key(), one.known());
                }
            }
            release(group);
        } finally {
            lock.unlock();
        }
        for (Waiting one : group) {
            one.done().complete(new Appended(Appended.Outcome.ADDED, one.entry().records()));
        }
    }

    private void failed(List<Waiting> group, BarographException why) {
        lock.lock();
        try {
            failure = String.valueOf(why.getMessage());
            ending = files.isBroken() ? why : null;
            release(group);
        } finally {
            lock.unlock();
        }
        group.forEach(one -> one.done().completeExceptionally(why));
    }

    private void release(List<Waiting> group) {
        for (Waiting one : group) {
            waitingBytes -= one.entry().length();
            if (one.key() != null) {
                byKey.remove(one.key());
            }
        }
        grown.signalAll();
    }

    /** What is wrong just now; empty where nothing is. */
    public String health() {
        lock.lock();
        try {
            return failure.isEmpty() ? files.trouble() : failure;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Fails where nothing can be written any more until the journal is opened anew.
     *
     * @throws BarographException {@code DISK_FULL}, {@code IO_ERROR}
     */
    void check() {
        lock.lock();
        try {
            if (ending != null) {
                throw new BarographException(ending.code(), String.valueOf(ending.getMessage()), ending);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The position behind the last batch that is on the disk. */
    long end() {
        lock.lock();
        try {
            return durable;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until {@link #end} is behind a position.
     *
     * @param nanos at most
     */
    void await(long position, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (durable <= position && left > 0) {
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends when everything that was taken is on the disk, or has failed. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        files.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
