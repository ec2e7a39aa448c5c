package io.barograph.core.merge;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.Arrays;
import java.util.List;

/**
 * Turns key columns into words: one per column (see {@link ValueCodec}), 0 where NULL, then, once a NULL has been seen,
 * one bit per column that says so. The hash of a key is the same in every table: texts enter it by their bytes, not by a
 * table's codes.
 */
final class KeyEncoder {
    private final ValueCodec[] codecs;
    private final int maskWords;
    /** Per column, then per mask word: the words of the last batch. */
    private final long[][] words;

    private final long[][] scratch;
    private final long[] mixed = new long[Batch.CAPACITY];
    private final int[] hashes = new int[Batch.CAPACITY];
    private final long[] textHashes = new long[Batch.CAPACITY];
    private boolean nullable;

    KeyEncoder(List<Type> types) {
        codecs = types.stream().map(ValueCodec::new).toArray(ValueCodec[]::new);
        maskWords = Validity.wordCount(codecs.length);
        words = new long[codecs.length + maskWords][];
        scratch = new long[words.length][Batch.CAPACITY];
    }

    int columns() {
        return codecs.length;
    }

    ValueCodec codec(int column) {
        return codecs[column];
    }

    /** Words per key as of now. */
    int width() {
        return nullable ? words.length : codecs.length;
    }

    /** Whether a NULL has been seen, so that keys carry masks. */
    boolean isNullable() {
        return nullable;
    }

    /** From now on keys carry masks. */
    void makeNullable() {
        nullable = true;
    }

    /** The words of the keys last encoded. */
    long[][] words() {
        return words;
    }

    /** The hashes of the keys last encoded. */
    int[] hashes() {
        return hashes;
    }

    /** Encodes the keys of a batch; {@link #width} may grow by it. */
    void encode(Column[] keys, int size) {
        encodeUnhashed(keys, size);
        hash(size);
    }

    /** As {@link #encode}, for whoever needs the words alone. */
    void encodeUnhashed(Column[] keys, int size) {
        for (Column key : keys) {
            nullable |= key.validity().hasNulls() && key.validity().countPresent(size) < size;
        }
        if (nullable) {
            clearMasks(size);
        }
        for (int column = 0; column < keys.length; column++) {
            Validity validity = keys[column].validity();
            if (validity.hasNulls()) {
                encodeNullable(column, keys[column], size);
            } else {
                words[column] = codecs[column].encode(keys[column], size);
            }
        }
    }

    private void clearMasks(int size) {
        for (int word = codecs.length; word < words.length; word++) {
            words[word] = scratch[word];
            Arrays.fill(words[word], 0, size, 0);
        }
    }

    private void encodeNullable(int column, Column key, int size) {
        long[] target = scratch[column];
        codecs[column].encode(key, size, target);
        words[column] = target;
        Validity validity = key.validity();
        for (int i = 0; i < size; i++) {
            if (validity.isNull(i)) {
                target[i] = 0;
                setNull(column, i);
            }
        }
    }

    private void setNull(int column, int row) {
        words[codecs.length + (column >> 6)][row] |= 1L << column;
    }

    private boolean isNull(int column, int row) {
        return nullable && (words[codecs.length + (column >> 6)][row] >>> column & 1) != 0;
    }

    /** Hashes the columns' words; masks stay out, so that a key's hash outlives the first NULL. */
    void hash(int size) {
        if (codecs.length == 2 && !codecs[0].isCoded() && !codecs[1].isCoded()) {
            long[] first = words[0];
            long[] second = words[1];
            for (int i = 0; i < size; i++) {
                hashes[i] = (int) ValueCodec.scramble(ValueCodec.scramble(first[i]) + second[i]);
            }
            return;
        }
        Arrays.fill(mixed, 0, size, 0);
        for (int column = 0; column < codecs.length; column++) {
            long[] values = codecs[column].isCoded() ? textHashes(column, size) : words[column];
            mix(values, size, mixed);
        }
        shorten(mixed, size, hashes);
    }

    /** Mixes another column into hashes that are being made: they begin at 0. A text enters by the hash of its bytes. */
    static void mix(long[] values, int size, long[] mixed) {
        for (int i = 0; i < size; i++) {
            mixed[i] = ValueCodec.scramble(mixed[i] + values[i]);
        }
    }

    /** The hashes of keys of which all columns are mixed in. */
    static void shorten(long[] mixed, int size, int[] hashes) {
        for (int i = 0; i < size; i++) {
            hashes[i] = (int) mixed[i];
        }
    }

    private long[] textHashes(int column, int size) {
        long[] codes = words[column];
        for (int i = 0; i < size; i++) {
            textHashes[i] = isNull(column, i) ? 0 : codecs[column].dictionary().hash((int) codes[i]);
        }
        return textHashes;
    }

    /**
     * Takes over keys of another table: those of {@code groups[0 .. size)}. Their hashes are not taken.
     *
     * @param from the other's column for each of ours
     */
    void adopt(KeyEncoder other, GroupIndex index, int[] from, int[] groups, int size) {
        nullable |= other.nullable;
        if (nullable) {
            clearMasks(size);
        }
        for (int column = 0; column < codecs.length; column++) {
            ValueCodec codec = codecs[column];
            codec.adoptFrom(other.codecs[from[column]]);
            long[] target = scratch[column];
            words[column] = target;
            for (int i = 0; i < size; i++) {
                if (other.isNullKey(index, groups[i], from[column])) {
                    target[i] = 0;
                    setNull(column, i);
                } else {
                    target[i] = codec.adopt(index.word(groups[i], from[column]));
                }
            }
        }
    }

    /** Takes the hashes of keys that were taken over as they are. */
    void takeHashes(GroupIndex index, int[] groups, int size) {
        for (int i = 0; i < size; i++) {
            hashes[i] = index.hash(groups[i]);
        }
    }

    /** Whether a group's key is NULL in a column. */
    boolean isNullKey(GroupIndex index, int group, int column) {
        return nullable && (index.word(group, codecs.length + (column >> 6)) >>> column & 1) != 0;
    }

    /** Writes a group's key: per column byte 0 for NULL, or byte 1 and the value. */
    void write(GroupIndex index, int group, StateOutput output) {
        for (int column = 0; column < codecs.length; column++) {
            boolean isNull = isNullKey(index, group, column);
            output.writeByte(isNull ? 0 : 1);
            if (!isNull) {
                codecs[column].write(index.word(group, column), output);
            }
        }
    }

    /** Reads a written key as the only encoded one. */
    void read(StateInput input) {
        long[] values = new long[codecs.length];
        boolean[] present = new boolean[codecs.length];
        for (int column = 0; column < codecs.length; column++) {
            present[column] = input.readByte() != 0;
            values[column] = present[column] ? codecs[column].read(input) : 0;
            nullable |= !present[column];
        }
        if (nullable) {
            clearMasks(1);
        }
        for (int column = 0; column < codecs.length; column++) {
            words[column] = scratch[column];
            words[column][0] = values[column];
            if (!present[column]) {
                setNull(column, 0);
            }
        }
        hash(1);
    }

    /** Takes keys without NULL that are words already, one array per column. */
    void encodeWords(long[][] columns, int size) {
        if (nullable) {
            clearMasks(size);
        }
        takeWords(columns, size);
    }

    /** Takes keys that are words already, with their masks where there are any: {@link #width} arrays. */
    void takeWords(long[][] taken, int size) {
        System.arraycopy(taken, 0, words, 0, taken.length);
        hash(size);
    }

    /** How many words of a key, behind those of its columns, say what is NULL once something is. */
    int maskWords() {
        return maskWords;
    }

    long memoryBytes() {
        long bytes = 8L * scratch.length * Batch.CAPACITY + 20L * Batch.CAPACITY;
        for (ValueCodec codec : codecs) {
            bytes += codec.memoryBytes();
        }
        return bytes;
    }
}
