package io.barograph.core.engine;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One checksum of an answer, equal wherever and however the query ran: {@code bag:} or {@code list:} and 64 hex digits.
 *
 * <pre>
 * row   = SHA-256(canonical bytes of the row), see {@link RowDigests}
 * bag   = SHA-256("barograph answer 1 bag\n" schema "\n" rows:8 bytes  sum of the row digests modulo 2^256: 32 bytes)
 * list  = SHA-256("barograph answer 1 list\n" schema "\n" SHA-256(row digests, in order) rows:8 bytes)
 * </pre>
 *
 * where schema is {@code name type} per column, each ended by a zero byte, and numbers are big-endian. A list is for
 * queries whose order is part of the answer ({@link io.barograph.core.plan.Query#isOrdered}). A sum is no defence against
 * someone who makes up rows to hit it; it is one against everything else.
 */
public final class AnswerChecksum {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final boolean ordered;
    private final MessageDigest rowsInOrder = RowDigests.sha256();
    /** The sum of the row digests, most significant limb first. */
    private final long[] sum = new long[4];

    private @Nullable Schema schema;
    private long rows;

    public AnswerChecksum(boolean ordered) {
        this.ordered = ordered;
    }

    /** A sink that only takes the checksum. */
    public ResultSink sink() {
        return new EncodingTee(null);
    }

    /** A sink that passes everything on and takes the checksum on the way; it encodes in parallel where the other does. */
    public ResultSink tee(ResultSink inner) {
        return inner instanceof EncodingSink encoding ? new EncodingTee(encoding) : new PlainTee(inner);
    }

    /** Rows so far. */
    public long rows() {
        return rows;
    }

    /** The checksum; once the sink was ended. */
    public String value() {
        if (schema == null) {
            throw new IllegalStateException("no answer was begun");
        }
        return value(schema, ordered ? rowsInOrder.digest() : null, sum, rows);
    }

    /** @param rowsInOrder the digest of the row digests; null for a bag */
    static String value(Schema schema, byte @Nullable [] rowsInOrder, long[] sum, long rows) {
        boolean ordered = rowsInOrder != null;
        MessageDigest whole = RowDigests.sha256();
        whole.update(("barograph answer 1 " + (ordered ? "list" : "bag") + "\n").getBytes(StandardCharsets.UTF_8));
        for (Field field : schema.fields()) {
            whole.update((field.name() + " " + field.type() + "\0").getBytes(StandardCharsets.UTF_8));
        }
        whole.update((byte) '\n');
        byte[] count = new byte[8];
        LONG.set(count, 0, rows);
        if (rowsInOrder != null) {
            whole.update(rowsInOrder);
            whole.update(count);
        } else {
            whole.update(count);
            byte[] total = new byte[RowDigests.DIGEST_BYTES];
            putSum(sum, total, 0);
            whole.update(total);
        }
        return (ordered ? "list:" : "bag:") + HexFormat.of().formatHex(whole.digest());
    }

    private void begin(Schema answer) {
        schema = answer;
        rows = 0;
        rowsInOrder.reset();
        Arrays.fill(sum, 0);
    }

    private void absorb(byte[] digests, int offset, int length, int count) {
        rows += count;
        if (ordered) {
            rowsInOrder.update(digests, offset, length);
        } else {
            addTo(sum, digests, offset);
        }
    }

    static void addTo(long[] limbs, byte[] digest, int offset) {
        long carry = 0;
        for (int limb = 3; limb >= 0; limb--) {
            long add = (long) LONG.get(digest, offset + 8 * limb);
            long partial = limbs[limb] + add;
            long overflow = Long.compareUnsigned(partial, add) < 0 ? 1 : 0;
            limbs[limb] = partial + carry;
            carry = overflow + (carry == 1 && limbs[limb] == 0 ? 1 : 0);
        }
    }

    private static void putSum(long[] limbs, byte[] target, int offset) {
        for (int limb = 0; limb < 4; limb++) {
            LONG.set(target, offset + 8 * limb, limbs[limb]);
        }
    }

    /** Appends to the inner encoder's bytes what {@link #absorb} needs: digests, then the count of rows (4 bytes). */
    private static final class TrailingEncoder implements EncodingSink.Encoder {
        private final boolean ordered;
        private final EncodingSink.@Nullable Encoder inner;
        private final RowDigests digests = new RowDigests();
        private final byte[] digest = new byte[RowDigests.DIGEST_BYTES];
        private byte[] bytes = new byte[1 << 12];

        TrailingEncoder(boolean ordered, EncodingSink.@Nullable Encoder inner) {
            this.ordered = ordered;
            this.inner = inner;
        }

        @Override
        public int encode(Batch batch) {
            int at = 0;
            if (inner != null) {
                at = inner.encode(batch);
                reserve(at);
                System.arraycopy(inner.bytes(), 0, bytes, 0, at);
            }
            reserve(at + trailerLength(ordered, batch.size()));
            if (ordered) {
                for (int row = 0; row < batch.size(); row++, at += RowDigests.DIGEST_BYTES) {
                    digests.digest(batch, row, bytes, at);
                }
            } else {
                long[] total = new long[4];
                for (int row = 0; row < batch.size(); row++) {
                    digests.digest(batch, row, digest, 0);
                    addTo(total, digest, 0);
                }
                putSum(total, bytes, at);
                at += RowDigests.DIGEST_BYTES;
            }
            INT.set(bytes, at, batch.size());
            return at + 4;
        }

        @Override
        public byte[] bytes() {
            return bytes;
        }

        static int trailerLength(boolean ordered, int rows) {
            return (ordered ? rows : 1) * RowDigests.DIGEST_BYTES + 4;
        }

        private void reserve(int length) {
            if (length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
            }
        }
    }

    private final class EncodingTee implements EncodingSink {
        private final @Nullable EncodingSink inner;
        private final TrailingEncoder own;

        EncodingTee(@Nullable EncodingSink inner) {
            this.inner = inner;
            this.own = new TrailingEncoder(ordered, null);
        }

        @Override
        public void begin(Schema answer) {
            AnswerChecksum.this.begin(answer);
            if (inner != null) {
                inner.begin(answer);
            }
        }

        @Override
        public void accept(Batch batch) {
            take(own, batch);
            if (inner != null) {
                inner.accept(batch);
            }
        }

        @Override
        public Encoder newEncoder() {
            return new TrailingEncoder(ordered, inner == null ? null : inner.newEncoder());
        }

        @Override
        public void write(byte[] bytes, int length) {
            int count = (int) INT.get(bytes, length - 4);
            int trailer = TrailingEncoder.trailerLength(ordered, count);
            absorb(bytes, length - trailer, trailer - 4, count);
            if (inner != null) {
                inner.write(bytes, length - trailer);
            }
        }

        @Override
        public void end() {
            if (inner != null) {
                inner.end();
            }
        }
    }

    private final class PlainTee implements ResultSink {
        private final ResultSink inner;
        private final TrailingEncoder own = new TrailingEncoder(ordered, null);

        PlainTee(ResultSink inner) {
            this.inner = inner;
        }

        @Override
        public void begin(Schema answer) {
            AnswerChecksum.this.begin(answer);
            inner.begin(answer);
        }

        @Override
        public void accept(Batch batch) {
            take(own, batch);
            inner.accept(batch);
        }

        @Override
        public void end() {
            inner.end();
        }
    }

    private void take(TrailingEncoder encoder, Batch batch) {
        int length = encoder.encode(batch);
        absorb(encoder.bytes(), 0, length - 4, batch.size());
    }
}
