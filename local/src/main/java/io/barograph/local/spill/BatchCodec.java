package io.barograph.local.spill;

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

/**
 * Turns batches into blocks of bytes and back, bit by bit. A block needs nothing beside itself: a column of texts carries
 * those that its rows use, each once.
 *
 * <p><b>Layout</b> of a block, little-endian, read by processes of the run that it was written in, and where checkpoints keep it by later ones,
 * which have to know by another number if it changes: the number of rows (int); per
 * column a byte, 1 where validity words follow; then the values: longs and bits of doubles as they are, truth values a byte
 * each, decimals all high and all low longs; texts their number, their lengths, hashes, bytes, and a code per row.
 *
 * <p>Not thread-safe.
 */
public final class BatchCodec {
    private final Schema schema;
    private final ByteBlock block = new ByteBlock();
    /** By a dictionary's code: the block's code + 1 of the texts used so far. */
    private int[] used = new int[0];

    private final int[] texts = new int[Batch.CAPACITY];
    private final int[] codes = new int[Batch.CAPACITY];

    public BatchCodec(Schema schema) {
        this.schema = schema;
    }

    /** Encodes a batch. The bytes are the codec's own and valid until the next call. */
    public ByteBlock encode(Batch batch) {
        int size = batch.size();
        block.reset();
        block.putInt(size);
        for (Column column : batch.columns()) {
            putValidity(column.validity(), size);
            if (column instanceof LongColumn longs) {
                block.putLongs(longs.values(), size);
            } else if (column instanceof DoubleColumn doubles) {
                block.putDoubles(doubles.values(), size);
            } else if (column instanceof BooleanColumn booleans) {
                block.putBooleans(booleans.values(), size);
            } else if (column instanceof DecimalColumn decimals) {
                block.putLongs(decimals.high(), size);
                block.putLongs(decimals.low(), size);
            } else {
                putTexts((VarcharColumn) column, size);
            }
        }
        return block;
    }

    private void putValidity(Validity validity, int size) {
        long[] words = validity.words();
        block.putByte(words == null ? 0 : 1);
        if (words != null) {
            block.putLongs(words, Validity.wordCount(size));
        }
    }

    private void putTexts(VarcharColumn column, int size) {
        Dictionary dictionary = column.dictionary();
        if (used.length < dictionary.size()) {
            used = new int[Math.max(dictionary.size(), used.length * 2)];
        }
        int count = 0;
        for (int i = 0; i < size; i++) {
            codes[i] = 0;
            if (column.validity().isPresent(i)) {
                int code = column.codes()[i];
                if (used[code] == 0) {
                    texts[count++] = code;
                    used[code] = count;
                }
                codes[i] = used[code] - 1;
            }
        }
        block.putInt(count);
        for (int i = 0; i < count; i++) {
            used[texts[i]] = 0;
            block.putInt(dictionary.length(texts[i]));
            block.putLong(dictionary.hash(texts[i]));
        }
        for (int i = 0; i < count; i++) {
            block.putBytes(dictionary.bytes(), dictionary.offset(texts[i]), dictionary.length(texts[i]));
        }
        block.putInts(codes, size);
    }

    /** A batch of its own with the same rows, whose dictionaries hold what they use alone. */
    public Batch copy(Batch batch) {
        return decode(encode(batch).bytes());
    }

    /** The batch of an encoded block, in arrays and dictionaries of its own. */
    public Batch decode(byte[] bytes) {
        return decode(bytes, 0);
    }

    /** The same of a block that begins at a position of the bytes. */
    public Batch decode(byte[] bytes, int from) {
        ByteBlock.Input input = new ByteBlock.Input(bytes, from);
        int size = input.getInt();
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            Validity validity =
                    input.getByte() == 0 ? Validity.ALL : Validity.of(input.getLongs(Validity.wordCount(size)));
            Type type = schema.type(i);
            columns[i] = switch (type.kind()) {
                case BIGINT, TIMESTAMP, INTERVAL, DATE -> new LongColumn(type, input.getLongs(size), validity);
                case DOUBLE -> new DoubleColumn(input.getDoubles(size), validity);
                case BOOLEAN -> new BooleanColumn(input.getBooleans(size), validity);
                case DECIMAL -> new DecimalColumn(type, input.getLongs(size), input.getLongs(size), validity);
                case VARCHAR -> texts(input, bytes, size, validity);
            };
        }
        return new Batch(columns, size);
    }

    private static VarcharColumn texts(ByteBlock.Input input, byte[] bytes, int size, Validity validity) {
        int count = input.getInt();
        int[] lengths = new int[count];
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = input.getInt();
            hashes[i] = input.getLong();
        }
        Dictionary dictionary = new Dictionary();
        for (int i = 0; i < count; i++) {
            dictionary.intern(bytes, input.skip(lengths[i]), lengths[i], hashes[i]);
        }
        return new VarcharColumn(input.getInts(size), dictionary, validity);
    }

    /** Bytes of heap that the codec takes. */
    public long memoryBytes() {
        return block.memoryBytes() + 4L * used.length + 8L * Batch.CAPACITY;
    }
}
