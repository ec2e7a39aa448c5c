package io.barograph.connectors.journal;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.ReadFailure;
import io.barograph.formats.output.WriteFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The files of a journal that is written: locked, whole at their end, ended when they are long. Used by one thread. */
final class JournalFiles implements AutoCloseable {
    /** Segments end behind so many bytes. */
    static final long SEGMENT_BYTES = 64L << 20;

    private static final int STAGING_BYTES = 1 << 20;

    private final JournalFolder folder;
    private final Keeping keeping;
    private final long segmentBytes;
    private final FileChannel lock;
    private final JournalAges ages;
    private final RememberedKeys keys = new RememberedKeys();
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);

    private @Nullable FileChannel segment;
    private long base;
    private long end;
    private @Nullable IOException broken;

    private JournalFiles(JournalFolder folder, Keeping keeping, long segmentBytes, FileChannel lock, JournalAges ages) {
        this.folder = folder;
        this.keeping = keeping;
        this.segmentBytes = segmentBytes;
        this.lock = lock;
        this.ages = ages;
    }

    /**
     * As {@link JournalWriter#open}.
     *
     * @param nanos by which segments age: as {@link JournalAges#open}
     */
    static JournalFiles open(
            JournalFolder folder, Keeping keeping, long segmentBytes, JournalCursor.Damage damage, LongSupplier nanos) {
        try {
            Files.createDirectories(folder.path());
            FileChannel lock = FileChannel.open(
                    folder.path().resolve(JournalFolder.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (isTaken(lock)) {
                    throw new BarographException(
                            ErrorCode.FENCED,
                            "journal '" + folder.name() + "' is written by another process, or by another table of this"
                                    + " one; stop that first, or give this one another folder: 'journal' = '…'");
                }
                JournalAges ages = JournalAges.open(folder, nanos);
                JournalFiles files = new JournalFiles(folder, keeping, segmentBytes, lock, ages);
                files.recover(damage);
                return files;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw WriteFailure.of("journal '" + folder.name() + "'", e);
        }
    }

    private static boolean isTaken(FileChannel file) throws IOException {
        try {
            return file.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    private void recover(JournalCursor.Damage damage) throws IOException {
        List<JournalFolder.Segment> segments = folder.segments();
        if (segments.isEmpty()) {
            return;
        }
        JournalFolder.Segment last = segments.get(segments.size() - 1);
        end = last.base();
        try (JournalCursor cursor = new JournalCursor(folder, last.base(), false, damage)) {
            while (cursor.nextBatch(Long.MAX_VALUE)) {
                end = cursor.batchEnd();
                if (cursor.kind() == JournalLayout.KEYS) {
                    keys.putAll(cursor.content());
                } else if (!cursor.key().isEmpty()) {
                    keys.put(
                            RememberedKeys.Key.of(cursor.key()),
                            RememberedKeys.Known.of(cursor.content(), cursor.records()));
                }
            }
        }
        FileChannel file = FileChannel.open(folder.file(last.base()), StandardOpenOption.WRITE);
        segment = file;
        base = last.base();
        cut(file);
        file.force(true);
        folder.force();
        deleteOld();
    }

    /** Takes back what is behind the end, and goes on there. */
    private void cut(FileChannel file) throws IOException {
        if (end == base) {
            // Not even its header is right: it was torn at its birth.
            file.truncate(0);
            putHeader(file);
        } else {
            file.truncate(end - base);
            file.position(end - base);
        }
    }

    private void putHeader(FileChannel file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(JournalLayout.SEGMENT_HEADER_BYTES);
        JournalLayout.putSegmentHeader(header, base);
        file.position(0);
        writeFully(file, header.flip());
        end = base + JournalLayout.SEGMENT_HEADER_BYTES;
    }

    /** The position behind the last batch that is on the disk. */
    long end() {
        return end;
    }

    RememberedKeys keys() {
        return keys;
    }

    /**
     * Writes entries and forces them to disk, all or none.
     *
     * @throws IOException where it did not succeed: nothing of them stays. Where that is not sure, every later write fails too
     */
    void write(List<JournalEntry> entries) throws IOException {
        IOException before = broken;
        if (before != null) {
            throw new IOException("after an earlier failure it has to be opened anew: " + before.getMessage(), before);
        }
        FileChannel file = current();
        long start = end;
        try {
            long at = start;
            for (JournalEntry entry : entries) {
                at = put(file, at, start, entry.body(), entry.length());
            }
            drain(file);
            force(file);
            end = at;
        } catch (IOException e) {
            takeBack(file);
            throw e;
        }
    }

    /** Whether nothing can be written until it is opened anew; for who writes. */
    boolean isBroken() {
        return broken != null;
    }

    /** What is wrong beside writes that fail; empty where nothing is. May be asked by any thread. */
    String trouble() {
        return ages.trouble();
    }

    private void force(FileChannel file) throws IOException {
        try {
            file.force(false);
        } catch (IOException e) {
            // What the system's cache holds after that, nobody knows.
            broken = e;
            throw e;
        }
    }

    private void takeBack(FileChannel file) {
        staging.clear();
        try {
            file.truncate(end - base);
            file.position(end - base);
        } catch (IOException e) {
            broken = e;
        }
    }

    /** The segment to write to; a new one where the last one is long or old. */
    private FileChannel current() throws IOException {
        FileChannel file = segment;
        if (keeping.hasTime()) {
            ages.passBy();
        }
        boolean isFull = end - base >= segmentBytes
                || ages.sinceBegin(base) > keeping.segmentMillis() && end - base > JournalLayout.SEGMENT_HEADER_BYTES;
        if (file != null && !isFull) {
            return file;
        }
        FileChannel begun = begin(end);
        if (file != null) {
            file.close();
        }
        segment = begun;
        if (keeping.hasTime()) {
            ages.begin(base);
        }
        deleteOld();
        return begun;
    }

    /** Begins a segment behind the last one, which stays the current one where that fails. */
    private FileChannel begin(long next) throws IOException {
        long before = base;
        FileChannel begun = FileChannel.open(
                folder.file(next),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        try {
            base = next;
            putHeader(begun);
            if (!keys.isEmpty()) {
                byte[] body = keys.body();
                end = put(begun, end, next, body, body.length);
                drain(begun);
            }
            begun.force(true);
            folder.force();
            return begun;
        } catch (IOException e) {
            base = before;
            end = next;
            staging.clear();
            begun.close();
            removeBegun(next);
            throw e;
        }
    }

    private void removeBegun(long next) {
        try {
            Files.deleteIfExists(folder.file(next));
        } catch (IOException e) {
            broken = e;
        }
    }

    /** Puts a batch into the staging area, and what does not fit there into the file; gives the position behind it. */
    private long put(FileChannel file, long position, long durable, byte[] body, int length) throws IOException {
        if (staging.remaining() < JournalLayout.BATCH_HEADER_BYTES + length) {
            drain(file);
        }
        JournalLayout.putBatchHeader(
                staging, position, durable, length, JournalLayout.crc(ByteBuffer.wrap(body, 0, length)));
        if (length <= staging.remaining()) {
            staging.put(body, 0, length);
        } else {
            drain(file);
            for (int from = 0; from < length; from += STAGING_BYTES) {
                staging.put(body, from, Math.min(STAGING_BYTES, length - from));
                drain(file);
            }
        }
        return position + JournalLayout.BATCH_HEADER_BYTES + length;
    }

    private void drain(FileChannel file) throws IOException {
        writeFully(file, staging.flip());
        staging.clear();
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private void deleteOld() throws IOException {
        List<JournalFolder.Segment> segments = folder.segments();
        long bytes = segments.stream().mapToLong(JournalFolder.Segment::size).sum();
        for (JournalFolder.Segment old : segments.subList(0, Math.max(0, segments.size() - 1))) {
            Path file = folder.file(old.base());
            boolean isOld = keeping.hasTime() && ages.sinceEnd(old.base()) > keeping.maxMillis();
            if (bytes <= keeping.maxBytes() && !isOld) {
                return;
            }
            Files.deleteIfExists(file);
            ages.delete(old.base());
            bytes -= old.size();
        }
    }

    @Override
    public void close() {
        if (keeping.hasTime()) {
            ages.save();
        }
        try {
            if (segment != null) {
                segment.close();
            }
            lock.close();
        } catch (IOException e) {
            throw ReadFailure.of(folder.name(), e);
        }
    }
}
