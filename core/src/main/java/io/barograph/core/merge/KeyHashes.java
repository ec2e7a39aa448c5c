package io.barograph.core.merge;

import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.util.Arrays;

/**
 * Hashes of rows' keys, by their values alone: equal keys have one hash in every batch, process and machine. NULLs are equal to
 * each other, as are NaNs, and -0.0 is 0.0. Belongs to one thread.
 */
public final class KeyHashes {
    private final long[] hashes = new long[Batch.CAPACITY];

    /**
     * The hash of each row, overwritten by the next call.
     *
     * @param columns the key's; without any all rows have one hash
     */
    public long[] of(Column[] columns, int size) {
        Arrays.fill(hashes, 0, size, 0);
        for (Column column : columns) {
            mix(column, size);
        }
        return hashes;
    }

    /**
     * Deals keys out to partitions, evenly.
     *
     * @param target receives each row's partition, from 0
     */
    public void partitions(Column[] columns, int size, int count, int[] target) {
        of(columns, size);
        for (int i = 0; i < size; i++) {
            target[i] = (int) ((hashes[i] >>> Integer.SIZE) * count >>> Integer.SIZE);
        }
    }

    private void mix(Column column, int size) {
        Validity validity = column.validity();
        if (column instanceof VarcharColumn texts) {
            for (int i = 0; i < size; i++) {
                mix(i, validity.isNull(i) ? 0 : texts.dictionary().hash(texts.codes()[i]));
            }
        } else if (column instanceof LongColumn longs) {
            mix(longs.values(), validity, size);
        } else if (column instanceof DoubleColumn doubles) {
            for (int i = 0; i < size; i++) {
                mix(i, validity.isNull(i) ? 0 : ValueCodec.fromDouble(doubles.values()[i]));
            }
        } else if (column instanceof BooleanColumn booleans) {
            for (int i = 0; i < size; i++) {
                mix(i, validity.isPresent(i) && booleans.values()[i] ? 1 : 0);
            }
        } else if (column instanceof DecimalColumn decimals) {
            mix(decimals.high(), validity, size);
            mix(decimals.low(), validity, size);
        }
    }

    private void mix(long[] values, Validity validity, int size) {
        for (int i = 0; i < size; i++) {
            mix(i, validity.isNull(i) ? 0 : values[i]);
        }
    }

    private void mix(int row, long word) {
        hashes[row] = ValueCodec.scramble(hashes[row] + word);
    }
}
