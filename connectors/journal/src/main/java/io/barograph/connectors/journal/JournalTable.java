package io.barograph.connectors.journal;

import io.barograph.core.source.Lane;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import java.util.List;

/** A journal as it is when it is first asked for, to its declared end at most: one lane, whose offsets are positions in bytes. */
final class JournalTable implements Table {
    private final TableDescription description;
    private final JournalOptions options;
    private final List<Lane> lanes;
    private final long end;

    JournalTable(TableDescription description, JournalOptions options) {
        this.description = description;
        this.options = options;
        List<JournalFolder.Segment> segments = options.folder().segments();
        long present =
                segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end();
        JournalFolder folder = options.folder();
        // It waits for nothing, whatever time it is. Of damage, those tell who read.
        long bound = options.end().bound(folder, present, Long.MAX_VALUE, (from, to, why) -> {});
        this.end = Math.min(present, bound);
        this.lanes = List.of(new Lane(0, folder.name(), end, true));
    }

    @Override
    public TableDescription description() {
        return description;
    }

    @Override
    public List<Lane> lanes() {
        return lanes;
    }

    @Override
    public String recordUnit() {
        return "record";
    }

    @Override
    public TableReader newReader(int[] columns) {
        return (split, recordStart, rejects) -> new JournalSplitReader(
                options.folder(), split, end, new JournalRows(options, description.schema(), columns, rejects));
    }

    /** Records may begin at every offset. */
    @Override
    public long[] recordStarts(Lane lane, long[] offsets) {
        return offsets.clone();
    }
}
