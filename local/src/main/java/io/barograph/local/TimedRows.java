package io.barograph.local;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.column.VarcharColumn;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.ByteBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows that are held until event time has come far enough, each with the number of its key and when it is ripe. They are kept in
 * the batches that they came in, each in the order of ripeness, so that what is ripe is the first part of some batches and
 * taking it copies nothing. For one thread.
 */
final class TimedRows {
    private final Schema schema;
    private final BatchCompactor compactor;
    private final BatchCodec codec;
    private final int[] positions = new int[Batch.CAPACITY];
    private List<Piece> pieces = new ArrayList<>();
    private long rows;
    private long bytes;

    /**
     * Some rows of a batch that nobody writes to any more.
     *
     * @param keys by position
     * @param ripe by position, ascending
     * @param from the first of the rows
     * @param to behind the last one
     */
    record Piece(Batch batch, int[] keys, long[] ripe, int from, int to, long bytesPerRow) {
        int size() {
            return to - from;
        }

        /** The number of its rows that are ripe at a time. */
        int ripeAt(long time) {
            int low = from;
            int high = to;
            while (low < high) {
                int middle = low + high >>> 1;
                if (ripe[middle] <= time) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - from;
        }

        Piece part(int first, int count) {
            return new Piece(batch, keys, ripe, from + first, from + first + count, bytesPerRow);
        }
    }

    TimedRows(Schema schema) {
        this.schema = schema;
        this.compactor = BatchCompactor.of(schema);
        this.codec = new BatchCodec(schema);
    }

    /**
     * Takes rows.
     *
     * @param batch whose arrays are this object's from here on
     * @param keys copied
     * @param ripe copied
     */
    void add(Batch batch, int[] keys, long[] ripe) {
        int size = batch.size();
        long[] times = Arrays.copyOf(ripe, size);
        int[] numbers = Arrays.copyOf(keys, size);
        Batch ordered = batch;
        if (!isAscending(times)) {
            int[] order = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparingLong(position -> ripe[position]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < size; i++) {
                times[i] = ripe[order[i]];
                numbers[i] = keys[order[i]];
            }
            ordered = codec.copy(compactor.compact(batch, order, size));
        }
        add(new Piece(ordered, numbers, times, 0, size, bytes(ordered) / size));
    }

    /** Bytes of heap, roughly: a batch's dictionaries are its own. */
    private static long bytes(Batch batch) {
        long bytes = (Long.BYTES + Integer.BYTES) * (long) batch.size();
        for (Column column : batch.columns()) {
            bytes += column instanceof VarcharColumn texts
                    ? Integer.BYTES * (long) batch.size() + texts.dictionary().memoryBytes()
                    : Long.BYTES * (long) batch.size();
        }
        return bytes;
    }

    private static boolean isAscending(long[] times) {
        for (int i = 1; i < times.length; i++) {
            if (times[i] < times[i - 1]) {
                return false;
            }
        }
        return true;
    }

    /** Takes rows that another one held. */
    void add(Piece piece) {
        pieces.add(piece);
        rows += piece.size();
        bytes += piece.bytesPerRow * piece.size();
    }

    /** Gives away the rows that are ripe at a time. */
    List<Piece> take(long time) {
        List<Piece> taken = new ArrayList<>();
        List<Piece> left = new ArrayList<>();
        for (Piece piece : pieces) {
            int count = piece.ripeAt(time);
            if (count > 0) {
                taken.add(piece.part(0, count));
                rows -= count;
                bytes -= piece.bytesPerRow * count;
            }
            if (count < piece.size()) {
                left.add(piece.part(count, piece.size() - count));
            }
        }
        pieces = left;
        return taken;
    }

    /** Copies the rows of some keys. */
    void copy(BitSet keys, RowsByKey target) {
        for (Piece piece : pieces) {
            int count = 0;
            for (int i = piece.from; i < piece.to; i++) {
                if (keys.get(piece.keys[i])) {
                    positions[count++] = i;
                }
            }
            if (count > 0) {
                int[] numbers = new int[count];
                for (int i = 0; i < count; i++) {
                    numbers[i] = piece.keys[positions[i]];
                }
                target.add(compactor.compact(piece.batch, positions, count), 0, count, numbers);
            }
        }
    }

    /** Adds the keys that there are rows of. */
    void addKeys(BitSet target) {
        for (Piece piece : pieces) {
            for (int i = piece.from; i < piece.to; i++) {
                target.set(piece.keys[i]);
            }
        }
    }

    /** Gives keys other numbers, by those that they had. */
    void renumber(int[] numbers) {
        pieces.replaceAll(piece -> {
            // Parts of one batch share their keys.
            int[] keys = new int[piece.to];
            for (int i = piece.from; i < piece.to; i++) {
                keys[i] = numbers[piece.keys[i]];
            }
            return new Piece(piece.batch, keys, piece.ripe, piece.from, piece.to, piece.bytesPerRow);
        });
    }

    /** How many are ripe at a time. */
    long ripeAt(long time) {
        return pieces.stream().mapToLong(piece -> piece.ripeAt(time)).sum();
    }

    /** Whether any is ripe at a time. */
    boolean isRipe(long time) {
        return pieces.stream().anyMatch(piece -> piece.ripe[piece.from] <= time);
    }

    long size() {
        return rows;
    }

    long memoryBytes() {
        return bytes;
    }

    void clear() {
        pieces = new ArrayList<>();
        rows = 0;
        bytes = 0;
    }

    /** Layout: the number of pieces; per piece the length of its rows' block, and this, then per row its key as a varint. */
    void write(StateOutput output) {
        output.writeVarint(pieces.size());
        for (Piece piece : pieces) {
            for (int i = 0; i < piece.size(); i++) {
                positions[i] = piece.from + i;
            }
            ByteBlock block = codec.encode(compactor.compact(piece.batch, positions, piece.size()));
            output.writeVarint(block.length());
            output.writeBytes(block.bytes(), 0, block.length());
            for (int i = piece.from; i < piece.to; i++) {
                output.writeVarint(piece.keys[i]);
            }
        }
    }

    /** What is told of rows that are read back. */
    interface Ripeness {
        /** By position, when each row is ripe; overwritten by the next call. */
        long[] of(Batch rows);
    }

    void read(StateInput input, Ripeness ripeness) {
        int[] keys = new int[Batch.CAPACITY];
        for (long left = input.readVarint(); left > 0; left--) {
            Batch batch = new BatchCodec(schema).decode(input.readBytes((int) input.readVarint()));
            for (int i = 0; i < batch.size(); i++) {
                keys[i] = (int) input.readVarint();
            }
            add(batch, keys, ripeness.of(batch));
        }
    }
}
