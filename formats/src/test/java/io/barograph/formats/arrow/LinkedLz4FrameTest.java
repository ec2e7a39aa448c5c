package io.barograph.formats.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinkedLz4FrameTest {
    private static final long SEED = Long.getLong("barograph.seed", 20_261_129);
    private static final int LINKED_WITH_CHECKSUMS = 0x40 | 0x10 | 0x04;
    private static final int BLOCKS_OF_64_KIB = 0x40;
    private static final String TEXT = "0123456789abcdefghijklmnopqrstuvwxyz";

    @TempDir
    private Path folder;

    /** pyarrow's write_feather, as it is by default; its buffers are of up to 280 kB, in blocks of 64 KiB. */
    @Test
    void whatPyarrowWritesIsRead() throws IOException {
        List<List<Object>> rows = read(Files.write(folder.resolve("x.feather"), file()));

        assertThat(rows).hasSize(20_000);
        for (long i = 0; i < rows.size(); i++) {
            assertThat(rows.get((int) i)).containsExactly(i * i % 251, "device-" + i % 977, i % 500 / 8.0);
        }
    }

    @Test
    void changedBytesGiveAnAnswerOrAnErrorInWords() throws IOException {
        byte[] whole = file();
        Random random = new Random(SEED);
        int refused = 0;
        for (int change = 0; change < 100; change++) {
            byte[] bytes = whole.clone();
            for (int i = 0; i < 20; i++) {
                bytes[1000 + random.nextInt(bytes.length - 2000)] = (byte) random.nextInt();
            }
            try {
                read(Files.write(folder.resolve("x.feather"), bytes));
            } catch (IOException | BarographException e) {
                refused++;
                assertThat(e.getMessage())
                        .as("seed %d, change %d", SEED, change)
                        .isNotBlank();
            } catch (RuntimeException | Error defect) {
                throw new AssertionError("seed " + SEED + ", change " + change, defect);
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aBlockRepeatsWhatStandsInTheOneBefore() throws IOException {
        byte[] frame = frame(LINKED_WITH_CHECKSUMS, repeating());
        byte[] target = new byte[100];

        assertThat(LinkedLz4Frame.isAt(frame, 0, frame.length)).isTrue();
        int got = LinkedLz4Frame.decompress(frame, 0, frame.length, target, target.length);

        assertThat(new String(target, 0, got, StandardCharsets.US_ASCII))
                .isEqualTo(TEXT + "+" + "0123456789" + "final");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        byte[] frame = frame(LINKED_WITH_CHECKSUMS, repeating());
        byte[] target = new byte[100];
        assertThatThrownBy(() -> LinkedLz4Frame.decompress(frame, 0, frame.length, target, 40))
                .hasMessageContaining("its lz4 data are damaged (a block makes no sense)");
        for (int length = 5; length < frame.length; length++) {
            int end = length;
            assertThatThrownBy(() -> LinkedLz4Frame.decompress(frame, 0, end, target, target.length))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
        for (int at = 4; at < frame.length; at++) {
            byte[] changed = frame.clone();
            changed[at] ^= 2;
            assertThatThrownBy(() -> LinkedLz4Frame.decompress(changed, 0, changed.length, target, target.length))
                    .as("byte %d", at)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("lz4 data");
        }
    }

    @Test
    void framesOfIndependentBlocksAreTheLibrarys() throws IOException {
        byte[] frame = frame(LINKED_WITH_CHECKSUMS | 0x20, repeating());
        assertThat(LinkedLz4Frame.isAt(frame, 0, frame.length)).isFalse();
    }

    /** One literal, ten bytes from 37 before, and the literals at the end. */
    private static byte[] repeating() {
        byte[] block = new byte[4 + 6];
        block[0] = 0x10 | 10 - 4;
        block[1] = '+';
        block[2] = (byte) (TEXT.length() + 1);
        block[4] = 5 << 4;
        System.arraycopy("final".getBytes(StandardCharsets.US_ASCII), 0, block, 5, 5);
        return block;
    }

    /** A frame of an uncompressed block with the text, and another one. */
    private static byte[] frame(int flags, byte[] second) throws IOException {
        byte[] first = TEXT.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(number(0x184D2204));
        byte[] description = {(byte) flags, BLOCKS_OF_64_KIB};
        frame.write(description);
        frame.write(hash(description) >>> 8);
        frame.write(number(first.length | 0x8000_0000));
        frame.write(first);
        frame.write(number(hash(first)));
        frame.write(number(second.length));
        frame.write(second);
        frame.write(number(hash(second)));
        frame.write(number(0));
        frame.write(number(hash((TEXT + "+0123456789final").getBytes(StandardCharsets.US_ASCII))));
        return frame.toByteArray();
    }

    private static int hash(byte[] bytes) {
        return XXHashFactory.safeInstance().hash32().hash(bytes, 0, bytes.length, 0);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] file() throws IOException {
        try (InputStream in = LinkedLz4FrameTest.class.getResourceAsStream("/arrow/linked-lz4.feather")) {
            return in.readAllBytes();
        }
    }

    private static List<List<Object>> read(Path file) throws IOException {
        return ArrowRoundTripTest.read(file, Files.size(file));
    }
}
