package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.EncodingSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes an answer as lines of text, encoded by the workers. */
final class TextSink implements EncodingSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Nullable
    Schema schema;

    boolean ended;

    @Override
    public void begin(Schema answer) {
        schema = answer;
    }

    @Override
    public void accept(Batch batch) {
        Encoder encoder = newEncoder();
        int length = encoder.encode(batch);
        write(encoder.bytes(), length);
    }

    @Override
    public Encoder newEncoder() {
        return new Encoder() {
            private byte[] encoded = new byte[0];

            @Override
            public int encode(Batch batch) {
                StringBuilder text = new StringBuilder();
                for (int row = 0; row < batch.size(); row++) {
                    for (Object value : batch.row(row)) {
                        text.append(value).append('|');
                    }
                    text.append('\n');
                }
                encoded = text.toString().getBytes(StandardCharsets.UTF_8);
                return encoded.length;
            }

            @Override
            public byte[] bytes() {
                return encoded;
            }
        };
    }

    @Override
    public void write(byte[] source, int length) {
        bytes.write(source, 0, length);
    }

    @Override
    public void end() {
        ended = true;
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return text().lines().toList();
    }
}
