package io.barograph.formats.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.GrowingFiles;
import io.barograph.formats.ReadFailure;
import io.barograph.formats.text.ByteSource;
import io.barograph.formats.text.GrowingText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that are appended to, each of them a lane whose offsets are bytes, or all of them one ({@link FileSequence}). Those
 * that come later are lanes behind those that there were, in the order of their names.
 */
final class GrowingTable implements LiveTable {
    private static final int LOOK_BACK_BYTES = 1 << 16;

    private final TableDescription description;
    private final FileCatalog catalog = new FileCatalog();
    /** Indexes by path. */
    private final Map<String, Integer> known = new LinkedHashMap<>();

    /** @throws BarographException NOT_SUPPORTED for a format that is only known as a whole */
    GrowingTable(TableDescription description) {
        this.description = description;
        if (!(catalog.open(description) instanceof GrowingText)) {
            throw new BarographException(
                    ErrorCode.NOT_SUPPORTED,
                    "files of format " + description.format() + " cannot be followed as they grow: they are complete or"
                            + " nothing; csv and json lines can");
        }
    }

    @Override
    public TableDescription description() {
        return description;
    }

    @Override
    public synchronized List<LiveLane> lanes() {
        for (String path : catalog.files(description.paths().get(0), description.format())) {
            if (ByteSource.isCompressed(path)) {
                throw new BarographException(
                        ErrorCode.NOT_SUPPORTED, "'" + path + "' cannot be followed as it grows: it is compressed");
            }
            known.putIfAbsent(path, known.size());
        }
        if (isInFileOrder()) {
            return List.of(new LiveLane(0, description.paths().get(0), 0, FileSequence.end(known.keySet())));
        }
        List<LiveLane> lanes = new ArrayList<>();
        known.forEach((path, index) -> lanes.add(new LiveLane(index, path, 0, end(path))));
        return lanes;
    }

    /** The offset behind the last complete line. */
    static long end(String path) {
        if (!Files.exists(Path.of(path))) {
            return 0;
        }
        try (RandomAccessFile file = new RandomAccessFile(path, "r")) {
            byte[] bytes = new byte[LOOK_BACK_BYTES];
            for (long to = file.length(); to > 0; ) {
                int length = (int) Math.min(to, bytes.length);
                file.seek(to - length);
                file.readFully(bytes, 0, length);
                for (int at = length; at > 0; at--) {
                    if (bytes[at - 1] == '\n') {
                        return to - length + at;
                    }
                }
                to -= length;
            }
            return 0;
        } catch (IOException e) {
            throw ReadFailure.of(path, e);
        }
    }

    private boolean isInFileOrder() {
        EventTime time = description.eventTime();
        return time != null && time.inFileOrder();
    }

    @Override
    public LiveReader newReader(int[] columns, List<LaneStart> starts, RejectHandler rejects) {
        if (isInFileOrder()) {
            return new FileSequence(description, catalog, columns, starts.get(0), rejects);
        }
        List<String> paths = starts.stream().map(start -> start.lane().name()).toList();
        Table files = catalog.open(GrowingFiles.atRest(description, paths));
        List<GrowingLane> lanes = new ArrayList<>();
        for (LaneStart start : starts) {
            lanes.add(new GrowingLane(start.lane(), lanes.size(), start.offset(), (GrowingText) files));
        }
        return new GrowingReader(files, columns, lanes, rejects);
    }

    @Override
    public void close() {}
}
