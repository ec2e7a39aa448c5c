package io.barograph.core.merge;

import io.barograph.core.aggregate.totals.ComputedRow;
import io.barograph.core.column.AbsentColumn;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DecimalColumn;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows that a device filters and computes: what they bring, and the way of those that it leaves over through the operators themselves. */
final class DeferredInput implements DeviceRows {
    private final DeferredRows rows;
    private final DeviceKeys keys;
    private final KeyEncoder encoder;
    private final Consumer<Batch> operators;
    private final ComputedRow computed;
    private final int[] travelling;
    private final long[] flags = new long[Batch.CAPACITY];

    /** Undefined rows: by input and by word of the encoder. */
    private final long[][] inputWords;

    private final long[][] present;
    private final long[][] keyWords;
    private final Column[] absent;
    private int undefined;

    /** @param operators take rows as they come, and add what is left of them to the encoder's table */
    DeferredInput(DeferredRows rows, DeviceKeys keys, KeyEncoder encoder, Consumer<Batch> operators) {
        this.rows = rows;
        this.keys = keys;
        this.encoder = encoder;
        this.operators = operators;
        this.travelling = rows.travelling();
        this.computed = new ComputedRow(rows.program());
        this.inputWords = new long[rows.inputs().length][Batch.CAPACITY];
        this.present = new long[rows.inputs().length][Validity.wordCount(Batch.CAPACITY)];
        this.keyWords = new long[encoder.columns() + encoder.maskWords()][Batch.CAPACITY];
        this.absent = new Column[rows.schema().size()];
        Arrays.setAll(absent, column -> AbsentColumn.of(rows.schema().type(column)));
    }

    @Override
    public int columns() {
        return travelling.length;
    }

    @Override
    public Column column(Batch batch, int column) {
        return batch.column(travelling[column]);
    }

    @Override
    public boolean flag(Batch batch) {
        boolean hasFlags = false;
        for (int input = 0; input < rows.inputs().length; input++) {
            Validity validity = batch.column(rows.inputs()[input]).validity();
            if (!validity.hasNulls() || validity.countPresent(batch.size()) == batch.size()) {
                continue;
            }
            if (!hasFlags) {
                Arrays.fill(flags, 0, batch.size(), ALL);
                hasFlags = true;
            }
            for (int i = 0; i < batch.size(); i++) {
                if (validity.isNull(i)) {
                    flags[i] &= ~(1L << input);
                }
            }
        }
        return hasFlags;
    }

    @Override
    public long[] flags() {
        return flags;
    }

    /**
     * Computes a row that was left over, here.
     *
     * @return its values and flags; null where it is undefined: then the operators take it, at the latest with {@link #finish}
     */
    @Nullable
    ComputedRow compute(@Nullable LongBuffer[] chunk, int row) {
        if (computed.compute(chunk, chunk[chunk.length - 1], row) == ComputedRow.Fate.TAKEN) {
            return computed;
        }
        keys.take(chunk, row);
        if (rows.assignsWindows()) {
            addUndefined(chunk, row, -1);
            return null;
        }
        int whole = keys.wholeKeys();
        for (int number = 0; number < whole; number++) {
            addUndefined(chunk, row, number);
        }
        return null;
    }

    /** @param number of the key among those that the row's makes; -1 where the operators make them */
    private void addUndefined(@Nullable LongBuffer[] chunk, int row, int number) {
        LongBuffer rowFlags = chunk[chunk.length - 1];
        for (int input = 0; input < inputWords.length; input++) {
            LongBuffer column = chunk[rows.chunkColumns()[input]];
            inputWords[input][undefined] = column == null ? 0 : column.get(row);
            if (rowFlags == null || (rowFlags.get(row) >>> input & 1) != 0) {
                Validity.setPresent(present[input], undefined);
            } else {
                Validity.setNull(present[input], undefined);
            }
        }
        long[][] words = Arrays.copyOf(keyWords, encoder.width());
        if (number < 0) {
            keys.putTime(words, undefined);
        } else {
            keys.put(number, words, undefined);
        }
        undefined++;
        if (undefined == Batch.CAPACITY) {
            finish();
        }
    }

    /** Has the operators take all undefined rows. */
    void finish() {
        if (undefined == 0) {
            return;
        }
        Column[] columns = absent.clone();
        for (int key = 0; key < encoder.columns(); key++) {
            if (rows.keyColumns()[key] == DeferredRows.COMPUTED) {
                continue;
            }
            columns[rows.keyColumns()[key]] = encoder.codec(key).decode(keyWords[key], undefined, validityOf(key));
        }
        Schema schema = rows.schema();
        for (int input = 0; input < inputWords.length; input++) {
            Type type = schema.type(rows.inputs()[input]);
            columns[rows.inputs()[input]] = type == Type.DOUBLE
                    ? new DoubleColumn(
                            Arrays.stream(inputWords[input], 0, undefined)
                                    .mapToDouble(Double::longBitsToDouble)
                                    .toArray(),
                            Validity.of(present[input]))
                    : type.isDecimal()
                            ? new DecimalColumn(
                                    type, signs(inputWords[input]), inputWords[input], Validity.of(present[input]))
                            : new LongColumn(type, inputWords[input], Validity.of(present[input]));
        }
        int size = undefined;
        undefined = 0;
        operators.accept(new Batch(columns, size));
    }

    private static long[] signs(long[] words) {
        return Arrays.stream(words).map(word -> word >> 63).toArray();
    }

    private Validity validityOf(int key) {
        if (!encoder.isNullable()) {
            return Validity.ALL;
        }
        long[] words = Validity.allPresent(undefined);
        for (int i = 0; i < undefined; i++) {
            if ((keyWords[encoder.columns() + (key >> 6)][i] >>> key & 1) != 0) {
                Validity.setNull(words, i);
            }
        }
        return Validity.of(words);
    }
}
