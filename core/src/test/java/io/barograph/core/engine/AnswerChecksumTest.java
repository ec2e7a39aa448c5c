package io.barograph.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerChecksumTest {
    private static final Schema SCHEMA = Schema.of(new Field("x", Type.DOUBLE), new Field("s", Type.VARCHAR));

    /** Rows (value, text of the value's index), the last of them NULL where asked. */
    private static Batch batch(boolean lastIsNull, double... values) {
        Dictionary dictionary = new Dictionary();
        int[] codes = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            codes[i] = dictionary.intern("t" + Double.doubleToLongBits(values[i] + 0.0));
        }
        long[] words = Validity.allPresent(values.length);
        if (lastIsNull) {
            Validity.setNull(words, values.length - 1);
        }
        return new Batch(
                new Column[] {
                    new DoubleColumn(values, Validity.of(words)), new VarcharColumn(codes, dictionary, Validity.ALL)
                },
                values.length);
    }

    private static String checksum(boolean ordered, Batch... batches) {
        AnswerChecksum checksum = new AnswerChecksum(ordered);
        ResultSink sink = checksum.sink();
        sink.begin(SCHEMA);
        for (Batch batch : batches) {
            sink.accept(batch);
        }
        sink.end();
        return checksum.value();
    }

    @Test
    void bagsForgetOrderAndListsDoNot() {
        Batch one = batch(false, 1, 2, 3);
        Batch other = batch(false, 3, 1, 2);
        assertThat(checksum(false, one)).isEqualTo(checksum(false, other)).startsWith("bag:");
        assertThat(checksum(true, one)).isNotEqualTo(checksum(true, other)).startsWith("list:");
    }

    @Test
    void theCutIntoBatchesDoesNotMatter() {
        for (boolean ordered : new boolean[] {false, true}) {
            assertThat(checksum(ordered, batch(false, 1, 2, 3)))
                    .isEqualTo(checksum(ordered, batch(false, 1), batch(false, 2, 3)));
        }
    }

    @Test
    void oneZeroAndOneNaN() {
        double otherNaN = Double.longBitsToDouble(0x7ff8000000000123L);
        assertThat(checksum(false, batch(false, -0.0, Double.NaN)))
                .isEqualTo(checksum(false, batch(false, 0.0, otherNaN)));
    }

    @Test
    void nullsRepetitionAndLastBitsCount() {
        String base = checksum(false, batch(false, 1, 2));
        assertThat(checksum(false, batch(true, 1, 2))).isNotEqualTo(base);
        assertThat(checksum(false, batch(false, 1, 2, 2))).isNotEqualTo(base);
        assertThat(checksum(false, batch(false, 1, Math.nextUp(2.0)))).isNotEqualTo(base);
        assertThat(checksum(false)).isNotEqualTo(base);
    }

    /** The expected value was computed from the documented layout by another program. */
    @Test
    void isTheSameForEveryVersion() {
        assertThat(checksum(false, batch(true, 1.5, 2)))
                .isEqualTo("bag:152147d7ca765e71831f9e68cd50c760e17f8e715b3eb212b96d95f212838a64");
    }

    @Test
    void encodedBatchesReachTheInnerSinkUnchanged() {
        for (boolean ordered : new boolean[] {false, true}) {
            Concatenating inner = new Concatenating();
            AnswerChecksum checksum = new AnswerChecksum(ordered);
            EncodingSink sink = (EncodingSink) checksum.tee(inner);
            sink.begin(SCHEMA);
            EncodingSink.Encoder encoder = sink.newEncoder();
            for (Batch batch : new Batch[] {batch(false, 1, 2), batch(false, 3)}) {
                int length = encoder.encode(batch);
                sink.write(encoder.bytes(), length);
            }
            sink.end();
            assertThat(inner.bytes.toString(StandardCharsets.UTF_8)).isEqualTo("2 rows;1 rows;");
            assertThat(checksum.value()).isEqualTo(checksum(ordered, batch(false, 1, 2, 3)));
            assertThat(checksum.rows()).isEqualTo(3);
        }
    }

    private static final class Concatenating implements EncodingSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void begin(Schema schema) {}

        @Override
        public void accept(Batch batch) {}

        @Override
        public Encoder newEncoder() {
            return new Encoder() {
                private byte[] encoded = new byte[0];

                @Override
                public int encode(Batch batch) {
                    encoded = (batch.size() + " rows;").getBytes(StandardCharsets.UTF_8);
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
        public void end() {}
    }
}
