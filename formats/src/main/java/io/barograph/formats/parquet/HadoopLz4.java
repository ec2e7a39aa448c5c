package io.barograph.formats.parquet;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.apache.parquet.format.CompressionCodec;

/**
 * LZ4 in the frames of Hadoop's codec, which Spark, Hive and old Arrow write under Parquet's deprecated name LZ4. A frame is
 * the length of what it holds, then, until it is filled, the length of a block and the block; lengths are four bytes, the
 * highest first. Some writers left the frames out: what makes no sense as frames is taken for a block alone, as Arrow does.
 */
final class HadoopLz4 extends Codec {
    private static final int LENGTH_BYTES = Integer.BYTES;
    private static final int NO_FRAMES = -1;

    private final Codec block = Codec.of(CompressionCodec.LZ4_RAW);
    private final LZ4SafeDecompressor decompressor = LZ4Factory.safeInstance().safeDecompressor();

    @Override
    long limit(int compressed) {
        return block.limit(compressed);
    }

    @Override
    void decompress(byte[] source, int from, int compressed, byte[] target, int to, int length) {
        if (frames(source, from, from + compressed, target, to, length) != length) {
            block.decompress(source, from, compressed, target, to, length);
        }
    }

    /** Fills the target and returns how far, or {@link #NO_FRAMES}. */
    private int frames(byte[] source, int from, int end, byte[] target, int to, int length) {
        int at = from;
        int filled = 0;
        int frameEnd = 0;
        while (at < end) {
            if (filled == frameEnd) {
                int frame = lengthAt(source, at, end);
                if (frame <= 0 || frame > length - filled) {
                    return NO_FRAMES;
                }
                frameEnd += frame;
                at += LENGTH_BYTES;
            }
            int size = lengthAt(source, at, end);
            at += LENGTH_BYTES;
            if (size <= 0 || size > end - at) {
                return NO_FRAMES;
            }
            try {
                filled += decompressor.decompress(source, at, size, target, to + filled, frameEnd - filled);
            } catch (LZ4Exception garbage) {
                return NO_FRAMES;
            }
            at += size;
        }
        return filled;
    }

    /** A length, or -1 where fewer than its bytes are left. */
    private static int lengthAt(byte[] source, int at, int end) {
        return end - at < LENGTH_BYTES ? -1 : Integer.reverseBytes(Bytes.intAt(source, at));
    }

    @Override
    byte[] compress(byte[] source, int length) {
        byte[] compressed = block.compress(source, length);
        byte[] frame = new byte[2 * LENGTH_BYTES + compressed.length];
        Bytes.putInt(frame, 0, Integer.reverseBytes(length));
        Bytes.putInt(frame, LENGTH_BYTES, Integer.reverseBytes(compressed.length));
        System.arraycopy(compressed, 0, frame, 2 * LENGTH_BYTES, compressed.length);
        return frame;
    }
}
