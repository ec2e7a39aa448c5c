package io.barograph.formats.arrow;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns one column's buffers into {@link Column}s, whose arrays it owns and overwrites. */
abstract class ColumnDecoder {
    private final long[] words = new long[Validity.wordCount(Batch.CAPACITY)];
    private byte @Nullable [] validity;
    private long @Nullable [] exceeding;

    static ColumnDecoder of(Type type) {
        return switch (type.kind()) {
            case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongDecoder(type);
            case DOUBLE -> new DoubleDecoder();
            case BOOLEAN -> new BooleanDecoder();
            case DECIMAL -> new DecimalDecoder(type);
            case VARCHAR -> new TextDecoder();
        };
    }

    /** Reads the column's buffers of a record batch. */
    final void begin(Body body, ArrowColumn column, Dictionaries dictionaries) throws IOException {
        body.checkNode(column);
        boolean none = column.stored() == ArrowColumn.Stored.NONE || body.nulls(column) == 0;
        validity = none ? null : body.read(body.buffer(column), body.rows() + 7L >> 3);
        beginValues(body, column, dictionaries);
    }

    abstract void beginValues(Body body, ArrowColumn column, Dictionaries dictionaries) throws IOException;

    /**
     * The column of some rows.
     *
     * @param from a multiple of {@link Batch#CAPACITY}
     */
    final Column read(int from, int count) throws IOException {
        exceeding = null;
        return read(from, count, validity(from, count));
    }

    abstract Column read(int from, int count, Validity present) throws IOException;

    private Validity validity(int from, int count) {
        byte[] bits = validity;
        if (bits == null) {
            return Validity.ALL;
        }
        int length = bits.length;
        for (int word = 0; word < Validity.wordCount(count); word++) {
            int at = (from >> 3) + 8 * word;
            if (at + 8 <= length) {
                words[word] = (long) Body.LONG.get(bits, at);
            } else {
                throw new IndexOutOfBoundsException(at);
            }
        }
        return Validity.of(words);
    }

    /** Marks a row as one whose value has no counterpart in the type. */
    final void exceed(int row) {
        long[] marks = exceeding;
        if (marks == null) {
            marks = new long[words.length];
            exceeding = marks;
        }
        Validity.setPresent(marks, row);
    }

    /** The rows last read whose values have no counterpart in the type; null where all have. */
    final long @Nullable [] exceeding() {
        return exceeding;
    }

    /** What was wrong with a marked row, of those last read. */
    abstract String reason(int row);
}
