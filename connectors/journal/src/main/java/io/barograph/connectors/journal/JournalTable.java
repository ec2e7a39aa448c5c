package io.barograph.connectors.journal;

import io.barograph.core.column.Type;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.Lane;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.StretchJudge;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        EventTime declared = description.eventTime();
        int time = declared == null ? -1 : description.schema().indexOf(declared.column());
        return new Reader(columns, time, null);
    }

    @Override
    public TableReader newReader(int[] columns, List<ColumnComparison> conditions) {
        int time = conditions.stream()
                .mapToInt(ColumnComparison::column)
                .filter(column -> description.schema().type(column) == Type.TIMESTAMP)
                .findFirst()
                .orElse(-1);
        return time < 0 ? newReader(columns) : new Reader(columns, time, rows -> !rows.mayHold(conditions, time));
    }

    /** Reads splits, by what is known of their rows' times where somebody judges by those. */
    private final class Reader implements TableReader {
        private final int[] columns;
        private final int time;
        private final @Nullable StretchJudge usual;
        private final String decoding;

        /**
         * @param time index of a TIMESTAMP column; -1 for none
         * @param usual judge of splits for which none is given
         */
        Reader(int[] columns, int time, @Nullable StretchJudge usual) {
            this.columns = columns;
            this.time = Arrays.binarySearch(columns, time);
            this.usual = usual;
            this.decoding = time + " of " + description.schema() + " " + description.meaning();
        }

        @Override
        public SplitReader read(Split split, long recordStart, RejectHandler rejects) throws IOException {
            return open(split, rejects, usual);
        }

        @Override
        public SplitReader read(Split split, long recordStart, RejectHandler rejects, StretchJudge judge)
                throws IOException {
            return open(split, rejects, judge);
        }

        private SplitReader open(Split split, RejectHandler rejects, @Nullable StretchJudge judge) throws IOException {
            JournalFolder folder = options.folder();
            JournalRows rows = new JournalRows(options, description.schema(), columns, rejects);
            return new JournalSplitReader(
                    folder,
                    split,
                    end,
                    rows,
                    judge == null || time < 0
                            ? null
                            : segments ->
                                    new SplitStretches(folder, segments, KnownStretches.SHARED, decoding, time, judge));
        }
    }

    /** Records may begin at every offset. */
    @Override
    public long[] recordStarts(Lane lane, long[] offsets) {
        return offsets.clone();
    }
}
