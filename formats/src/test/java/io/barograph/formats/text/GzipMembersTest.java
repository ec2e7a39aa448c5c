package io.barograph.formats.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.formats.store.StoredBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What follows a member is another, zeros, or an error: nothing is lost in silence. */
class GzipMembersTest {
    private static final String FIRST = "time,value\n" + "2023-01-01,1\n".repeat(50);
    private static final String SECOND = "2023-01-02,2\n";
    /** The fixed part of a header. */
    private static final int HEADER_BYTES = 10;

    private static final int FLAGS_AT = 3;

    @Test
    void allMembersAreOneText() throws IOException {
        assertThat(read(together(member(FIRST), member(""), member(SECOND)), 7)).isEqualTo(FIRST + SECOND);
        assertThat(read(together(member(FIRST), member(SECOND)), 1 << 16)).isEqualTo(FIRST + SECOND);
        assertThat(read(new byte[0], 7)).isEmpty();
    }

    @Test
    void aFileCutAnywhereButBetweenMembersIsAnError() throws IOException {
        byte[] first = member(FIRST);
        byte[] whole = together(first, member(SECOND));
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length == first.length) {
                assertThat(read(cut, 64)).isEqualTo(FIRST);
            } else {
                assertThatThrownBy(() -> read(cut, 64))
                        .as("%d of %d bytes", length, whole.length)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("its gzip data end in the midst, behind ")
                        .hasMessageContaining("gzip -dc FILE > part");
            }
        }
    }

    @Test
    void theMessageSaysHowMuchWasRead() throws IOException {
        byte[] cut = Arrays.copyOf(member(FIRST), member(FIRST).length - 1);
        assertThatThrownBy(() -> read(cut, 64)).hasMessageContaining("behind " + FIRST.length() + " bytes of text");
    }

    @Test
    void aBitThatIsWrongNeverChangesTheText() throws IOException {
        byte[] whole = together(member(FIRST), member(SECOND));
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            String text;
            try {
                text = read(damaged, 64);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("gzip");
                continue;
            }
            assertThat(text).as("bit %d", bit).isEqualTo(FIRST + SECOND);
        }
    }

    @Test
    void zerosMayFollowAndNothingElse() throws IOException {
        byte[] member = member(FIRST);
        assertThat(read(together(member, new byte[100_000]), 64)).isEqualTo(FIRST);
        byte[] text = "2023-01-03,3\n".getBytes(StandardCharsets.UTF_8);
        for (byte[] followed : new byte[][] {together(member, text), together(member, new byte[512], text)}) {
            assertThatThrownBy(() -> read(followed, 64))
                    .hasMessageContaining("something that is no gzip follows its " + FIRST.length() + " bytes of text");
        }
    }

    @Test
    void namesCommentsAndExtraFieldsOfHeadersArePassedOver() throws IOException {
        byte[] plain = member(FIRST);
        byte[] header = Arrays.copyOf(plain, HEADER_BYTES);
        header[FLAGS_AT] = 1 | 2 | 4 | 8 | 16;
        byte[] extra = {3, 0, 'a', 0, 'b'};
        byte[] names = {'x', '.', 'c', 's', 'v', 0, '!', 0};
        byte[] headerChecksum = {1, 2};
        byte[] data = Arrays.copyOfRange(plain, HEADER_BYTES, plain.length);
        assertThat(read(together(header, extra, names, headerChecksum, data), 64))
                .isEqualTo(FIRST);
    }

    private static String read(byte[] file, int step) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] buffer = new byte[step];
        try (GzipMembers members = new GzipMembers(new InMemory(file))) {
            int count = members.read(buffer, 0, step);
            while (count > 0) {
                text.write(buffer, 0, count);
                count = members.read(buffer, 0, step);
            }
            assertThat(members.stored()).isEqualTo(file.length);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private record InMemory(byte[] bytes) implements StoredBytes {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int read(long offset, byte[] target, int at, int length) {
            int count = (int) Math.min(length, bytes.length - offset);
            System.arraycopy(bytes, (int) offset, target, at, count);
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {}
    }

    private static byte[] member(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] together(byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.write(part);
        }
        return bytes.toByteArray();
    }
}
