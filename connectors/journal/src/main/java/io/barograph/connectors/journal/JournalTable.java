package io.barograph.connectors.journal;

import io.barograph.core.source.Lane;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import java.util.List;

/** A journal as it is when it is first asked for: one lane, whose offsets are positions in bytes. */
final class JournalTable implements Table {
    private final TableDescription description;
    private final JournalOptions options;
    private final List<Lane> lanes;

    JournalTable(TableDescription description, JournalOptions options) {
        this.description = description;
        this.options = options;
        List<JournalFolder.Segment> segments = options.folder().segments();
        long end = segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end();
        this.lanes = List.of(new Lane(0, options.folder().name(), end, true));
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
                options.folder(), split, new JournalRows(options, description.schema(), columns, rejects));
    }

    /** Records may begin at every offset. */
    @Override
    public long[] recordStarts(Lane lane, long[] offsets) {
        return offsets.clone();
    }
}
