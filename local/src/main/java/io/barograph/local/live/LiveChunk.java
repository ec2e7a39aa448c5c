package io.barograph.local.live;

import io.barograph.core.stage.PlanCodec;
import io.barograph.local.spill.ByteBlock;
import java.util.Arrays;

/**
 * What the pieces of a micro-batch send: bytes with a head that says what they are, and what of the pipeline they are for.
 *
 * <p><b>Layout</b>, little-endian: the kind (byte), the number of the INSERT and that of the live stage in it (ints), of parts their
 * place among those of their lane, as {@link PieceReading} counts (long); 0 where they mean nothing. Then
 *
 * <pre>
 * parts       a block of {@link PartCodec}
 * lane        a {@link LaneReport}
 * partition   a {@link PartitionReport}
 * revisions   what {@link RevisionCodec} writes
 * </pre>
 */
final class LiveChunk {
    static final byte PARTS = 0;
    static final byte LANE = 1;
    static final byte PARTITION = 2;
    static final byte REVISIONS = 3;

    private static final int HEAD = 17;

    private LiveChunk() {}

    static byte[] of(byte kind, int query, int stage, long place, byte[] content, int length) {
        ByteBlock chunk = new ByteBlock();
        chunk.putByte(kind);
        chunk.putInt(query);
        chunk.putInt(stage);
        chunk.putLong(place);
        chunk.putBytes(content, 0, length);
        return chunk.toByteArray();
    }

    static byte[] of(byte kind, Record report) {
        byte[] content = PlanCodec.write(report);
        return of(kind, 0, 0, 0, content, content.length);
    }

    static byte kind(byte[] chunk) {
        return chunk[0];
    }

    static int query(byte[] chunk) {
        return ByteBlock.intAt(chunk, 1);
    }

    static int stage(byte[] chunk) {
        return ByteBlock.intAt(chunk, 5);
    }

    static long place(byte[] chunk) {
        return ByteBlock.longAt(chunk, 9);
    }

    static byte[] content(byte[] chunk) {
        return Arrays.copyOfRange(chunk, HEAD, chunk.length);
    }

    static <T extends Record> T report(byte[] chunk, Class<T> type) {
        return PlanCodec.read(content(chunk), type);
    }
}
