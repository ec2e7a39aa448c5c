package io.barograph.formats.arrow;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.formats.arrow.ArrowFile.Block;
import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.flatbuf.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * Reads the record batches that begin in a split. A row with a value that has no counterpart in its column's type is
 * rejected, whatever columns are asked for: columns that may hold such are always read.
 */
final class ArrowSplitReader implements SplitReader {
    private final ArrowTableReader parts;
    private final @Nullable ArrowColumn[] found;
    private final StoredBytes source;
    private final Split split;
    private final RejectHandler rejects;
    private final Dictionaries dictionaries;
    private final List<Block> blocks;
    /** By column of the table: those that are asked for, or judged. */
    private final BitSet used = new BitSet();

    private final int[] positions = new int[Batch.CAPACITY];
    private @Nullable BatchCompactor compactor;

    private int nextBlock;
    private int rows;
    private int row;
    private long recordsRead;
    private long bytesRead;
    private boolean ended;

    ArrowSplitReader(
            ArrowTableReader parts,
            ArrowFile file,
            @Nullable ArrowColumn[] found,
            StoredBytes source,
            Split split,
            RejectHandler rejects) {
        this.parts = parts;
        this.found = found;
        this.source = source;
        this.split = split;
        this.rejects = rejects;
        this.dictionaries = new Dictionaries(file, source);
        this.blocks = file.batches().stream()
                .filter(block -> block.offset() >= split.start() && block.offset() < split.end())
                .toList();
        for (int column : parts.columns) {
            used.set(column);
        }
        for (int column = 0; column < found.length; column++) {
            ArrowColumn stored = found[column];
            if (stored != null && stored.mayExceed()) {
                used.set(column);
            }
        }
    }

    @Override
    public @Nullable Batch next() throws IOException {
        try {
            while (true) {
                if (row < rows) {
                    Batch batch = read(Math.min(Batch.CAPACITY, rows - row));
                    if (batch.size() > 0) {
                        return batch;
                    }
                } else if (nextBlock < blocks.size()) {
                    begin(blocks.get(nextBlock++));
                } else {
                    ended = true;
                    return null;
                }
            }
        } catch (IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException | AssertionError e) {
            throw ArrowFile.damaged("its values make no sense", e);
        }
    }

    /** Of the batch last given: its rows in the block, and whether all of them are in it. */
    private int lastRows;

    private boolean lastIsWhole = true;

    private void begin(Block block) throws IOException {
        if (!(ArrowFile.message(source, block).header(new RecordBatch()) instanceof RecordBatch batch)) {
            throw new IOException("it is damaged: a record batch is missing");
        }
        dictionaries.loadBefore(block);
        Body body = new Body(source, block, batch);
        for (int column = used.nextSetBit(0); column >= 0; column = used.nextSetBit(column + 1)) {
            ArrowColumn stored = found[column];
            if (stored != null) {
                parts.decoder(column).begin(body, stored, dictionaries);
            }
        }
        rows = body.rows();
        row = 0;
        bytesRead += block.metadata() + block.body();
    }

    private Batch read(int count) throws IOException {
        Column[] columns = new Column[parts.columns.length];
        BitSet exceeding = new BitSet();
        int next = 0;
        for (int column = used.nextSetBit(0); column >= 0; column = used.nextSetBit(column + 1)) {
            boolean asked = next < columns.length && parts.columns[next] == column;
            Column values;
            if (found[column] == null) {
                values = parts.absent(column);
            } else {
                values = parts.decoder(column).read(row, count);
                long[] marks = parts.decoder(column).exceeding();
                if (marks != null) {
                    exceeding.or(BitSet.valueOf(marks));
                }
            }
            if (asked) {
                columns[next++] = values;
            }
        }
        Batch batch = new Batch(columns, count);
        lastRows = count;
        lastIsWhole = exceeding.isEmpty();
        if (!exceeding.isEmpty()) {
            batch = reject(batch, exceeding);
        }
        row += count;
        recordsRead += count;
        return batch;
    }

    /** The batch without the rows that are marked, each of which is reported. */
    private Batch reject(Batch batch, BitSet exceeding) {
        int kept = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (!exceeding.get(i)) {
                positions[kept++] = i;
                continue;
            }
            rejects.reject(record(recordsRead + i + 1, reason(i)));
        }
        if (compactor == null) {
            compactor = BatchCompactor.of(parts.schema.select(parts.columns));
        }
        return compactor.compact(batch, positions, kept);
    }

    private RejectedRecord record(long number, String reason) {
        return new RejectedRecord(split.lane().name(), blocks.get(nextBlock - 1).offset(), number, reason, "");
    }

    @Override
    public RejectedRecord refuse(int at, String reason) {
        return record(recordsRead - lastRows + (lastIsWhole ? at : positions[at]) + 1, reason);
    }

    private String reason(int position) {
        for (int column = used.nextSetBit(0); column >= 0; column = used.nextSetBit(column + 1)) {
            long[] marks = found[column] == null ? null : parts.decoder(column).exceeding();
            if (marks != null && BitSet.valueOf(marks).get(position)) {
                return "column '" + parts.schema.name(column) + "': "
                        + parts.decoder(column).reason(position);
            }
        }
        throw new IllegalStateException("row " + position + " is marked by no column");
    }

    @Override
    public long startOffset() {
        return split.start();
    }

    @Override
    public long endOffset() {
        return ended ? split.end() : -1;
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public long recordsRead() {
        return recordsRead;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
