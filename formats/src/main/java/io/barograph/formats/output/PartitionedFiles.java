package io.barograph.formats.output;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.error.BarographException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder of Hive's layout: {@code dt=2023-01-01/part-0.csv}. The partitions' columns stand in the folders' names and not in
 * the files. All files are written into a hidden folder first; then each takes the place of the one before it in one step. A
 * process that is killed in between leaves some partitions new and the others old, every one whole.
 */
final class PartitionedFiles implements TargetFiles, ResultSink {
    private final Path folder;
    /** Whether the folder was there before: one that was made for nothing is taken away again. */
    private final boolean existed;

    private final Path staging;
    private final OutputFormat format;
    private final PartitionRouter router;
    /** By the partition's folder, as in {@code dt=2023-01-01/site=north}. */
    private final Map<String, Part> parts = new LinkedHashMap<>();

    PartitionedFiles(Path folder, OutputFormat format, Schema schema, List<String> partitionedBy) {
        this.folder = folder;
        this.format = format;
        router = new PartitionRouter(folder.toString(), schema, partitionedBy);
        staging = folder.resolve(".baro-" + ProcessHandle.current().pid() + ".tmp");
        existed = Files.exists(folder);
        try {
            Files.createDirectories(folder);
            AtomicFile.removeAbandoned(folder, ".baro-");
            Files.createDirectories(staging);
        } catch (IOException e) {
            throw AtomicFile.failure(folder.toString(), e);
        }
    }

    /** One partition's file in the hidden folder. */
    private static final class Part {
        final Path file;
        /** What it will be called, for messages. */
        final String name;

        final OutputStream out;
        final ResultSink sink;

        Part(Path file, String name, OutputFormat format, Schema schema) throws IOException {
            Files.createDirectories(file.getParent());
            this.file = file;
            this.name = name;
            out = new ExplainedStream(
                    new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), e -> AtomicFile.failure(name, e));
            sink = format.open(out);
            sink.begin(schema);
        }
    }

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
            throw PartitionRouter.tooMany(folder.toString(), name);
        }
        try {
            Path target = folder.resolve(name).resolve(fileName());
            Part part = new Part(staging.resolve(name).resolve(fileName()), target.toString(), format, router.rest());
            parts.put(name, part);
            return part;
        } catch (IOException e) {
            throw AtomicFile.failure(folder.resolve(name).toString(), e);
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
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            try {
                Path target = folder.resolve(part.getKey());
                Files.createDirectories(target);
                Files.move(
                        part.getValue().file,
                        target.resolve(fileName()),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw AtomicFile.failure(folder.resolve(part.getKey()).toString(), e);
            }
        }
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
        if (!Files.exists(staging)) {
            return;
        }
        try {
            AtomicFile.removeTree(staging);
            if (!existed && isEmpty(folder)) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw AtomicFile.failure(staging.toString(), e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
