package io.barograph.formats.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.formats.output.AtomicFile;
import io.barograph.formats.output.ExplainedStream;
import io.barograph.formats.output.PartitionRouter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder that gets files with each checkpoint, one per partition that it has rows of: hidden while they are written, on the
 * disk when the checkpoint is prepared, visible when it is committed. What {@link PartLedger} keeps lets a later run finish or
 * undo what this one began.
 */
final class FolderSink implements LiveSink {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Disk disk;
    private final Path folder;
    private final OutputFormat format;
    private final PartitionRouter router;
    private final @Nullable ChangelogRows changelog;
    private final boolean overwrite;
    private final long keptBytes;
    /** Whether there are parts that are not visible yet. */
    private boolean grows;

    private final PartLedger ledger;
    /** By partition. */
    private final Map<String, OpenPart> open = new LinkedHashMap<>();

    /**
     * @param schema of the rows accepted
     * @param changelog makes revisions rows that are only added; null where none come
     * @param keptBytes the oldest files go where all of them take more
     */
    FolderSink(
            Disk disk,
            Path folder,
            OutputFormat format,
            Schema schema,
            List<String> partitionedBy,
            @Nullable ChangelogRows changelog,
            boolean overwrite,
            long keptBytes,
            String pipeline) {
        this.disk = disk;
        this.folder = folder;
        this.format = format;
        this.changelog = changelog;
        this.overwrite = overwrite;
        this.keptBytes = keptBytes;
        router = new PartitionRouter(folder.toString(), changelog == null ? schema : changelog.schema(), partitionedBy);
        ledger = new PartLedger(disk, folder, pipeline);
    }

    /** A file that rows are written to. */
    private static final class OpenPart {
        final String name;
        final Disk.Output file;
        final OutputStream out;
        final ResultSink sink;

        OpenPart(String name, Disk.Output file, OutputFormat format, Schema schema, String shown) {
            this.name = name;
            this.file = file;
            out = new ExplainedStream(new BufferedOutputStream(file, BUFFER_BYTES), e -> AtomicFile.failure(shown, e));
            sink = format.open(out);
            sink.begin(schema);
        }

        void finish() throws IOException {
            sink.end();
            out.flush();
            file.force();
            file.close();
        }
    }

    @Override
    public String guarantee() {
        return "exactly once: rows become visible with the checkpoint behind them";
    }

    @Override
    public boolean takesRevisions() {
        return changelog != null;
    }

    @Override
    public long begin() {
        return run(() -> {
            ledger.begin();
            return ANY;
        });
    }

    @Override
    public void resume(long checkpoint) {
        run(() -> {
            ledger.resume(checkpoint, overwrite);
            return checkpoint;
        });
    }

    @Override
    public void accept(Revisions changes) {
        if (changelog == null) {
            add(Objects.requireNonNull(changes.after()));
        } else {
            changelog.rows(changes, this::add);
        }
    }

    private void add(Batch rows) {
        if (rows.size() > 0) {
            router.route(rows, (partition, its) -> part(partition).sink.accept(its));
        }
    }

    private OpenPart part(String partition) {
        OpenPart known = open.get(partition);
        if (known != null) {
            return known;
        }
        if (open.size() == PartitionRouter.MOST_PARTITIONS) {
            throw PartitionRouter.tooMany(folder.toString(), partition);
        }
        return run(() -> {
            String name = ledger.newName();
            Disk.Output file = disk.create(ledger.hidden().resolve(name));
            String shown = folder.resolve(partition).toString();
            OpenPart part = new OpenPart(name, file, format, router.rest(), shown);
            open.put(partition, part);
            return part;
        });
    }

    @Override
    public void flush() {
        // Rows stay hidden until the commit, and a file's end until it is complete.
    }

    @Override
    public void prepare(long checkpoint) {
        run(() -> {
            List<PartLedger.Part> parts = new ArrayList<>();
            for (Map.Entry<String, OpenPart> each : open.entrySet()) {
                OpenPart part = each.getValue();
                part.finish();
                String ending = format.endings().get(0);
                parts.add(
                        new PartLedger.Part(part.name, ledger.target(each.getKey(), checkpoint, parts.size(), ending)));
            }
            ledger.prepare(checkpoint, parts);
            grows |= !parts.isEmpty();
            open.clear();
            return parts;
        });
    }

    @Override
    public void commit(long checkpoint) {
        run(() -> {
            ledger.commit(checkpoint);
            if (grows && keptBytes != Long.MAX_VALUE) {
                ledger.trim(keptBytes);
            }
            grows = false;
            return checkpoint;
        });
    }

    @Override
    public void close() {
        run(() -> {
            for (OpenPart part : open.values()) {
                part.file.close();
                disk.delete(ledger.hidden().resolve(part.name));
            }
            open.clear();
            return ANY;
        });
    }

    /** Something that may fail as files do. */
    @FunctionalInterface
    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T run(Step<T> step) {
        try {
            return step.run();
        } catch (IOException e) {
            throw AtomicFile.failure(folder.toString(), e);
        }
    }
}
