package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.engine.EncodingSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Output as the bytes that a sink's encoder makes of it. */
final class EncodedWriter implements OutputWriter {
    /** Bytes worth handing over. */
    private static final int CHUNK_BYTES = 256 << 10;

    private final EncodingSink.Encoder encoder;
    private final Queue<byte[]> spare;
    private List<Piece> pieces = new ArrayList<>();
    private long bytes;

    /** @param spare arrays to use again; thread-safe, shared by all workers */
    EncodedWriter(EncodingSink.Encoder encoder, Queue<byte[]> spare) {
        this.encoder = encoder;
        this.spare = spare;
    }

    /** What the encoder made of one batch. */
    private record Piece(byte[] bytes, int length, int rows) {}

    @Override
    public void begin() {
        pieces = new ArrayList<>();
        bytes = 0;
    }

    @Override
    public void accept(Batch batch) {
        int length = encoder.encode(batch);
        byte[] copy = spare.poll();
        if (copy == null || copy.length < length) {
            copy = new byte[length + length / 8];
        }
        System.arraycopy(encoder.bytes(), 0, copy, 0, length);
        pieces.add(new Piece(copy, length, batch.size()));
        bytes += copy.length;
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public @Nullable OutputChunk take(boolean last) {
        if (pieces.isEmpty() || !last && bytes < CHUNK_BYTES) {
            return null;
        }
        EncodedChunk chunk = new EncodedChunk(pieces, bytes, spare);
        pieces = new ArrayList<>();
        bytes = 0;
        return chunk;
    }

    private record EncodedChunk(List<Piece> pieces, long memoryBytes, Queue<byte[]> spare) implements OutputChunk {
        @Override
        public void deliver(Answer answer) {
            for (Piece piece : pieces) {
                answer.write(piece.bytes(), piece.length(), piece.rows());
                spare.add(piece.bytes());
            }
        }
    }
}
