package io.barograph.server.result;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Schema;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.Lane;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows of a result as a table at rest: one lane, whose offsets count rows. */
public final class ResultRowsTable implements Table {
    private final TableDescription description;
    private final List<KeptRows> rows;
    private final @Nullable MissingRows missing;
    private final Consumer<Boolean> judged;
    private final List<Lane> lanes;

    /**
     * @param description whose schema is that of the rows
     * @param judged is told by any thread that reads whether rows that are missing may be wanted
     */
    public ResultRowsTable(TableDescription description, ResultRows rows, Consumer<Boolean> judged) {
        this.description = description;
        this.rows = rows.rows();
        this.missing = rows.missing();
        this.judged = judged;
        this.lanes = List.of(new Lane(0, description.name(), KeptRows.count(rows.rows()), true));
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
        return "row";
    }

    @Override
    public String offsetUnit() {
        return "row";
    }

    @Override
    public TableReader newReader(int[] columns) {
        return newReader(columns, List.of());
    }

    @Override
    public TableReader newReader(int[] columns, List<ColumnComparison> conditions) {
        judged.accept(missing != null && missing.mayHold(conditions));
        Schema selected = description.schema().select(columns);
        return (split, recordStart, rejects) -> new Reader(split, columns, BatchCompactor.of(selected));
    }

    @Override
    public long[] recordStarts(Lane lane, long[] offsets) {
        return offsets.clone();
    }

    /** Reads the rows of a split, each piece of the result as a batch. */
    private final class Reader implements SplitReader {
        private final Split split;
        private final int[] columns;
        private final BatchCompactor compactor;
        private int piece;
        /** Number of the first row of the piece. */
        private long offset;

        /** Number of the first row last given. */
        private long given;

        private long read;

        Reader(Split split, int[] columns, BatchCompactor compactor) {
            this.split = split;
            this.columns = columns;
            this.compactor = compactor;
        }

        @Override
        public @Nullable Batch next() {
            while (piece < rows.size()) {
                KeptRows some = rows.get(piece++);
                int from = (int) Math.min(some.size(), Math.max(0, split.start() - offset));
                int to = (int) Math.max(from, Math.min(some.size(), split.end() - offset));
                long first = offset;
                offset += some.size();
                if (from < to) {
                    given = first + from;
                    read += to - from;
                    int[] positions = Arrays.copyOfRange(some.positions(), from, to);
                    return compactor.compact(some.batch().select(columns), positions, positions.length);
                }
            }
            return null;
        }

        @Override
        public RejectedRecord refuse(int row, String reason) {
            return new RejectedRecord(split.lane().name(), given + row, 0, reason, "");
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
            return read;
        }

        @Override
        public long recordsRead() {
            return read;
        }

        @Override
        public void close() {}
    }
}
