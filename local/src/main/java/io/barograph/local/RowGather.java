package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Validity;
import java.util.Arrays;
import java.util.List;

/**
 * Collects rows from wherever they lie in some buffers. A place is a row: its buffer's number in the high half, its own in the
 * low. For one thread.
 */
final class RowGather {
    /** Beyond it the next batch gets a new dictionary: readers would hold every text of all buffers once more. */
    private static final int MOST_TEXTS = 1 << 16;

    private final Schema schema;
    private final List<RowBuffer> buffers;
    private final ColumnArrays[] arrays;
    private final Dictionary[] gathered;
    /** Per column and buffer: code + 1 in the gather's dictionary of each of the buffer's codes. */
    private final int[][][] mappings;

    RowGather(Schema schema, List<RowBuffer> buffers) {
        this.schema = schema;
        this.buffers = buffers;
        this.arrays = new ColumnArrays[schema.size()];
        this.gathered = new Dictionary[schema.size()];
        this.mappings = new int[schema.size()][][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new ColumnArrays(schema.type(i));
            gathered[i] = new Dictionary();
            mappings[i] = new int[buffers.size()][];
            Arrays.setAll(mappings[i], buffer -> new int[0]);
        }
    }

    static long place(int buffer, int row) {
        return (long) buffer << 32 | row;
    }

    /**
     * The rows at some places, in arrays that the next call overwrites.
     *
     * @param count at most {@link Batch#CAPACITY}
     */
    Batch read(long[] places, int first, int count) {
        Column[] columns = new Column[arrays.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = gather(i, places, first, count);
        }
        return new Batch(columns, count);
    }

    private Column gather(int column, long[] places, int first, int rows) {
        Validity validity = validity(column, places, first, rows);
        Dictionary texts = texts(column);
        switch (schema.type(column).kind()) {
            case BOOLEAN -> {
                boolean[] values = (boolean[]) arrays[column].values();
                for (int i = 0; i < rows; i++) {
                    values[i] =
                            ((ColumnBuffer.Booleans) buffer(column, places[first + i])).get((int) places[first + i]);
                }
            }
            case DOUBLE -> {
                double[] values = (double[]) arrays[column].values();
                for (int i = 0; i < rows; i++) {
                    values[i] = ((ColumnBuffer.Doubles) buffer(column, places[first + i])).get((int) places[first + i]);
                }
            }
            case VARCHAR -> {
                int[] codes = (int[]) arrays[column].values();
                for (int i = 0; i < rows; i++) {
                    codes[i] = validity.isNull(i) ? 0 : code(column, places[first + i]);
                }
            }
            case DECIMAL -> {
                long[] low = (long[]) arrays[column].values();
                for (int i = 0; i < rows; i++) {
                    ColumnBuffer.Decimals decimals = (ColumnBuffer.Decimals) buffer(column, places[first + i]);
                    arrays[column].high()[i] = decimals.high((int) places[first + i]);
                    low[i] = decimals.low((int) places[first + i]);
                }
            }
            default -> {
                long[] values = (long[]) arrays[column].values();
                for (int i = 0; i < rows; i++) {
                    values[i] = ((ColumnBuffer.Longs) buffer(column, places[first + i])).get((int) places[first + i]);
                }
            }
        }
        return arrays[column].column(texts, validity);
    }

    private ColumnBuffer buffer(int column, long place) {
        return buffers.get((int) (place >>> 32)).column(column);
    }

    private Validity validity(int column, long[] places, int first, int rows) {
        if (buffers.stream().noneMatch(buffer -> buffer.column(column).hasNulls())) {
            return Validity.ALL;
        }
        long[] words = null;
        for (int i = 0; i < rows; i++) {
            if (buffer(column, places[first + i]).isNull((int) places[first + i])) {
                if (words == null) {
                    words = Validity.allPresent(rows);
                }
                Validity.setNull(words, i);
            }
        }
        return words == null ? Validity.ALL : Validity.of(words);
    }

    /** The texts of the column to come: a single buffer's own, else those gathered here, begun anew when there are many. */
    private Dictionary texts(int column) {
        if (buffers.size() == 1) {
            return buffers.get(0).column(column).dictionary();
        }
        if (gathered[column].size() > MOST_TEXTS) {
            gathered[column] = new Dictionary();
            for (int[] mapping : mappings[column]) {
                Arrays.fill(mapping, 0);
            }
        }
        return gathered[column];
    }

    private int code(int column, long place) {
        int buffer = (int) (place >>> 32);
        TextBuffer texts = (TextBuffer) buffers.get(buffer).column(column);
        if (buffers.size() == 1) {
            return texts.code((int) place);
        }
        Dictionary theirs = texts.dictionary();
        int[] mapping = mappings[column][buffer];
        if (mapping.length < theirs.size()) {
            mapping = Arrays.copyOf(mapping, theirs.size());
            mappings[column][buffer] = mapping;
        }
        int code = texts.code((int) place);
        if (mapping[code] == 0) {
            mapping[code] = 1
                    + gathered[column].intern(
                            theirs.bytes(), theirs.offset(code), theirs.length(code), theirs.hash(code));
        }
        return mapping[code] - 1;
    }
}
