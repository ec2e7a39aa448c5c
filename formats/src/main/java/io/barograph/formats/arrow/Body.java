package io.barograph.formats.arrow;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.barograph.formats.arrow.ArrowFile.Block;
import io.barograph.formats.store.StoredBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.RecordBatch;

/** The buffers of a record batch, each read when asked for. */
final class Body {
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Behind a buffer's bytes, so that words can be read at any of them. */
    static final int PADDING = 8;

    private static final int MAX_BUFFER = Integer.MAX_VALUE - 64;
    /** What a compressed buffer may become: so much, or so many times its size. */
    private static final long MAX_BLOWN_UP = 1 << 28;

    private static final long MAX_RATIO = 1000;

    private final StoredBytes file;
    private final Block block;
    private final RecordBatch batch;
    private final byte compression;

    Body(StoredBytes file, Block block, RecordBatch batch) throws IOException {
        this.file = file;
        this.block = block;
        this.batch = batch;
        BodyCompression found = batch.compression();
        this.compression = found == null ? -1 : found.codec();
        if (batch.length() < 0 || batch.length() > MAX_BUFFER) {
            throw new IOException("it is damaged: a batch of " + batch.length() + " rows");
        }
    }

    int rows() {
        return (int) batch.length();
    }

    /** The index of a column's first buffer, given how many buffers the views before it have. */
    int buffer(ArrowColumn column) {
        int index = column.buffer();
        for (int view = 0; view < column.view(); view++) {
            index += (int) batch.variadicBufferCounts(view);
        }
        return index;
    }

    /** All buffers of the batch. */
    int buffers() {
        return batch.buffersLength();
    }

    /** How many buffers of text a column of views has. */
    int variadic(ArrowColumn column) {
        return (int) batch.variadicBufferCounts(column.view());
    }

    long nulls(ArrowColumn column) {
        return batch.nodes(column.node()).nullCount();
    }

    /** Checks that a column has the batch's rows. */
    void checkNode(ArrowColumn column) throws IOException {
        if (column.node() >= batch.nodesLength() || batch.nodes(column.node()).length() != batch.length()) {
            throw new IOException("it is damaged: column '" + column.name() + "' has rows of its own number");
        }
    }

    /** A buffer of at least {@code least} bytes, and some room behind it; uncompressed. */
    byte[] read(int index, long least) throws IOException {
        if (index < 0 || index >= batch.buffersLength()) {
            throw new IOException("it is damaged: a buffer is missing");
        }
        Buffer place = batch.buffers(index);
        long length = place.length();
        if (place.offset() < 0 || length < 0 || place.offset() > block.body() - length || length > MAX_BUFFER) {
            throw new IOException("it is damaged: a buffer lies outside its batch");
        }
        byte[] bytes = new byte[(int) length + PADDING];
        ArrowFile.read(file, block.offset() + block.metadata() + place.offset(), bytes, (int) length);
        if (compression >= 0 && length > 0) {
            bytes = decompress(bytes, (int) length);
        }
        if (bytes.length - PADDING < least) {
            throw new IOException(
                    "it is damaged: a buffer of " + (bytes.length - PADDING) + " bytes instead of " + least);
        }
        return bytes;
    }

    private byte[] decompress(byte[] bytes, int length) throws IOException {
        if (length < 8) {
            throw new IOException("it is damaged: a compressed buffer of " + length + " bytes");
        }
        long size = (long) LONG.get(bytes, 0);
        if (size == -1) {
            return Arrays.copyOfRange(bytes, 8, bytes.length);
        }
        if (size < 0 || size > Math.min(MAX_BUFFER, Math.max(MAX_BLOWN_UP, MAX_RATIO * length))) {
            throw new IOException("it is damaged: " + length + " compressed bytes that claim to be " + size);
        }
        byte[] target = new byte[(int) size + PADDING];
        int got = compression == CompressionType.ZSTD
                ? zstd(bytes, length, target, (int) size)
                : lz4(bytes, length, target, (int) size);
        if (got != size) {
            throw new IOException("it is damaged: a compressed buffer of " + got + " bytes instead of " + size);
        }
        return target;
    }

    private static int zstd(byte[] bytes, int length, byte[] target, int size) throws IOException {
        try {
            long got = Zstd.decompressByteArray(target, 0, size, bytes, 8, length - 8);
            if (Zstd.isError(got)) {
                throw new IOException("its zstd data are damaged (" + Zstd.getErrorName(got) + ")");
            }
            return (int) got;
        } catch (ZstdException e) {
            throw new IOException("its zstd data are damaged (" + e.getMessage() + ")", e);
        }
    }

    private static int lz4(byte[] bytes, int length, byte[] target, int size) throws IOException {
        if (LinkedLz4Frame.isAt(bytes, 8, length)) {
            return LinkedLz4Frame.decompress(bytes, 8, length, target, size);
        }
        try (InputStream text = new LZ4FrameInputStream(new ByteArrayInputStream(bytes, 8, length - 8))) {
            return text.readNBytes(target, 0, size);
        } catch (RuntimeException e) {
            throw new IOException("its lz4 data are damaged (" + e.getMessage() + ")", e);
        }
    }
}
