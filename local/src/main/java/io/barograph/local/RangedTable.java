package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.engine.Receipt;
import io.barograph.core.source.Block;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.Lane;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Some lanes of a table, between the offsets of a receipt. Thread-safe. */
final class RangedTable implements Table {
    private final Table table;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Lane> whole = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();

    /**
     * @param ranges those that the table has no lane for are not there; where files in the order of their names were one lane,
     *     its range is over all their bytes
     */
    RangedTable(Table table, List<Receipt.Lane> ranges) {
        this.table = table;
        EventTime time = table.description().eventTime();
        boolean inOrder = time != null && time.inFileOrder();
        Set<String> names = table.lanes().stream().map(Lane::name).collect(Collectors.toSet());
        long before = 0;
        for (Lane lane : table.lanes()) {
            for (Receipt.Lane range : ranges) {
                if (range.name().equals(lane.name())) {
                    add(lane, range.startOffset(), end(range));
                } else if (inOrder && !names.contains(range.name()) && range.endOffset() > before) {
                    add(lane, Math.max(0, range.startOffset() - before), range.endOffset() - before);
                }
            }
            before += lane.sizeBytes();
        }
    }

    /** A file of a known size is read as the receipt's run would have, which may have had enough rows in the middle of one. */
    private static long end(Receipt.Lane range) {
        boolean isKnown = range.sizeBytes() != Receipt.Lane.UNKNOWN && range.endOffset() > range.startOffset();
        return isKnown ? range.sizeBytes() : range.endOffset();
    }

    private void add(Lane lane, long start, long end) {
        if (start == end) {
            // Nothing was read of it: a reader that takes a file whole would.
            return;
        }
        lanes.add(new Lane(lanes.size(), lane.name(), Math.min(end, lane.sizeBytes()), lane.splittable()));
        whole.add(lane);
        starts.add(start);
    }

    @Override
    public TableDescription description() {
        return table.description();
    }

    @Override
    public List<Lane> lanes() {
        return List.copyOf(lanes);
    }

    @Override
    public List<Block> blocks(Lane lane) throws IOException {
        return table.blocks(whole.get(lane.index()));
    }

    @Override
    public TableReader newReader(int[] columns) {
        TableReader reader = table.newReader(columns);
        return (split, recordStart, rejects) -> read(reader, split, recordStart, rejects);
    }

    private SplitReader read(TableReader reader, Split split, long recordStart, RejectHandler rejects)
            throws IOException {
        int index = split.lane().index();
        long first = starts.get(index);
        if (split.start() < split.end() && split.end() <= first) {
            return new Nothing(split);
        }
        boolean isFirst = split.start() < first;
        return reader.read(
                new Split(whole.get(index), isFirst ? first : split.start(), split.end()),
                isFirst ? first : recordStart,
                rejects);
    }

    @Override
    public String recordUnit() {
        return table.recordUnit();
    }

    @Override
    public String offsetUnit() {
        return table.offsetUnit();
    }

    @Override
    public long[] recordStarts(Lane lane, long[] offsets) throws IOException {
        return table.recordStarts(whole.get(lane.index()), offsets);
    }

    /** A split before the first offset. */
    private record Nothing(Split split) implements SplitReader {
        @Override
        public @Nullable Batch next() {
            return null;
        }

        @Override
        public RejectedRecord refuse(int row, String reason) {
            throw new IllegalStateException("there is no row");
        }

        @Override
        public long startOffset() {
            return split.start();
        }

        @Override
        public long endOffset() {
            return split.end();
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public long recordsRead() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
