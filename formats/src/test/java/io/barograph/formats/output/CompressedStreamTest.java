package io.barograph.formats.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.formats.text.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class CompressedStreamTest {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream() {
        @Override
        public void close() {
            throw new AssertionError("whoever opened it closes it");
        }
    };

    @Test
    void aFlushCompletesWhatWasWrittenAndClosesNothing() throws IOException {
        CompressedStream out = new CompressedStream(file, Compression.GZIP);
        out.write("one ".getBytes(StandardCharsets.UTF_8));
        out.flush();
        assertThat(unpacked()).isEqualTo("one ");
        out.write("two".getBytes(StandardCharsets.UTF_8));
        out.flush();
        out.flush();
        assertThat(unpacked()).isEqualTo("one two");
    }

    @Test
    void ofNothingThereIsAnEmptyMember() throws IOException {
        new CompressedStream(file, Compression.GZIP).flush();
        assertThat(file.size()).isPositive();
        assertThat(unpacked()).isEmpty();
    }

    private String unpacked() throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file.toByteArray()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
