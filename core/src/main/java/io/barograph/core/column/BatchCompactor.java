package io.barograph.core.column;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Gathers rows of a batch by position into arrays of its own, which the next call overwrites. Belongs to one thread.
 * Dictionaries are shared, not copied.
 */
public final class BatchCompactor {
    private final Gather[] gathers;

    /** @param types of the batches' columns */
    public BatchCompactor(Type... types) {
        gathers = new Gather[types.length];
        for (int i = 0; i < types.length; i++) {
            gathers[i] = new Gather(types[i], true);
        }
    }

    private BatchCompactor(Schema schema, BitSet needed) {
        gathers = new Gather[schema.size()];
        for (int i = 0; i < gathers.length; i++) {
            gathers[i] = new Gather(schema.type(i), needed.get(i));
        }
    }

    /** For batches of this schema. */
    public static BatchCompactor of(Schema schema) {
        return new BatchCompactor(schema.fields().stream().map(Field::type).toArray(Type[]::new));
    }

    /** The same, of which nobody looks at some columns: where rows are copied, these come out as NULL. */
    public static BatchCompactor of(Schema schema, BitSet needed) {
        return new BatchCompactor(schema, needed);
    }

    /**
     * The rows at these positions, in this order; a position may be repeated.
     *
     * @param count at most {@link Batch#CAPACITY}; where the positions are all of the batch's in order, the batch itself is
     *     returned
     */
    public Batch compact(Batch batch, int[] positions, int count) {
        return isWhole(positions, count, batch.size()) ? batch : copy(batch, positions, count);
    }

    /** As {@link #compact}, into arrays of this object's own always. */
    public Batch copy(Batch batch, int[] positions, int count) {
        Column[] columns = new Column[gathers.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = gathers[i].gather(batch.column(i), positions, count);
        }
        return new Batch(columns, count);
    }

    /** Whether the positions are 0, 1, 2, … up to the size. */
    private static boolean isWhole(int[] positions, int count, int size) {
        if (count != size) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (positions[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** One column's arrays, made when first needed, as long as that is: there may be many compactors for few rows each. */
    private static final class Gather {
        private static final int LEAST_ROOM = 64;

        private final Type type;
        /** Null where the values count. */
        private final @Nullable Column instead;

        private long @Nullable [] longs;
        private long @Nullable [] highs;
        private double @Nullable [] doubles;
        private boolean @Nullable [] booleans;
        private int @Nullable [] codes;

        Gather(Type type, boolean needed) {
            this.type = type;
            this.instead = needed ? null : AbsentColumn.of(type);
        }

        private static int room(int count) {
            int power = Integer.highestOneBit(Math.max(LEAST_ROOM, count) - 1) << 1;
            return Math.min(Batch.CAPACITY, power);
        }

        Column gather(Column source, int[] positions, int count) {
            if (instead != null) {
                return instead;
            }
            Validity validity = gather(source.validity(), positions, count);
            if (source instanceof LongColumn column) {
                long[] out = longs == null || longs.length < count ? longs = new long[room(count)] : longs;
                long[] values = column.values();
                for (int i = 0; i < count; i++) {
                    out[i] = values[positions[i]];
                }
                return new LongColumn(type, out, validity);
            }
            if (source instanceof DoubleColumn column) {
                double[] out = doubles == null || doubles.length < count ? doubles = new double[room(count)] : doubles;
                double[] values = column.values();
                for (int i = 0; i < count; i++) {
                    out[i] = values[positions[i]];
                }
                return new DoubleColumn(out, validity);
            }
            if (source instanceof VarcharColumn column) {
                int[] out = codes == null || codes.length < count ? codes = new int[room(count)] : codes;
                int[] values = column.codes();
                for (int i = 0; i < count; i++) {
                    out[i] = values[positions[i]];
                }
                return new VarcharColumn(out, column.dictionary(), validity);
            }
            if (source instanceof DecimalColumn column) {
                long[] low = longs == null || longs.length < count ? longs = new long[room(count)] : longs;
                long[] high = highs == null || highs.length < count ? highs = new long[room(count)] : highs;
                for (int i = 0; i < count; i++) {
                    high[i] = column.high()[positions[i]];
                    low[i] = column.low()[positions[i]];
                }
                return new DecimalColumn(type, high, low, validity);
            }
            boolean[] out =
                    booleans == null || booleans.length < count ? booleans = new boolean[room(count)] : booleans;
            boolean[] values = ((BooleanColumn) source).values();
            for (int i = 0; i < count; i++) {
                out[i] = values[positions[i]];
            }
            return new BooleanColumn(out, validity);
        }

        private static Validity gather(Validity source, int[] positions, int count) {
            long[] present = source.words();
            if (present == null) {
                return source;
            }
            long[] words = new long[Validity.wordCount(count)];
            for (int word = 0; word < words.length; word++) {
                int from = word << 6;
                int rows = Math.min(64, count - from);
                long bits = 0;
                for (int i = 0; i < rows; i++) {
                    int position = positions[from + i];
                    bits |= (present[position >> 6] >>> position & 1) << i;
                }
                words[word] = bits;
            }
            return Validity.of(words);
        }
    }
}
