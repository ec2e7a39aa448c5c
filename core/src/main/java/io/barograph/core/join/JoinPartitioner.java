package io.barograph.core.join;

import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.expr.EvaluationContext;
import java.util.Arrays;
import java.util.List;

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
    private final ValueCodec[] codecs;
    private final long[] mixed = new long[Batch.CAPACITY];
    private final int[] partitions = new int[Batch.CAPACITY];

    private JoinPartitioner(JoinKeys keys, List<Type> types) {
        this.keys = keys;
        this.codecs = JoinSpec.columnTypes(types).stream().map(ValueCodec::new).toArray(ValueCodec[]::new);
    }

    /** For the side that is held. */
    public static JoinPartitioner ofHeld(JoinSpec spec, EvaluationContext context) {
        return new JoinPartitioner(
                new JoinKeys(spec.heldKeys(), spec.keyTypes(), spec.held(), context), spec.keyTypes());
    }

    /** For the side that goes by. */
    public static JoinPartitioner ofPassing(JoinSpec spec, EvaluationContext context) {
        return new JoinPartitioner(
                new JoinKeys(spec.passingKeys(), spec.keyTypes(), spec.passing(), context), spec.keyTypes());
    }

    /** The partition of each row of a batch, valid until the next call. Rows with a NULL in the key are in the first. */
    public int[] partitions(Batch batch, int level) {
        int size = batch.size();
        Arrays.fill(mixed, 0, size, 0);
        Column[] columns = keys.of(batch);
        for (int column = 0; column < columns.length; column++) {
            mix(codecs[column], columns[column], size);
        }
        int shift = FIRST_BIT + BITS * level;
        for (int i = 0; i < size; i++) {
            partitions[i] = (int) (mixed[i] >>> shift) & PARTITIONS - 1;
        }
        for (Column column : columns) {
            if (column.validity().hasNulls()) {
                for (int i = 0; i < size; i++) {
                    partitions[i] = column.validity().isNull(i) ? 0 : partitions[i];
                }
            }
        }
        return partitions;
    }

    private void mix(ValueCodec codec, Column column, int size) {
        if (column instanceof VarcharColumn texts) {
            for (int i = 0; i < size; i++) {
                long hash = texts.validity().isNull(i) ? 0 : texts.dictionary().hash(texts.codes()[i]);
                mixed[i] = ValueCodec.scramble(mixed[i] + hash);
            }
        } else {
            long[] words = codec.encode(column, size);
            for (int i = 0; i < size; i++) {
                mixed[i] = ValueCodec.scramble(mixed[i] + words[i]);
            }
        }
    }
}
