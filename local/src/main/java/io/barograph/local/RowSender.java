package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.merge.KeyHashes;
import io.barograph.local.spill.BatchCodec;
import java.util.Arrays;
import java.util.List;

/** Sends rows as they are, in their order, each to the partition that it is dealt out to. */
final class RowSender implements Sender {
    private final ChunkSender chunks;
    private final Deal deal;
    private final int side;
    private final long most;
    private final BatchCodec codec;
    private final BatchCompactor compactor;
    /** By partition: rows that wait for others to go with. */
    private final RowBuffer[] waiting;

    private final int[] positions = new int[Batch.CAPACITY];
    private final Schema schema;
    private long rows;

    /** Says where rows go. */
    @FunctionalInterface
    interface Deal {
        /** The partition of each row, valid until the next call. */
        int[] partitions(Batch batch);
    }

    /**
     * @param side of a join that the rows are of, else 0
     * @param most no more rows than these are wanted
     */
    RowSender(Schema schema, ChunkSender chunks, Deal deal, int side, long most) {
        this.schema = schema;
        this.chunks = chunks;
        this.deal = deal;
        this.side = side;
        this.most = most;
        this.codec = new BatchCodec(schema);
        this.compactor = BatchCompactor.of(schema);
        this.waiting = new RowBuffer[chunks.partitions()];
        Arrays.setAll(waiting, partition -> new RowBuffer(schema));
    }

    /** All rows to one place. */
    static Deal toOne() {
        int[] first = new int[Batch.CAPACITY];
        return batch -> first;
    }

    /** Rows with equal values in some columns to one place. */
    static Deal byKey(List<Integer> keys, int partitions) {
        KeyHashes hashes = new KeyHashes();
        int[] dealt = new int[Batch.CAPACITY];
        return batch -> {
            Column[] columns = keys.stream().map(batch::column).toArray(Column[]::new);
            hashes.partitions(columns, batch.size(), partitions, dealt);
            return dealt;
        };
    }

    @Override
    public boolean isFull() {
        return rows >= most;
    }

    @Override
    public void accept(Batch batch) {
        int wanted = (int) Math.min(batch.size(), most - rows);
        rows += wanted;
        if (waiting.length == 1) {
            put(0, batch, wanted);
            return;
        }
        int[] dealt = deal.partitions(batch);
        for (int partition = 0; partition < waiting.length; partition++) {
            int count = 0;
            for (int i = 0; i < wanted; i++) {
                positions[count] = i;
                count += dealt[i] == partition ? 1 : 0;
            }
            if (count > 0) {
                put(partition, count == batch.size() ? batch : compactor.compact(batch, positions, count), count);
            }
        }
    }

    private void put(int partition, Batch batch, int count) {
        if (waiting[partition].size() + count > Batch.CAPACITY) {
            send(partition);
        }
        waiting[partition].append(batch, 0, count);
    }

    private void send(int partition) {
        if (waiting[partition].size() > 0) {
            chunks.sendRows(partition, side, codec.encode(waiting[partition].batch(0)));
            waiting[partition] = new RowBuffer(schema);
        }
    }

    @Override
    public void finish() {
        spill();
    }

    /** What waits goes: nothing else is held. */
    @Override
    public void spill() {
        for (int partition = 0; partition < waiting.length; partition++) {
            send(partition);
        }
    }

    @Override
    public long memoryBytes() {
        return Arrays.stream(waiting).mapToLong(RowBuffer::memoryBytes).sum() + codec.memoryBytes();
    }

    @Override
    public long items() {
        return Arrays.stream(waiting).mapToLong(RowBuffer::size).sum();
    }
}
