package io.barograph.formats.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadBufferTest {
    private static final long SIZE = 10L * ReadBuffer.CHUNK_BYTES;

    @Test
    void chunksButTheFirstBeginInTheMiddleOfAPage() throws IOException {
        for (long start : new long[] {0, 1, 50, 2048, 4095, 100_001}) {
            Recorder source = new Recorder();
            ReadBuffer buffer = new ReadBuffer();
            buffer.begin(source, start);
            while (!buffer.atEnd) {
                // A record goes on behind the text at hand.
                buffer.readOn(Math.max(0, buffer.limit - 30), SIZE);
            }
            assertThat(source.offsets).hasSizeGreaterThan(9);
            assertThat(source.offsets.get(0)).isEqualTo(start);
            assertThat(source.offsets.subList(1, source.offsets.size() - 1))
                    .allSatisfy(offset -> assertThat(offset % 4096).isEqualTo(2048));
            assertThat(buffer.offset(buffer.limit)).isEqualTo(SIZE);
        }
    }

    private static final class Recorder extends ByteSource {
        private final List<Long> offsets = new ArrayList<>();

        @Override
        public int read(long offset, byte[] target, int at, int length) {
            offsets.add(offset);
            return (int) Math.min(length, SIZE - offset);
        }

        @Override
        public long stored() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
