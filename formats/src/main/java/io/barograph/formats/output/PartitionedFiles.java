package io.barograph.formats.output;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.error.BarographException;
import io.barograph.formats.store.FileStore;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder of Hive's layout: {@code dt=2023-01-01/part-0.csv}. The partitions' columns stand in the folders' names and not in
 * the files. All files are written into a hidden folder first; then each takes the place of the one before it in one step. A
 * process that is killed in between leaves some partitions new and the others old, every one whole.
 */
final class PartitionedFiles implements TargetFiles, ResultSink {
    private static final String STAGING = ".baro-";
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileStore store;
    private final String folder;
    /** Whether the folder was there before: one that was made for nothing is taken away again. */
    private final boolean existed;

    private final String staging;
    private final OutputFormat format;
    private final PartitionRouter router;
    /** By the partition's folder, as in {@code dt=2023-01-01/site=north}. */
    private final Map<String, Part> parts = new LinkedHashMap<>();

    PartitionedFiles(String folder, OutputFormat format, Schema schema, List<String> partitionedBy) {
        this.store = FileStores.of(folder);
        this.folder = folder;
        this.format = format;
        router = new PartitionRouter(folder, schema, partitionedBy);
        staging = store.in(folder, AtomicFile.temporaryName(store, STAGING));
        try {
            existed = store.find(folder) != null;
            store.makeFolders(folder);
            AtomicFile.removeAbandoned(store, folder, STAGING);
            store.makeFolders(staging);
        } catch (IOException e) {
            throw AtomicFile.failure(folder, e);
        }
    }

    /**
     * One partition's file in the hidden folder.
     *
     * @param name what it will be called
     */
    private record Part(String file, String name, OutputStream out, ResultSink sink) {}

    @Override
    public ResultSink sink() {
        return this;
    }

    @Override
    public void begin(Schema schema) {}

    @Override
    public void accept(Batch batch) {
        router.route(batch, (partition, rows) -> part(partition).sink.accept(rows));
    }

    private Part part(String name) {
        Part known = parts.get(name);
        if (known != null) {
            return known;
        }
        if (parts.size() == PartitionRouter.MOST_PARTITIONS) {
            throw PartitionRouter.tooMany(folder, name);
        }
        try {
            String place = store.in(staging, name);
            store.makeFolders(place);
            String file = store.in(place, fileName());
            String target = store.in(store.in(folder, name), fileName());
            OutputStream out = new ExplainedStream(
                    new BufferedOutputStream(store.create(file), BUFFER_BYTES), e -> AtomicFile.failure(target, e));
            Part part = new Part(file, target, out, format.open(out));
            parts.put(name, part);
            part.sink.begin(router.rest());
            return part;
        } catch (IOException e) {
            throw AtomicFile.failure(store.in(folder, name), e);
        }
    }

    private String fileName() {
        return "part-0" + format.endings().get(0);
    }

    @Override
    public void end() {
        for (Part part : parts.values()) {
            part.sink.end();
            close(part);
        }
    }

    private static void close(Part part) {
        try {
            part.out.close();
        } catch (IOException e) {
            throw AtomicFile.failure(part.name, e);
        }
    }

    @Override
    public void commit() {
        parts.forEach((partition, part) -> {
            try {
                store.makeFolders(store.in(folder, partition));
                store.move(part.file, part.name);
            } catch (IOException e) {
                throw AtomicFile.failure(part.name, e);
            }
        });
        close();
    }

    @Override
    public void close() {
        for (Part part : parts.values()) {
            try {
                part.out.close();
            } catch (IOException | BarographException e) {
                // Thrown away: whether its last bytes reached the disk does not matter.
            }
        }
        try {
            store.delete(staging);
            if (!existed && isEmpty(store, folder)) {
                store.delete(folder);
            }
        } catch (IOException e) {
            throw AtomicFile.failure(staging, e);
        }
    }

    /** Whether nothing is in a folder, or no folder is there. */
    static boolean isEmpty(FileStore store, String folder) throws IOException {
        List<StoredFile> left = new ArrayList<>();
        if (store.find(folder) != null) {
            store.walk(folder, 1, left::add);
        }
        return left.isEmpty();
    }
}
