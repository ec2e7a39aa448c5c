package io.barograph.connectors.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one producer sends at once: some records, all of which are journaled or none. Built by one thread, then unchanging.
 *
 * <p><b>Body</b>: the kind (byte), the time (long, milliseconds since 1970), key and source (each a varint length and bytes, of
 * length 0 where there is none; of the kind that is traced the W3C trace context as well), the number of records (int), then each record as a varint length and its bytes.
 */
public final class JournalEntry {
    private static final int USUAL_BYTES = 256;

    private byte[] body;
    private int length;
    private int records;
    private final int countAt;
    private final @Nullable String key;

    /**
     * An entry without records.
     *
     * @param millis since 1970, when it came
     * @param key what the producer gave so that the same entry sent again is known, or null
     * @param source where it came from: an MQTT topic; or null
     */
    public JournalEntry(long millis, @Nullable String key, @Nullable String source) {
        this(millis, key, source, null);
    }

    /**
     * An entry without records, that came in a trace.
     *
     * @param traceparent its W3C context, or null
     */
    public JournalEntry(long millis, @Nullable String key, @Nullable String source, @Nullable String traceparent) {
        this.body = new byte[USUAL_BYTES];
        this.key = key;
        body[length++] = traceparent == null ? JournalLayout.RECORDS : JournalLayout.TRACED_RECORDS;
        putLong(millis);
        putText(key);
        putText(source);
        if (traceparent != null) {
            putText(traceparent);
        }
        countAt = length;
        ByteBuffer.wrap(body).putInt(length, 0);
        length += Integer.BYTES;
    }

    private void putLong(long value) {
        ByteBuffer.wrap(body).putLong(length, value);
        length += Long.BYTES;
    }

    private void putText(@Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        putBytes(bytes, 0, bytes.length);
        reserve(Long.BYTES);
    }

    /**
     * Adds a record; the bytes are the caller's again.
     *
     * @throws IllegalStateException where the entry gets longer than {@link #hasRoomFor} allows
     */
    public void add(byte[] bytes, int offset, int count) {
        putBytes(bytes, offset, count);
        records++;
        ByteBuffer.wrap(body).putInt(countAt, records);
    }

    private void putBytes(byte[] bytes, int offset, int count) {
        reserve(count + Varints.MAX_BYTES);
        length = Varints.put(body, length, count);
        System.arraycopy(bytes, offset, body, length, count);
        length += count;
    }

    private void reserve(int more) {
        long needed = (long) length + more;
        if (needed > JournalLayout.MAX_BODY_BYTES) {
            throw new IllegalStateException("an entry holds at most " + JournalLayout.MAX_BODY_BYTES + " bytes");
        }
        if (needed > body.length) {
            body = Arrays.copyOf(
                    body, (int) Math.min(JournalLayout.MAX_BODY_BYTES, Math.max(needed, body.length * 2L)));
        }
    }

    /** Whether a record of so many bytes can be added. */
    public boolean hasRoomFor(int count) {
        return (long) length + count + Varints.MAX_BYTES <= JournalLayout.MAX_BODY_BYTES;
    }

    /** Records added. */
    public int records() {
        return records;
    }

    @Nullable
    String key() {
        return key;
    }

    byte[] body() {
        return body;
    }

    int length() {
        return length;
    }

    /** The bytes of all records, by which two entries are told apart. */
    ByteBuffer content() {
        return ByteBuffer.wrap(body, countAt, length - countAt);
    }
}
