package io.barograph.formats.text;

import io.barograph.core.source.Lane;
import io.barograph.formats.ReadFailure;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.FileTable;
import io.barograph.formats.store.StoredBytes;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;

/** The text of a file, front to back from a chosen offset. */
public abstract class ByteSource implements Closeable {
    /** No text. */
    public static final ByteSource NONE = new ByteSource() {
        @Override
        public int read(long offset, byte[] target, int at, int length) {
            return 0;
        }

        @Override
        public long stored() {
            return 0;
        }

        @Override
        public void close() {}
    };

    /** Opens a file. What is appended to it after {@code size} was taken is not seen. */
    public static ByteSource open(String path, long size) throws IOException {
        StoredBytes file = FileStores.open(path);
        Compression compression = Compression.ofName(path);
        try {
            return compression == null ? new Plain(file, size) : new Compressed(compression.open(file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Opens a lane's file. Engines know of no files: why one does not open is said here. */
    public static ByteSource open(Lane lane) throws IOException {
        try {
            return open(lane.name(), lane.sizeBytes());
        } catch (FileSystemException e) {
            throw ReadFailure.of(lane.name(), e);
        }
    }

    /**
     * A lane per file, in this order.
     *
     * @param splittable whether plain files can be read from the middle; compressed ones can not
     */
    public static List<Lane> lanes(List<String> paths, boolean splittable) throws IOException {
        return FileTable.lanes(paths, path -> splittable && !isCompressed(path));
    }

    public static boolean isCompressed(String path) {
        return Compression.ofName(path) != null;
    }

    /** Reads up to {@code length} bytes of the text from {@code offset}, which never goes back; 0 only at the end. */
    public abstract int read(long offset, byte[] target, int at, int length) throws IOException;

    /**
     * Reads from any offset of the text, without moving on; 0 where that is not possible.
     *
     * @param length of the bytes wanted; fewer come only at the end
     */
    public int readAgain(long offset, byte[] target, int length) throws IOException {
        return 0;
    }

    /** Bytes of the file as stored that were read so far. */
    public abstract long stored();

    private static final class Plain extends ByteSource {
        private final StoredBytes file;
        private final long size;
        private long stored;

        Plain(StoredBytes file, long size) {
            this.file = file;
            this.size = size;
        }

        @Override
        public int read(long offset, byte[] target, int at, int length) throws IOException {
            int done = readAt(offset, target, at, length);
            stored += done;
            return done;
        }

        @Override
        public int readAgain(long offset, byte[] target, int length) throws IOException {
            return readAt(offset, target, 0, length);
        }

        private int readAt(long offset, byte[] target, int at, int length) throws IOException {
            int wanted = (int) Math.max(0, Math.min(length, size - offset));
            if (file.readAll(offset, target, at, wanted) < wanted) {
                throw new EOFException("the file has become shorter while it was read: " + file.size() + " of " + size
                        + " bytes are left");
            }
            return wanted;
        }

        @Override
        public long stored() {
            return stored;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** A compressed file: only read on, since its text has no places that could be found. */
    private static final class Compressed extends ByteSource {
        private static final int SKIPPED_BYTES = 1 << 16;

        private final CompressedText text;
        private long position;

        Compressed(CompressedText text) {
            this.text = text;
        }

        @Override
        public int read(long offset, byte[] target, int at, int length) throws IOException {
            skipTo(offset);
            int count = text.read(target, at, length);
            position += count;
            return count;
        }

        private void skipTo(long offset) throws IOException {
            byte[] skipped = new byte[(int) Math.min(SKIPPED_BYTES, offset - position)];
            while (position < offset) {
                int count = text.read(skipped, 0, (int) Math.min(skipped.length, offset - position));
                if (count == 0) {
                    throw new EOFException("the file has become shorter while it was read");
                }
                position += count;
            }
        }

        @Override
        public long stored() {
            return text.stored();
        }

        @Override
        public void close() throws IOException {
            text.close();
        }
    }
}
