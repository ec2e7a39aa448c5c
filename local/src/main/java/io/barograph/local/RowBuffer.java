package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import java.util.List;

/**
 * Rows that outlive their batch: a growing copy, with dictionaries of its own. Not thread-safe; once filled it may be
 * read by many.
 */
final class RowBuffer {
    private final Schema schema;
    private final ColumnBuffer[] columns;
    private int size;
    private int capacity;

    RowBuffer(Schema schema) {
        this.schema = schema;
        this.columns = new ColumnBuffer[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = ColumnBuffer.of(schema.type(i));
        }
    }

    /**
     * Makes room for the rows of some buffers of this schema, which are then put to their places here, column by column: first
     * {@link #makeRoom}, then {@link ColumnBuffer#scatter}.
     */
    static RowBuffer forMoving(Schema schema, int rows) {
        RowBuffer buffer = new RowBuffer(schema);
        buffer.size = rows;
        buffer.capacity = Math.addExact(rows, ColumnBuffer.MASK) & ~ColumnBuffer.MASK;
        return buffer;
    }

    /**
     * Makes room for the values of a column.
     *
     * @param sources that they come from
     */
    void makeRoom(int column, List<RowBuffer> sources) {
        if (columns[column] instanceof TextBuffer) {
            columns[column] = TextBuffer.gathering(sources.stream()
                    .map(source -> (TextBuffer) source.column(column))
                    .toList());
        }
        for (int chunk = 0; chunk < chunks(); chunk++) {
            columns[column].addChunk();
        }
    }

    /** Lets go of a column's values. */
    void drop(int column) {
        columns[column] = ColumnBuffer.of(schema.type(column));
    }

    Schema schema() {
        return schema;
    }

    int size() {
        return size;
    }

    ColumnBuffer column(int index) {
        return columns[index];
    }

    long memoryBytes() {
        long bytes = 0;
        for (ColumnBuffer column : columns) {
            bytes += column.memoryBytes();
        }
        return bytes;
    }

    void append(Batch batch) {
        append(batch, 0, batch.size());
    }

    /** Copies {@code count} rows of the batch. */
    void append(Batch batch, int from, int count) {
        int done = 0;
        while (done < count) {
            if (size == capacity) {
                for (ColumnBuffer column : columns) {
                    column.addChunk();
                }
                capacity = Math.addExact(capacity, Batch.CAPACITY);
            }
            int chunk = size >> ColumnBuffer.SHIFT;
            int at = size & ColumnBuffer.MASK;
            int step = Math.min(count - done, Batch.CAPACITY - at);
            for (int i = 0; i < columns.length; i++) {
                columns[i].append(batch.column(i), from + done, step, chunk, at);
            }
            size += step;
            done += step;
        }
    }

    /** Lets go of the dictionaries that rows came from: a few rows kept of many would keep the texts of all. */
    void forgetSources() {
        for (ColumnBuffer column : columns) {
            column.forgetSources();
        }
    }

    int chunks() {
        return capacity >> ColumnBuffer.SHIFT;
    }

    /** The rows of a chunk; all but the last are full. A view. */
    Batch batch(int chunk) {
        Column[] view = new Column[columns.length];
        for (int i = 0; i < view.length; i++) {
            view[i] = columns[i].column(chunk);
        }
        return new Batch(view, sizeOf(chunk));
    }

    /** The number of a chunk's rows. */
    int sizeOf(int chunk) {
        return Math.min(Batch.CAPACITY, size - (chunk << ColumnBuffer.SHIFT));
    }
}
