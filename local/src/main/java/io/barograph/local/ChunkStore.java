package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.ByteBlock;
import io.barograph.local.spill.SpillFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of rows that were received, to be read in the order of the source: in memory, and in a temporary file once that is full.
 * Filled by one thread, then only read.
 */
final class ChunkStore {
    /** Chunks of a piece. */
    private static final int PIECE_CHUNKS = HeldRows.PIECE_ROWS / Batch.CAPACITY;

    private final Run run;
    private final String content;
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable SpillFile file;

    /** A chunk in memory, or where it is in the file. */
    private record Entry(long position, int side, int rows, byte @Nullable [] held, long offset, int length) {}

    /** @param content what the chunks hold, for messages */
    ChunkStore(Run run, String content) {
        this.run = run;
        this.content = content;
    }

    void add(byte[] chunk) {
        long position = Chunk.position(chunk);
        int rows = ByteBlock.intAt(chunk, Chunk.ROWS_AT);
        if (run.memory().isTooMuch(chunk.length)) {
            if (file == null) {
                file = run.spill().newFile(content);
            }
            long offset = file.append(chunk, chunk.length);
            entries.add(new Entry(position, Chunk.side(chunk), rows, null, offset, chunk.length));
        } else {
            run.memory().reserve(chunk.length);
            entries.add(new Entry(position, Chunk.side(chunk), rows, chunk, 0, chunk.length));
        }
    }

    /** Bytes that the chunks of a side take, wherever they are. */
    long bytes(int side) {
        return entries.stream()
                .filter(entry -> entry.side == side)
                .mapToLong(Entry::length)
                .sum();
    }

    /** The rows of a side, in the order of the source. */
    FinishedRows rows(int side, Schema schema) {
        List<Entry> own = new ArrayList<>(
                entries.stream().filter(entry -> entry.side == side).toList());
        own.sort(Comparator.comparingLong(Entry::position));
        return new Rows(own, schema);
    }

    /** Nobody wants the chunks any more. */
    void close() {
        run.memory()
                .release(entries.stream()
                        .filter(entry -> entry.held != null)
                        .mapToLong(Entry::length)
                        .sum());
        entries.clear();
        if (file != null) {
            file.close();
        }
    }

    private byte[] bytes(Entry entry) {
        if (entry.held != null) {
            return entry.held;
        }
        byte[] chunk = new byte[entry.length];
        Objects.requireNonNull(file).read(entry.offset, chunk, entry.length);
        return chunk;
    }

    private final class Rows implements FinishedRows {
        private final List<Entry> chunks;
        private final Schema schema;

        Rows(List<Entry> chunks, Schema schema) {
            this.chunks = chunks;
            this.schema = schema;
        }

        @Override
        public long size() {
            return chunks.stream().mapToLong(Entry::rows).sum();
        }

        @Override
        public long memoryBytes() {
            return chunks.stream()
                    .filter(entry -> entry.held != null)
                    .mapToLong(Entry::length)
                    .sum();
        }

        @Override
        public int pieces() {
            return (chunks.size() + PIECE_CHUNKS - 1) / PIECE_CHUNKS;
        }

        @Override
        public Reader newReader() {
            BatchCodec codec = new BatchCodec(schema);
            return new Reader() {
                private int at;
                private int end;

                @Override
                public void begin(int piece) {
                    at = piece * PIECE_CHUNKS;
                    end = Math.min(chunks.size(), at + PIECE_CHUNKS);
                }

                @Override
                public @Nullable Batch next() {
                    return at >= end ? null : codec.decode(bytes(chunks.get(at++)), Chunk.ROWS_AT);
                }
            };
        }
    }
}
