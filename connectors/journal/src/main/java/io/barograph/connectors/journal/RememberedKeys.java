package io.barograph.connectors.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the entries journaled last, at most {@link #MOST}, with what was journaled under them. Not thread-safe.
 *
 * <p><b>Layout</b>: the kind ({@link JournalLayout#KEYS}), then for each key, the oldest first, the first 16 bytes of its
 * SHA-256, the first 8 of the records' SHA-256, and the number of records (int).
 */
final class RememberedKeys {
    /** Older ones are forgotten. */
    static final int MOST = 1 << 16;

    private static final int BYTES_OF_KEY = 28;

    /** A key, by 128 bits of its hash. */
    record Key(long high, long low) {
        static Key of(String text) {
            ByteBuffer hash = hash(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return new Key(hash.getLong(), hash.getLong());
        }
    }

    /**
     * What was journaled under a key.
     *
     * @param content of the records, by 64 bits of their hash
     */
    record Known(long content, int records) {
        static Known of(ByteBuffer content, int records) {
            return new Known(hash(content).getLong(), records);
        }
    }

    private final LinkedHashMap<Key, Known> known = new LinkedHashMap<>();

    private static ByteBuffer hash(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Nullable
    Known get(Key key) {
        return known.get(key);
    }

    /** Remembers a key as the newest. */
    void put(Key key, Known what) {
        known.remove(key);
        known.put(key, what);
        if (known.size() > MOST) {
            known.remove(known.keySet().iterator().next());
        }
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    /** The body of a batch that holds them all. */
    byte[] body() {
        ByteBuffer body = ByteBuffer.allocate(1 + known.size() * BYTES_OF_KEY);
        body.put(JournalLayout.KEYS);
        for (Map.Entry<Key, Known> entry : known.entrySet()) {
            body.putLong(entry.getKey().high()).putLong(entry.getKey().low());
            body.putLong(entry.getValue().content()).putInt(entry.getValue().records());
        }
        return body.array();
    }

    /** Takes up what {@link #body} gave, without its kind. */
    void putAll(ByteBuffer content) {
        while (content.remaining() >= BYTES_OF_KEY) {
            Key key = new Key(content.getLong(), content.getLong());
            put(key, new Known(content.getLong(), content.getInt()));
        }
    }
}
