package io.barograph.connectors.journal;

import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.ReadFailure;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A journal as it grows: one lane, whose offsets are positions in bytes. Where the table has a source, the journal is written
 * by this, from the moment that its rows are read.
 */
final class JournalLiveTable implements LiveTable {
    private final TableDescription description;
    private final JournalOptions options;
    private final @Nullable IntakeSource source;
    private @Nullable JournalWriter writer;
    private @Nullable Intake intake;

    JournalLiveTable(TableDescription description, JournalOptions options, @Nullable IntakeSource source) {
        this.description = description;
        this.options = options;
        this.source = source;
    }

    @Override
    public TableDescription description() {
        return description;
    }

    @Override
    public synchronized List<LiveLane> lanes() {
        JournalFolder folder = options.folder();
        if (source == null) {
            JournalConnector.requireThere(folder);
        } else if (writer == null) {
            writer = JournalWriter.open(folder, options.keeping(), this::damage);
        }
        List<JournalFolder.Segment> segments = folder.segments();
        long start = segments.isEmpty() ? 0 : segments.get(0).base();
        long present = present(segments);
        long end = source != null && source.ends() ? Long.MAX_VALUE : present;
        long bound = options.end().bound(folder, present, System.currentTimeMillis(), this::damage);
        return List.of(new LiveLane(0, folder.name(), start, end, bound));
    }

    /** Where the journal ends now. */
    private long present(List<JournalFolder.Segment> segments) {
        if (writer != null) {
            return writer.end();
        }
        if (segments.isEmpty()) {
            return 0;
        }
        long last = segments.get(segments.size() - 1).base();
        try (JournalCursor cursor = new JournalCursor(options.folder(), last, false, this::damage)) {
            while (cursor.nextBatch(Long.MAX_VALUE)) {
                last = cursor.batchEnd();
            }
            return last;
        } catch (IOException e) {
            throw ReadFailure.of(options.folder().name(), e);
        }
    }

    /** Whoever reads tells of damage that may be passed over. */
    private void damage(long from, long to, String why) {
        if (!options.skipsDamage()) {
            throw options.folder().damaged(from, to, why);
        }
    }

    @Override
    public synchronized LiveReader newReader(int[] columns, List<LaneStart> starts, RejectHandler rejects) {
        JournalWriter own = writer;
        if (source != null && own != null && intake == null) {
            intake = source.start(own);
        }
        LaneStart start = starts.get(0);
        return new JournalLiveReader(
                options.folder(),
                start.offset(),
                start.lane().boundOffset(),
                options.end(),
                own,
                intake,
                new JournalRows(options, description.schema(), columns, rejects));
    }

    @Override
    public synchronized void close() {
        try (JournalWriter last = writer;
                Intake first = intake) {
            writer = null;
            intake = null;
        }
    }
}
