package io.barograph.formats.binary;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.record.RecordSplitter;
import io.barograph.formats.record.Records;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Cuts a sequence of binary records, each behind its length as four bytes, little-endian. */
final class BinarySplitter implements RecordSplitter {
    @Override
    public int split(byte[] bytes, int from, int to, boolean atEnd, Target target) {
        ByteBuffer text = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int start = from;
        while (to - start >= Integer.BYTES) {
            int length = text.getInt(start);
            if (length < 0 || length > Records.MAX_RECORD_BYTES) {
                throw wrong(
                        start - from,
                        "a length of " + Integer.toUnsignedLong(length) + " bytes; a record has at most 16 MiB");
            }
            if (length > to - start - Integer.BYTES) {
                break;
            }
            target.record(bytes, start + Integer.BYTES, length);
            start += Integer.BYTES + length;
        }
        if (atEnd && start < to) {
            throw wrong(start - from, "a record that is cut off");
        }
        return start;
    }

    private static BarographException wrong(int at, String what) {
        return new BarographException(
                ErrorCode.BAD_DATA,
                "byte " + at + " of the binary records: " + what
                        + ". Send each record behind its length as four bytes, the lowest first");
    }
}
