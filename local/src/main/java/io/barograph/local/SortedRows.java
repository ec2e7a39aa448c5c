package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several sorted runs as one sorted sequence, or a slice of it. */
final class SortedRows implements HeldRows {
    private final Schema schema;
    private final List<SortedRun> runs;
    /** By rank: the run's number in the high half, its row's in the low. */
    private final long[] sequence;

    private final int offset;
    private final int size;

    /**
     * Merges runs.
     *
     * @param skip rows left out at the front
     * @param count rows kept behind them, or {@link Long#MAX_VALUE} for all
     */
    SortedRows(Schema schema, List<SortedRun> runs, long skip, long count) {
        this.schema = schema;
        this.runs = runs;
        this.sequence = merge(0, runs.size());
        this.offset = (int) Math.min(skip, sequence.length);
        this.size = (int) Math.min(count, sequence.length - offset);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long memoryBytes() {
        long bytes = 8L * sequence.length;
        for (SortedRun run : runs) {
            bytes += run.rows().memoryBytes() + SortedRun.extraBytes(run.size());
        }
        return bytes;
    }

    @Override
    public RangeReader newRangeReader() {
        return new Gather();
    }

    private long[] merge(int from, int to) {
        if (to - from == 0) {
            return new long[0];
        }
        if (to - from == 1) {
            SortedRun run = runs.get(from);
            long[] own = new long[run.size()];
            for (int rank = 0; rank < own.length; rank++) {
                own[rank] = (long) from << 32 | run.row(rank);
            }
            return own;
        }
        int middle = from + to >>> 1;
        long[] left = merge(from, middle);
        long[] right = merge(middle, to);
        long[] both = new long[Math.addExact(left.length, right.length)];
        int i = 0;
        int j = 0;
        for (int at = 0; at < both.length; at++) {
            both[at] = j >= right.length || i < left.length && compare(left[i], right[j]) <= 0 ? left[i++] : right[j++];
        }
        return both;
    }

    private int compare(long left, long right) {
        return runs.get((int) (left >>> 32)).compare((int) left, runs.get((int) (right >>> 32)), (int) right);
    }

    /** Collects rows from wherever they lie. */
    private final class Gather implements RangeReader {
        private final Object[] arrays = new Object[schema.size()];
        private final Dictionary[] dictionaries = new Dictionary[schema.size()];
        /** Per column and run: code + 1 in the reader's dictionary of each of the run's codes. */
        private final int[][] @Nullable [] mappings = new int[schema.size()][][];

        Gather() {
            for (int i = 0; i < arrays.length; i++) {
                Type type = schema.type(i);
                arrays[i] = switch (type.kind()) {
                    case BOOLEAN -> new boolean[Batch.CAPACITY];
                    case DOUBLE -> new double[Batch.CAPACITY];
                    case VARCHAR -> new int[Batch.CAPACITY];
                    case DECIMAL -> new long[2][Batch.CAPACITY];
                    case BIGINT, TIMESTAMP, INTERVAL, DATE -> new long[Batch.CAPACITY];
                };
                if (type == Type.VARCHAR) {
                    dictionaries[i] = new Dictionary();
                    mappings[i] = new int[runs.size()][];
                    Arrays.setAll(mappings[i], run -> new int[0]);
                }
            }
        }

        @Override
        public Batch read(long from, int count) {
            int rows = (int) Math.min(Math.min(count, Batch.CAPACITY), size - from);
            int first = offset + (int) from;
            Column[] columns = new Column[arrays.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = gather(i, first, rows);
            }
            return new Batch(columns, rows);
        }

        private Column gather(int column, int first, int rows) {
            Validity validity = validity(column, first, rows);
            Type type = schema.type(column);
            switch (type.kind()) {
                case BOOLEAN -> {
                    boolean[] values = (boolean[]) arrays[column];
                    for (int i = 0; i < rows; i++) {
                        values[i] = ((ColumnBuffer.Booleans) buffer(column, first + i)).get((int) sequence[first + i]);
                    }
                    return new BooleanColumn(values, validity);
                }
                case DOUBLE -> {
                    double[] values = (double[]) arrays[column];
                    for (int i = 0; i < rows; i++) {
                        values[i] = ((ColumnBuffer.Doubles) buffer(column, first + i)).get((int) sequence[first + i]);
                    }
                    return new DoubleColumn(values, validity);
                }
                case VARCHAR -> {
                    int[] codes = (int[]) arrays[column];
                    for (int i = 0; i < rows; i++) {
                        codes[i] = validity.isNull(i) ? 0 : code(column, sequence[first + i]);
                    }
                    return new VarcharColumn(codes, dictionaries[column], validity);
                }
                case DECIMAL -> {
                    long[][] halves = (long[][]) arrays[column];
                    for (int i = 0; i < rows; i++) {
                        ColumnBuffer.Decimals decimals = (ColumnBuffer.Decimals) buffer(column, first + i);
                        halves[0][i] = decimals.high((int) sequence[first + i]);
                        halves[1][i] = decimals.low((int) sequence[first + i]);
                    }
                    return new DecimalColumn(type, halves[0], halves[1], validity);
                }
                default -> {
                    long[] values = (long[]) arrays[column];
                    for (int i = 0; i < rows; i++) {
                        values[i] = ((ColumnBuffer.Longs) buffer(column, first + i)).get((int) sequence[first + i]);
                    }
                    return new LongColumn(type, values, validity);
                }
            }
        }

        private ColumnBuffer buffer(int column, int rank) {
            return runs.get((int) (sequence[rank] >>> 32)).rows().column(column);
        }

        private Validity validity(int column, int first, int rows) {
            long[] words = null;
            for (int i = 0; i < rows; i++) {
                if (buffer(column, first + i).isNull((int) sequence[first + i])) {
                    if (words == null) {
                        words = Validity.allPresent(rows);
                    }
                    Validity.setNull(words, i);
                }
            }
            return words == null ? Validity.ALL : Validity.of(words);
        }

        private int code(int column, long place) {
            int run = (int) (place >>> 32);
            ColumnBuffer.Texts texts = (ColumnBuffer.Texts) runs.get(run).rows().column(column);
            Dictionary theirs = texts.dictionary();
            int[] mapping = mappings[column][run];
            if (mapping.length == 0) {
                mapping = new int[theirs.size()];
                mappings[column][run] = mapping;
            }
            int code = texts.code((int) place);
            if (mapping[code] == 0) {
                mapping[code] = 1
                        + dictionaries[column].intern(
                                theirs.bytes(), theirs.offset(code), theirs.length(code), theirs.hash(code));
            }
            return mapping[code] - 1;
        }
    }
}
