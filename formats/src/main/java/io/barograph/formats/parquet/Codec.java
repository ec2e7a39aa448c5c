package io.barograph.formats.parquet;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.barograph.formats.text.NativeCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * Compresses and decompresses pages. Used by one thread; {@link #close} gives memory outside the heap back.
 *
 * <p>Native code (zstd, snappy) is loaded when a page needs it, and only then.
 */
abstract class Codec implements AutoCloseable {
    /** The codec of a column chunk; a {@link Damage} where there is none of that number. */
    static Codec of(CompressionCodec codec) {
        try {
            return make(codec);
        } catch (LinkageError e) {
            throw NativeCode.missing(codec.toString(), e);
        }
    }

    private static Codec make(CompressionCodec codec) throws LinkageError {
        return switch (codec) {
            case UNCOMPRESSED -> new None();
            case ZSTD -> new Zstd();
            case SNAPPY -> new SnappyCodec();
            case GZIP -> new Gzip();
            case LZ4_RAW -> new Lz4();
            case LZ4 -> new HadoopLz4();
            case LZO, BROTLI ->
                throw Damage.unsupported(
                        "its compression, " + codec + ", is not read; write it with zstd, snappy, gzip or lz4_raw");
        };
    }

    /** The most that so many bytes can become, by the codec's own rules: guards against announced sizes. */
    abstract long limit(int compressed);

    /** Fills {@code target[to .. to + length)} exactly, or throws {@link Damage}. */
    abstract void decompress(byte[] source, int from, int compressed, byte[] target, int to, int length);

    /** Compresses {@code source[0 .. length)} to a new array. */
    abstract byte[] compress(byte[] source, int length);

    @Override
    public void close() {}

    private static Damage garbage(String name, String why) {
        return new Damage("its " + name + " data are damaged (" + why + ")");
    }

    private static void checkLength(String name, int got, int wanted) {
        if (got != wanted) {
            throw garbage(name, got + " bytes instead of " + wanted);
        }
    }

    private static final class None extends Codec {
        @Override
        long limit(int compressed) {
            return compressed;
        }

        @Override
        void decompress(byte[] source, int from, int compressed, byte[] target, int to, int length) {
            checkLength("uncompressed", compressed, length);
            System.arraycopy(source, from, target, to, length);
        }

        @Override
        byte[] compress(byte[] source, int length) {
            return Arrays.copyOf(source, length);
        }
    }

    private static final class Zstd extends Codec {
        /** A block of four bytes can say 128 KiB. */
        private static final long RATIO = 1 << 15;

        private static final int LEVEL = 3;

        private final ZstdDecompressCtx context = new ZstdDecompressCtx();
        private @Nullable ZstdCompressCtx compression;

        @Override
        long limit(int compressed) {
            return compressed * RATIO;
        }

        @Override
        void decompress(byte[] source, int from, int compressed, byte[] target, int to, int length) {
            try {
                checkLength("zstd", context.decompressByteArray(target, to, length, source, from, compressed), length);
            } catch (ZstdException failed) {
                throw garbage("zstd", String.valueOf(failed.getMessage()));
            }
        }

        @Override
        byte[] compress(byte[] source, int length) {
            byte[] target = new byte[(int) com.github.luben.zstd.Zstd.compressBound(length)];
            if (compression == null) {
                compression = new ZstdCompressCtx().setLevel(LEVEL);
            }
            int size = compression.compressByteArray(target, 0, target.length, source, 0, length);
            return Arrays.copyOf(target, size);
        }

        @Override
        public void close() {
            context.close();
            if (compression != null) {
                compression.close();
            }
        }
    }

    private static final class SnappyCodec extends Codec {
        /** A copy of three bytes says 64. */
        private static final long RATIO = 32;

        SnappyCodec() {
            // Loads the library: where that fails, it fails here.
            Snappy.maxCompressedLength(0);
        }

        @Override
        long limit(int compressed) {
            return compressed * RATIO;
        }

        @Override
        void decompress(byte[] source, int from, int compressed, byte[] target, int to, int length) {
            try {
                checkLength("snappy", Snappy.uncompressedLength(source, from, compressed), length);
                checkLength("snappy", Snappy.uncompress(source, from, compressed, target, to), length);
            } catch (IOException failed) {
                throw garbage("snappy", String.valueOf(failed.getMessage()));
            }
        }

        @Override
        byte[] compress(byte[] source, int length) {
            try {
                byte[] target = new byte[Snappy.maxCompressedLength(length)];
                return Arrays.copyOf(target, Snappy.compress(source, 0, length, target, 0));
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private static final class Lz4 extends Codec {
        private static final long RATIO = 256;

        // The library's own code in plain Java: its other ones need natives, or memory behind Java's back.
        private final LZ4SafeDecompressor decompressor =
                LZ4Factory.safeInstance().safeDecompressor();
        private final LZ4Compressor compressor = LZ4Factory.safeInstance().fastCompressor();

        @Override
        long limit(int compressed) {
            return compressed * RATIO;
        }

        @Override
        void decompress(byte[] source, int from, int compressed, byte[] target, int to, int length) {
            try {
                checkLength("lz4", decompressor.decompress(source, from, compressed, target, to, length), length);
            } catch (LZ4Exception failed) {
                throw garbage("lz4", String.valueOf(failed.getMessage()));
            }
        }

        @Override
        byte[] compress(byte[] source, int length) {
            return compressor.compress(source, 0, length);
        }
    }

    /** Members of the gzip format, one or more; their checksums are those of the page too seldom to be worth a pass. */
    private static final class Gzip extends Codec {
        private static final long RATIO = 1040;
        private static final int HEADER_BYTES = 10;

        private final Inflater inflater = new Inflater(true);
        private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);

        @Override
        long limit(int compressed) {
            return compressed * RATIO;
        }

        @Override
        void decompress(byte[] source, int from, int compressed, byte[] target, int to, int length) {
            int end = from + compressed;
            int at = from;
            int filled = 0;
            try {
                while (filled < length || at < end) {
                    at = bodyStart(source, at, end);
                    inflater.reset();
                    inflater.setInput(source, at, end - at);
                    while (!inflater.finished()) {
                        int count = inflater.inflate(target, to + filled, length - filled);
                        filled += count;
                        if (count == 0 && !inflater.finished()) {
                            throw garbage("gzip", filled == length ? "it is too long" : "it ends in the midst");
                        }
                    }
                    at = end - inflater.getRemaining() + 8;
                }
            } catch (DataFormatException failed) {
                throw garbage("gzip", String.valueOf(failed.getMessage()));
            }
            checkLength("gzip", filled, length);
        }

        /** Behind a member's header, whose optional parts few writers use. */
        private static int bodyStart(byte[] source, int at, int end) {
            if (end - at < HEADER_BYTES || (source[at] & 0xFF) != 0x1F || (source[at + 1] & 0xFF) != 0x8B) {
                throw garbage("gzip", "no gzip header");
            }
            int flags = source[at + 3];
            int position = at + HEADER_BYTES;
            if ((flags & 4) != 0) {
                position += 2 + (source[position] & 0xFF | (source[position + 1] & 0xFF) << 8);
            }
            for (int text = 0; text < Integer.bitCount(flags & 0x18); text++) {
                while (source[position++] != 0) {
                    Bytes.check(position, 1, end);
                }
            }
            return position + ((flags & 2) != 0 ? 2 : 0);
        }

        @Override
        byte[] compress(byte[] source, int length) {
            deflater.reset();
            deflater.setInput(source, 0, length);
            deflater.finish();
            byte[] target = new byte[length + (length >> 3) + 64];
            target[0] = 0x1F;
            target[1] = (byte) 0x8B;
            target[2] = Deflater.DEFLATED;
            target[9] = (byte) 0xFF;
            int at = HEADER_BYTES;
            while (!deflater.finished()) {
                if (at + 8 >= target.length) {
                    target = Arrays.copyOf(target, target.length * 2);
                }
                at += deflater.deflate(target, at, target.length - at - 8);
            }
            java.util.zip.CRC32 crc = new java.util.zip.CRC32();
            crc.update(source, 0, length);
            Bytes.putInt(target, at, (int) crc.getValue());
            Bytes.putInt(target, at + 4, length);
            return Arrays.copyOf(target, at + 8);
        }

        @Override
        public void close() {
            inflater.end();
            deflater.end();
        }
    }
}
