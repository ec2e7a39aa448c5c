package io.barograph.connectors.journal;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The bytes of a journal, as {@code docs/reference/journal.md} describes them. A <em>position</em> counts the bytes of all
 * segments since the first, their headers among them.
 */
final class JournalLayout {
    /** Bytes in front of a segment's first batch. */
    static final int SEGMENT_HEADER_BYTES = 24;

    /** Bytes in front of a batch's body. */
    static final int BATCH_HEADER_BYTES = 24;

    /** Longer bodies are not written, and none is believed to be. */
    static final int MAX_BODY_BYTES = 1 << 27;

    /** A body of records. */
    static final byte RECORDS = 1;

    /** A body of the keys that were given with earlier batches. */
    static final byte KEYS = 2;

    /** A body of records that came in a trace. */
    static final byte TRACED_RECORDS = 3;

    private static final int VERSION = 1;
    private static final long SEGMENT_MAGIC = 0x4241_524F_4A52_4E4CL;
    private static final int BATCH_MAGIC = 0x4A42_4348;
    private static final int SEGMENT_CHECKED_BYTES = 20;
    private static final int BATCH_CHECKED_BYTES = 20;
    private static final Pattern NAME = Pattern.compile("(\\d{19})\\.journal");

    private JournalLayout() {}

    /** The name of the segment that begins at a position. */
    static String segmentName(long base) {
        return String.format(Locale.ROOT, "%019d.journal", base);
    }

    /** Where the segment of this name begins; empty where it is no segment's name. */
    static OptionalLong segmentBase(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    /** Puts a segment's header. */
    static void putSegmentHeader(ByteBuffer target, long base) {
        int start = target.position();
        target.putLong(SEGMENT_MAGIC).putInt(VERSION).putLong(base);
        target.putInt(crc(target.duplicate().position(start).limit(start + SEGMENT_CHECKED_BYTES)));
    }

    /** What a segment's header says. */
    enum SegmentHeader {
        RIGHT,
        /** A header of another version of the layout. */
        OTHER_VERSION,
        /** No header of a segment that begins there. */
        NONE
    }

    /** Looks at a segment's header. */
    static SegmentHeader segmentHeader(byte[] bytes, int offset, long base) {
        ByteBuffer header = ByteBuffer.wrap(bytes, offset, SEGMENT_HEADER_BYTES);
        if (header.getLong() != SEGMENT_MAGIC) {
            return SegmentHeader.NONE;
        }
        int version = header.getInt();
        long named = header.getLong();
        int expected = crc(ByteBuffer.wrap(bytes, offset, SEGMENT_CHECKED_BYTES));
        if (header.getInt() != expected) {
            return SegmentHeader.NONE;
        }
        return version != VERSION
                ? SegmentHeader.OTHER_VERSION
                : named == base ? SegmentHeader.RIGHT : SegmentHeader.NONE;
    }

    /**
     * Puts a batch's header.
     *
     * @param position of the batch
     * @param durable position up to which the journal was on the disk before the batch was written
     */
    static void putBatchHeader(ByteBuffer target, long position, long durable, int bodyLength, int bodyCrc) {
        int start = target.position();
        target.putInt(BATCH_MAGIC).putInt(bodyLength).putInt(bodyCrc).putLong(durable);
        target.putInt(headerCrc(target.duplicate().position(start).limit(start + BATCH_CHECKED_BYTES), position));
    }

    /** Whether a batch that begins at a position has its header there. */
    static boolean isBatchHeader(byte[] bytes, int offset, long position) {
        ByteBuffer header = ByteBuffer.wrap(bytes, offset, BATCH_HEADER_BYTES);
        if (header.getInt() != BATCH_MAGIC || bodyLength(bytes, offset) < 0) {
            return false;
        }
        int crc = header.position(offset + BATCH_CHECKED_BYTES).getInt();
        return crc == headerCrc(ByteBuffer.wrap(bytes, offset, BATCH_CHECKED_BYTES), position);
    }

    /** The length of the body behind a header; negative where it cannot be one. */
    static int bodyLength(byte[] bytes, int offset) {
        int length = ByteBuffer.wrap(bytes, offset, BATCH_HEADER_BYTES).getInt(offset + Integer.BYTES);
        return length > MAX_BODY_BYTES ? -1 : length;
    }

    /** Whether the body behind a header is the one that was written. */
    static boolean isBody(byte[] bytes, int offset, int length) {
        int expected = ByteBuffer.wrap(bytes).getInt(offset + 2 * Integer.BYTES);
        return crc(ByteBuffer.wrap(bytes, offset + BATCH_HEADER_BYTES, length)) == expected;
    }

    /** The position up to which the journal was on the disk before the batch was written. */
    static long durable(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).getLong(offset + 3 * Integer.BYTES);
    }

    private static int headerCrc(ByteBuffer header, long position) {
        CRC32C crc = new CRC32C();
        crc.update(header);
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(position).flip());
        return (int) crc.getValue();
    }

    /** The checksum of bytes. */
    static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
