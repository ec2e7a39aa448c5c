package io.barograph.local;

import io.barograph.local.spill.SpillFile;
import io.barograph.local.spill.SpillSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that wait for whoever takes them, in the order in which they came: in memory, and beyond a bound in a temporary file. For one
 * thread.
 */
public final class SpooledChunks implements ChunkTarget, AutoCloseable {
    private final SpillSpace space;
    private final long most;
    private final List<Entry> entries = new ArrayList<>();
    private long held;
    private @Nullable SpillFile file;

    /** A chunk and the partition that it was sent to. */
    public record Sent(int partition, byte[] chunk) {}

    private record Entry(int partition, byte @Nullable [] chunk, long offset, int length) {}

    /**
     * @param temp the folder for the file
     * @param most bytes that are held in memory
     */
    public SpooledChunks(String temp, long most) {
        this.space = new SpillSpace(Path.of(temp));
        this.most = most;
    }

    @Override
    public void send(int partition, byte[] chunk) {
        if (held + chunk.length <= most) {
            held += chunk.length;
            entries.add(new Entry(partition, chunk, 0, chunk.length));
            return;
        }
        if (file == null) {
            file = space.newFile("what a task sends");
        }
        entries.add(new Entry(partition, null, file.append(chunk, chunk.length), chunk.length));
    }

    /** All chunks, in the order in which they were sent. */
    public Iterator<Sent> read() {
        Iterator<Entry> each = entries.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Sent next() {
                Entry entry = each.next();
                return new Sent(entry.partition, bytes(entry));
            }
        };
    }

    private byte[] bytes(Entry entry) {
        if (entry.chunk != null) {
            return entry.chunk;
        }
        byte[] chunk = new byte[entry.length];
        Objects.requireNonNull(file).read(entry.offset, chunk, entry.length);
        return chunk;
    }

    @Override
    public void close() {
        space.close();
    }
}
