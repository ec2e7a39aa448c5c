package io.barograph.connectors.journal;

import io.barograph.core.source.TimeStretch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What readers have learned of the times in segments that nobody writes any more, for those who read them next: in memory, those that
 * were asked for last. What is not known is read. Thread-safe.
 */
final class KnownStretches {
    /** Of this process: readers come and go with queries, and segments stay what they are. */
    static final KnownStretches SHARED = new KnownStretches(1024);

    private final Map<Segment, ConcurrentSkipListMap<Long, Known>> segments;

    /**
     * A segment as it was read.
     *
     * @param file that it is in, whatever its name now: null where the file system does not tell
     * @param decoding what its records were taken for
     */
    private record Segment(Path path, @Nullable Object file, long size, FileTime written, String decoding) {}

    /**
     * Batches whose records are known.
     *
     * @param end position behind them
     */
    record Known(long end, TimeStretch rows) {}

    /** @param most segments that are remembered, of each decoding: a segment's stretches take some 40 KB */
    KnownStretches(int most) {
        this.segments = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Segment, ConcurrentSkipListMap<Long, Known>> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * What is known of a segment, by the positions at which stretches begin; whoever learns more puts it there.
     *
     * @param decoding of what the times depend on: columns, format, and which of the columns is the time
     */
    ConcurrentSkipListMap<Long, Known> of(JournalFolder folder, long base, String decoding) throws IOException {
        Path path = folder.file(base).toAbsolutePath().normalize();
        BasicFileAttributes file;
        try {
            file = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException deletedMeanwhile) {
            // Whether it is needed, who reads finds out.
            return new ConcurrentSkipListMap<>();
        }
        Segment segment = new Segment(path, file.fileKey(), file.size(), file.lastModifiedTime(), decoding);
        synchronized (this) {
            return segments.computeIfAbsent(segment, unseen -> new ConcurrentSkipListMap<>());
        }
    }
}
