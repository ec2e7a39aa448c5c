package io.barograph.formats.live;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The visible parts of a folder that may only take so much, from the oldest on: what each takes is asked for once. A part takes
 * whole blocks of the disk, so that a bound on bytes bounds the number of small files too.
 */
final class KeptParts {
    /** What file systems give to the smallest file. */
    static final long BLOCK = 1 << 12;

    private final Disk disk;
    private final Deque<Kept> oldestFirst = new ArrayDeque<>();
    private long bytes;

    private record Kept(String part, long bytes) {}

    KeptParts(Disk disk) {
        this.disk = disk;
    }

    /** A part is visible; none that is newer is known yet. */
    void add(String part) throws IOException {
        Kept kept = new Kept(part, (disk.size(part) + BLOCK - 1) / BLOCK * BLOCK);
        oldestFirst.add(kept);
        bytes += kept.bytes();
    }

    /** Deletes the oldest while all together take more bytes than that. */
    void trim(long mostBytes) throws IOException {
        while (bytes > mostBytes) {
            Kept oldest = oldestFirst.getFirst();
            disk.delete(oldest.part());
            oldestFirst.removeFirst();
            bytes -= oldest.bytes();
        }
    }
}
