package io.barograph.core.aggregate;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Arrays;

/** Reads what {@link StateOutput} wrote; refuses torn states. */
public final class StateInput {
    private final byte[] bytes;
    private final int end;
    private int at;

    public StateInput(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads the bytes from one position up to another. */
    public StateInput(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    public int readByte() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    public long readLong() {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | bytes[at++] & 0xFF;
        }
        return value;
    }

    public long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new BarographException(
                ErrorCode.BAD_DATA, "a saved state is damaged: a number does not end at byte " + at);
    }

    public byte[] readBytes(int count) {
        need(count);
        at += count;
        return Arrays.copyOfRange(bytes, at - count, at);
    }

    public boolean isAtEnd() {
        return at == end;
    }

    private void need(int count) {
        if (count < 0 || count > end - at) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "a saved state is damaged: it ends at byte " + end + ", " + count + " more are needed from byte "
                            + at);
        }
    }
}
