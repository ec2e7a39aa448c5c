package io.barograph.formats.parquet;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.formats.parquet.PagePruning.BitSetRows;
import io.barograph.formats.parquet.RowPieces.Piece;
import io.barograph.formats.store.StoredBytes;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows that begin in a split (see {@link RowPieces}). A row with a value that has no counterpart in its column's
 * type is rejected, whatever columns are asked for: where statistics do not rule such values out, their column is read too.
 */
final class ParquetSplitReader implements SplitReader {
    private final ParquetTableReader parts;
    private final Footer footer;
    private final StoredBytes file;
    private final Split split;
    private final RejectHandler rejects;
    private final @Nullable LeafColumn[] leaves;
    private final PagePruning pruning;
    private final Codecs codecs = new Codecs();
    private final List<Piece> pieces;
    private final int[] positions = new int[Batch.CAPACITY];
    private @Nullable BatchCompactor compactor;

    private int nextPiece;
    private @Nullable Piece piece;
    /** The next row of the piece's group, and how far the columns have been read. */
    private long row;

    private long columnsAt;
    /** Rows that may be wanted; null for all. */
    private @Nullable BitSetRows wanted;
    /** By column of the table: those that are read of this group. */
    private BitSet used = new BitSet();

    private BitSet judged = new BitSet();
    private long recordsRead;
    private long recordsPruned;
    private long bytesRead;
    private boolean ended;

    ParquetSplitReader(ParquetTableReader parts, Footer footer, StoredBytes file, Split split, RejectHandler rejects) {
        this.parts = parts;
        this.footer = footer;
        this.file = file;
        this.split = split;
        this.rejects = rejects;
        this.leaves = parts.table.leaves(footer);
        this.pruning = new PagePruning(footer, file, parts.conditions, leaves);
        this.pieces = RowPieces.of(footer, split);
    }

    /** Of the batch last given: its rows in the pages, and whether all of them are in it. */
    private int lastRows;

    private boolean lastIsWhole = true;

    @Override
    public @Nullable Batch next() throws IOException {
        try {
            while (true) {
                Piece current = piece;
                if (current == null) {
                    if (nextPiece == pieces.size()) {
                        ended = true;
                        return null;
                    }
                    begin(pieces.get(nextPiece++));
                    continue;
                }
                BitSetRows rows = wanted;
                if (rows != null) {
                    long next = Math.min(rows.nextIncluded(row), current.to());
                    recordsPruned += next - row;
                    recordsRead += next - row;
                    row = next;
                }
                if (row == current.to()) {
                    end(current);
                    continue;
                }
                long stop = rows == null ? current.to() : Math.min(current.to(), rows.nextExcluded(row));
                Batch batch = read(current, (int) Math.min(Batch.CAPACITY, stop - row));
                if (batch.size() > 0) {
                    return batch;
                }
            }
        } catch (Damage | IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException damage) {
            throw damaged(damage, null);
        }
    }

    private void begin(Piece next) throws IOException {
        piece = next;
        row = next.from();
        columnsAt = 0;
        wanted = null;
        RowGroup group = next.group();
        judged = judged(group);
        used = new BitSet();
        for (int column : parts.columns) {
            used.set(column);
        }
        used.or(judged);
        // Rejected rows must not vanish because no condition holds for them.
        if (!parts.conditions.isEmpty() && judged.isEmpty()) {
            if (!pruning.mayHold(group)) {
                row = next.to();
                recordsRead += next.rows();
                recordsPruned += next.rows();
                return;
            }
            wanted = pruning.rows(group);
        }
        for (int column = used.nextSetBit(0); column >= 0; column = used.nextSetBit(column + 1)) {
            LeafColumn leaf = leaves[column];
            if (leaf != null) {
                parts.reader(column, file).begin(file, group.chunks()[leaf.leaf()], leaf, group.rows(), codecs);
            }
        }
    }

    private void end(Piece done) {
        RowGroup group = done.group();
        double share = group.rows() == 0 ? 1 : (double) done.rows() / group.rows();
        bytesRead += (long) ((group.end() - group.start()) * share);
        piece = null;
    }

    /** The columns in which the group's statistics leave room for a value that has no counterpart. */
    private BitSet judged(RowGroup group) {
        BitSet columns = new BitSet();
        for (int column = 0; column < leaves.length; column++) {
            LeafColumn leaf = leaves[column];
            if (leaf != null && leaf.mayExceed()) {
                var statistics = group.chunks()[leaf.leaf()].statistics();
                boolean empty = statistics != null
                        && statistics.isSetNull_count()
                        && statistics.getNull_count() == group.rows();
                columns.set(
                        column, !empty && !Bounds.of(leaf, statistics, footer).fits());
            }
        }
        return columns;
    }

    private Batch read(Piece current, int rows) throws IOException {
        Column[] columns = new Column[parts.columns.length];
        long[] exceeding = null;
        int next = 0;
        for (int column = used.nextSetBit(0); column >= 0; column = used.nextSetBit(column + 1)) {
            boolean asked = next < parts.columns.length && parts.columns[next] == column;
            if (leaves[column] == null) {
                columns[next++] = parts.absent(column);
                continue;
            }
            ColumnReader reader = parts.reader(column, file);
            try {
                reader.skip(row - columnsAt);
                Column values = reader.read(rows);
                if (asked) {
                    columns[next++] = values;
                }
            } catch (Damage | IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException damage) {
                throw damaged(damage, reader);
            }
            long[] marked = reader.exceeding();
            if (marked != null) {
                if (!judged.get(column)) {
                    throw damaged(new Damage("it has values that its statistics rule out"), reader);
                }
                exceeding = exceeding == null ? marked.clone() : or(exceeding, marked);
            }
        }
        Batch batch = new Batch(columns, rows);
        long first = row;
        row += rows;
        columnsAt = row;
        lastRows = rows;
        lastIsWhole = exceeding == null;
        if (exceeding != null) {
            batch = reject(current, batch, first, exceeding);
        }
        recordsRead += rows;
        return batch;
    }

    private static long[] or(long[] left, long[] right) {
        for (int i = 0; i < left.length; i++) {
            left[i] |= right[i];
        }
        return left;
    }

    /** The batch without the rows that are marked, each of which is reported. */
    private Batch reject(Piece current, Batch batch, long first, long[] exceeding) {
        int kept = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (!Bitmap.isSet(exceeding, i)) {
                positions[kept++] = i;
                continue;
            }
            rejects.reject(record(current, first + i, recordsRead + i + 1, reason(i)));
        }
        if (compactor == null) {
            compactor = BatchCompactor.of(parts.schema.select(parts.columns));
        }
        return compactor.compact(batch, positions, kept);
    }

    private RejectedRecord record(Piece current, long rowOfGroup, long number, String reason) {
        return new RejectedRecord(footer.path(), offset(current.group(), rowOfGroup), number, reason, "");
    }

    @Override
    public RejectedRecord refuse(int at, String reason) {
        int inPages = lastIsWhole ? at : positions[at];
        return record(
                Objects.requireNonNull(piece), row - lastRows + inPages, recordsRead - lastRows + inPages + 1, reason);
    }

    private String reason(int position) {
        for (int column = judged.nextSetBit(0); column >= 0; column = judged.nextSetBit(column + 1)) {
            ColumnReader reader = parts.reader(column, file);
            long[] marked = reader.exceeding();
            if (marked != null && Bitmap.isSet(marked, position)) {
                return reader.reason(position);
            }
        }
        throw new IllegalStateException("row " + position + " is marked by no column");
    }

    /** Where a row counts as beginning, as its piece does. */
    private static long offset(RowGroup group, long row) {
        return group.start() + (long) ((double) (group.end() - group.start()) * row / group.rows());
    }

    private IOException damaged(RuntimeException damage, @Nullable ColumnReader reader) {
        Piece current = piece;
        String what = damage instanceof Damage ? String.valueOf(damage.getMessage()) : "its values make no sense";
        String place = current == null ? "" : "row group " + current.group().number();
        if (reader != null) {
            place = "column '" + reader.field.name() + "', " + place + ", near byte " + reader.position();
        }
        boolean whole = damage instanceof Damage known && known.isUnsupported();
        String text = whole ? what + " (" + place + ")" : "it is damaged (" + place + "): " + what;
        return new IOException(text, damage);
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
        Piece current = piece;
        if (current == null) {
            return bytesRead;
        }
        return bytesRead + offset(current.group(), row) - offset(current.group(), current.from());
    }

    @Override
    public long recordsRead() {
        return recordsRead;
    }

    @Override
    public long recordsPruned() {
        return recordsPruned;
    }

    @Override
    public void close() throws IOException {
        codecs.close();
        file.close();
    }
}
