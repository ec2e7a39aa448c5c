package io.barograph.local.spill;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import java.util.Arrays;

/**
 * A sequence of rows in a {@link SpillFile}: batches are appended, and read again by their numbers. Several sequences may
 * share a file.
 *
 * <p>One thread appends; afterwards any number of threads read, each through a {@link Reader} of its own. In memory a
 * sequence takes some twenty bytes a batch, so few large batches are better than many small ones.
 */
public final class RowSpill {
    private final Schema schema;
    private final SpillFile file;
    private final BatchCodec codec;
    private long[] offsets = new long[8];
    private int[] lengths = new int[8];
    private int[] sizes = new int[8];
    private int batches;
    private long rows;

    /**
     * @param file where the rows go; not closed by the sequence
     * @param codec of this schema, for appending only; sequences that one thread writes may share it
     */
    public RowSpill(Schema schema, SpillFile file, BatchCodec codec) {
        this.schema = schema;
        this.file = file;
        this.codec = codec;
    }

    /** Writes a batch, whose arrays are not kept. */
    public void append(Batch batch) {
        if (batches == offsets.length) {
            offsets = Arrays.copyOf(offsets, batches * 2);
            lengths = Arrays.copyOf(lengths, batches * 2);
            sizes = Arrays.copyOf(sizes, batches * 2);
        }
        ByteBlock block = codec.encode(batch);
        offsets[batches] = file.append(block.bytes(), block.length());
        lengths[batches] = block.length();
        sizes[batches] = batch.size();
        batches++;
        rows += batch.size();
    }

    /** Rows in all batches. */
    public long rows() {
        return rows;
    }

    /** How many batches there are. */
    public int batches() {
        return batches;
    }

    /** Rows of a batch. */
    public int size(int batch) {
        return sizes[batch];
    }

    /** Bytes that a batch takes in the file. */
    public int bytes(int batch) {
        return lengths[batch];
    }

    /** Bytes of heap that finding the batches again takes. */
    public long memoryBytes() {
        return 16L * offsets.length;
    }

    /** A reader for one thread. */
    public Reader newReader() {
        return new Reader();
    }

    /** Reads batches. Not thread-safe. */
    public final class Reader {
        private final BatchCodec decoder = new BatchCodec(schema);
        private byte[] bytes = new byte[0];

        private Reader() {}

        /** A batch, in arrays of its own: it stays valid. */
        public Batch read(int batch) {
            if (bytes.length < lengths[batch]) {
                bytes = new byte[lengths[batch]];
            }
            file.read(offsets[batch], bytes, lengths[batch]);
            return decoder.decode(bytes);
        }
    }
}
