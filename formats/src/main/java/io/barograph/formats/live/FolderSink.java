package io.barograph.formats.live;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.OutputFormat;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.error.BarographException;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.formats.output.ExplainedStream;
import io.barograph.formats.output.PartitionRouter;
import io.barograph.formats.store.StoredOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A folder that gets files with each checkpoint, one per partition that it has rows of: hidden while they are written, on the
 * disk when the checkpoint is prepared, visible when it is committed. What {@link PartLedger} keeps lets a later run finish or
 * undo what this one began.
 */
final class FolderSink implements LiveSink {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Disk disk;
    private final String folder;
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
     * @param folder its name, without a slash at its end
     * @param schema of the rows accepted
     * @param changelog makes revisions rows that are only added; null where none come
     * @param keptBytes the oldest files go where all of them take more
     */
    FolderSink(
            Disk disk,
            String folder,
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
        router = new PartitionRouter(folder, changelog == null ? schema : changelog.schema(), partitionedBy);
        ledger = new PartLedger(disk, folder, pipeline);
    }

    /** A file that rows are written to. */
    private static final class OpenPart {
        final String name;
        final StoredOutput file;
        final OutputStream out;
        final ResultSink sink;

        OpenPart(
                String name,
                StoredOutput file,
                OutputFormat format,
                Schema schema,
                Function<IOException, RuntimeException> explanation) {
            this.name = name;
            this.file = file;
            out = new ExplainedStream(new BufferedOutputStream(file, BUFFER_BYTES), explanation);
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
            throw PartitionRouter.tooMany(folder, partition);
        }
        return run(() -> {
            String name = ledger.newName();
            StoredOutput file = disk.create(Disk.in(ledger.hidden(), name));
            String shown = partition.isEmpty() ? folder : Disk.in(folder, partition);
            OpenPart part = new OpenPart(name, file, format, router.rest(), e -> ledger.explained(shown, e));
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
                try {
                    part.file.close();
                } catch (IOException | BarographException e) {
                    // The file is thrown away: whether its last bytes were written does not matter.
                }
                disk.delete(Disk.in(ledger.hidden(), part.name));
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
            throw ledger.explained(folder, e);
        }
    }
}
