package io.barograph.core.join;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.merge.KeyHashes;

/**
 * Deals the rows of a join's sides out to partitions, so that rows with equal keys meet in the same one. Which it is
 * depends on the key and the level alone; a partition of one level is dealt out evenly by the next. Belongs to one thread.
 */
public final class JoinPartitioner {
    /** How many partitions a level has. */
    public static final int PARTITIONS = 32;

    /** How many levels there are. */
    public static final int LEVELS = 5;

    private static final int BITS = Integer.numberOfTrailingZeros(PARTITIONS);
    /** The bits below choose slots in hash tables: partitions must not share them. */
    private static final int FIRST_BIT = Integer.SIZE;

    private final JoinKeys keys;
    private final KeyHashes hashes = new KeyHashes();
    private final int[] partitions = new int[Batch.CAPACITY];

    private JoinPartitioner(JoinKeys keys) {
        this.keys = keys;
    }

    /** For the side that is held. */
    public static JoinPartitioner ofHeld(JoinSpec spec, EvaluationContext context) {
        return new JoinPartitioner(new JoinKeys(spec.heldKeys(), spec.keyTypes(), spec.held(), context));
    }

    /** For the side that goes by. */
    public static JoinPartitioner ofPassing(JoinSpec spec, EvaluationContext context) {
        return new JoinPartitioner(new JoinKeys(spec.passingKeys(), spec.keyTypes(), spec.passing(), context));
    }

    /** The partition of each row of a batch, valid until the next call. Rows with a NULL in the key are in the first. */
    public int[] partitions(Batch batch, int level) {
        int size = batch.size();
        Column[] columns = keys.of(batch);
        long[] mixed = hashes.of(columns, size);
        int shift = FIRST_BIT + BITS * level;
        for (int i = 0; i < size; i++) {
            partitions[i] = (int) (mixed[i] >>> shift) & PARTITIONS - 1;
        }
        return nullsFirst(columns, size);
    }

    /** The same among any number of partitions, of one level. */
    public int[] among(int count, Batch batch) {
        Column[] columns = keys.of(batch);
        hashes.partitions(columns, batch.size(), count, partitions);
        return nullsFirst(columns, batch.size());
    }

    private int[] nullsFirst(Column[] columns, int size) {
        for (Column column : columns) {
            if (column.validity().hasNulls()) {
                for (int i = 0; i < size; i++) {
                    partitions[i] = column.validity().isNull(i) ? 0 : partitions[i];
                }
            }
        }
        return partitions;
    }
}
