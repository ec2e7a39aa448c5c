package io.barograph.formats.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable.LaneStart;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.GrowingFiles;
import io.barograph.formats.ReadFailure;
import io.barograph.formats.text.GrowingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Files as one lane, in the order of their names: where a file with a later name is there, those before it are complete. The
 * lane's offsets count the bytes of all files before, too.
 */
final class FileSequence implements LiveReader {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final TableDescription description;
    private final FileCatalog catalog;
    private final int[] columns;
    private final LiveLane lane;
    private final RejectHandler rejects;
    private final TreeSet<String> files = new TreeSet<>();
    private GrowingLane current;
    private GrowingReader reader;
    /** Bytes of the files before the current one. */
    private long base;
    /** The file before the current one, and its size when it was left. */
    private @Nullable String left;

    private long leftSize;
    private long lookedAt;
    private volatile long end;

    FileSequence(
            TableDescription description, FileCatalog catalog, int[] columns, LaneStart start, RejectHandler rejects) {
        this.description = description;
        this.catalog = catalog;
        this.columns = columns;
        this.lane = start.lane();
        this.rejects = rejects;
        files.addAll(list());
        String file = files.first();
        for (String later = files.higher(file);
                later != null && start.offset() >= base + size(file);
                later = files.higher(file)) {
            leave(file);
            file = later;
        }
        this.current = lane(file, start.offset() - base);
        this.reader = reader();
        this.end = Math.max(lane.endOffset(), start.offset());
        this.lookedAt = System.nanoTime();
    }

    /** Where the lane ends that these files make, given in the order of their names: behind the last one's last line. */
    static long end(Collection<String> names) {
        TreeSet<String> files = new TreeSet<>(names);
        String last = files.last();
        long end = GrowingTable.end(last);
        for (String file : files.headSet(last)) {
            end += size(file);
        }
        return end;
    }

    private List<String> list() {
        return catalog.files(description.paths().get(0), description.format());
    }

    private static long size(String file) {
        try {
            return Files.size(Path.of(file));
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
    }

    private void leave(String file) {
        left = file;
        leftSize = size(file);
        base += leftSize;
    }

    private GrowingLane lane(String file, long offset) {
        Table table = catalog.open(GrowingFiles.atRest(description, List.of(file)));
        return new GrowingLane(new LiveLane(lane.index(), file, 0, 0), 0, offset, (GrowingText) table);
    }

    private GrowingReader reader() {
        Table table = catalog.open(GrowingFiles.atRest(description, List.of(current.lane.name())));
        return new GrowingReader(table, columns, List.of(current), rejects);
    }

    @Override
    public @Nullable LaneRows next(long waitNanos) throws IOException {
        long start = System.nanoTime();
        while (true) {
            long waited = System.nanoTime() - start;
            boolean hasLater = files.higher(current.lane.name()) != null;
            LaneRows rows = reader.next(hasLater ? 0 : Math.min(waitNanos - waited, LOOK_AGAIN_NANOS));
            if (rows != null) {
                long next = base + rows.nextOffset();
                end = Math.max(end, base + current.size());
                return new LaneRows(lane.index(), rows.rows(), rows.records(), next);
            }
            if (current.isFinished()) {
                goOn();
            } else if (hasLater || hasCome()) {
                current.finish();
            } else if (System.nanoTime() - start >= waitNanos
                    || Thread.currentThread().isInterrupted()) {
                return null;
            }
        }
    }

    /** Goes on to the next file. */
    private void goOn() throws IOException {
        String next = Objects.requireNonNull(files.higher(current.lane.name()));
        reader.close();
        leave(current.lane.name());
        if (current.offset() != leftSize) {
            throw grown(current.lane.name());
        }
        current = lane(next, 0);
        reader = reader();
    }

    /** Looks for later files now and then, and whether those before are as they were. */
    private boolean hasCome() {
        long now = System.nanoTime();
        if (now - lookedAt < LOOK_AGAIN_NANOS) {
            return false;
        }
        lookedAt = now;
        String name = current.lane.name();
        for (String file : list()) {
            if (files.add(file) && file.compareTo(name) < 0) {
                throw lost("'" + file + "' has come after '" + name + "' was begun, and stands before it");
            }
        }
        String before = left;
        if (before != null && Files.exists(Path.of(before)) && size(before) != leftSize) {
            throw grown(before);
        }
        return files.higher(name) != null;
    }

    private static BarographException grown(String file) {
        return lost("'" + file + "' has changed after a file with a later name was there");
    }

    private static BarographException lost(String what) {
        return new BarographException(
                ErrorCode.DATA_LOST,
                what
                        + ": with 'lanes' = 'directory' files are read in the order of their names, and a file is complete when"
                        + " the next one is there; give new rows a later name");
    }

    @Override
    public RejectedRecord refuse(int row, String reason) throws IOException {
        return reader.refuse(row, reason);
    }

    @Override
    public long endOffset(int index) {
        return end;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
