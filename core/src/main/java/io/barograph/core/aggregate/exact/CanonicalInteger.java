package io.barograph.core.aggregate.exact;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.math.BigInteger;

/** The one way to write an integer of any size; the bytes are described at {@link ExactState}. */
final class CanonicalInteger {
    private static final int ZERO = 0;
    private static final int POSITIVE = 1;
    private static final int NEGATIVE = 2;
    /** More than the sum of 2^42 largest squares needs; beyond it the bytes are damaged. */
    private static final int MOST_BYTES = 600;

    private CanonicalInteger() {}

    static void write(BigInteger value, StateOutput output) {
        if (value.signum() == 0) {
            output.writeByte(ZERO);
            return;
        }
        output.writeByte(value.signum() > 0 ? POSITIVE : NEGATIVE);
        BigInteger magnitude = value.abs();
        int zeroBytes = magnitude.getLowestSetBit() >>> 3;
        int count = (magnitude.bitLength() + 7 >>> 3) - zeroBytes;
        byte[] bytes = magnitude.shiftRight(zeroBytes << 3).toByteArray();
        output.writeVarint(zeroBytes);
        output.writeVarint(count);
        output.writeBytes(bytes, bytes.length - count, count);
    }

    static BigInteger read(StateInput input) {
        int sign = input.readByte();
        if (sign == ZERO) {
            return BigInteger.ZERO;
        }
        long zeroBytes = input.readVarint();
        long count = input.readVarint();
        if (sign > NEGATIVE || zeroBytes < 0 || zeroBytes > MOST_BYTES || count <= 0 || count > MOST_BYTES) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "a saved state is damaged: no sum has sign " + sign + " and " + count + " + " + zeroBytes
                            + " bytes");
        }
        BigInteger magnitude = new BigInteger(1, input.readBytes((int) count)).shiftLeft((int) zeroBytes << 3);
        return sign == POSITIVE ? magnitude : magnitude.negate();
    }
}
