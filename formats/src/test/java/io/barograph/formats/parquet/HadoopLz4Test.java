package io.barograph.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.format.CompressionCodec;
import org.junit.jupiter.api.Test;

/** The shapes of Hadoop's LZ4 that writers are known to make. */
class HadoopLz4Test {
    private static final int SLACK = Bytes.SLACK;

    private final Codec codec = Codec.of(CompressionCodec.LZ4);
    private final Codec block = Codec.of(CompressionCodec.LZ4_RAW);
    private final byte[] plain = plain();

    private static byte[] plain() {
        byte[] bytes = new byte[10_000];
        Random random = new Random(4);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 7 == 0 ? random.nextInt() : i / 100);
        }
        return bytes;
    }

    private byte[] block(int from, int to) {
        byte[] part = Arrays.copyOfRange(plain, from, to);
        return block.compress(part, part.length);
    }

    private static void putLength(ByteArrayOutputStream out, int length) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    }

    private void put(ByteArrayOutputStream out, int from, int to) {
        byte[] bytes = block(from, to);
        putLength(out, bytes.length);
        out.writeBytes(bytes);
    }

    private byte[] decompressed(byte[] bytes) {
        byte[] source = Arrays.copyOf(bytes, bytes.length + SLACK);
        byte[] target = new byte[plain.length + SLACK];
        codec.decompress(source, 0, bytes.length, target, 0, plain.length);
        return Arrays.copyOf(target, plain.length);
    }

    @Test
    void aFrameMayHoldManyBlocks() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        putLength(out, plain.length);
        put(out, 0, 4000);
        put(out, 4000, 8000);
        put(out, 8000, plain.length);
        assertThat(decompressed(out.toByteArray())).isEqualTo(plain);
    }

    @Test
    void thereMayBeManyFrames() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        putLength(out, 6000);
        put(out, 0, 1);
        put(out, 1, 6000);
        putLength(out, plain.length - 6000);
        put(out, 6000, plain.length);
        assertThat(decompressed(out.toByteArray())).isEqualTo(plain);
    }

    @Test
    void aBlockWithoutFramesIsReadToo() {
        assertThat(decompressed(block(0, plain.length))).isEqualTo(plain);
    }

    @Test
    void whatIsCutIsDamaged() {
        byte[] whole = codec.compress(plain, plain.length);
        for (int length : new int[] {1, 4, 7, 8, 9, whole.length / 2, whole.length - 1}) {
            assertThatThrownBy(() -> decompressed(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isInstanceOf(Damage.class)
                    .hasMessageContaining("lz4");
        }
    }
}
