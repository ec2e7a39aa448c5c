package io.barograph.formats.csv;

import io.barograph.core.column.Dictionary;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The texts of one VARCHAR column: from bytes in the file's encoding to codes of a {@link Dictionary}. Short texts met
 * before are found in a small cache by comparing two words, without looking at the dictionary; whatever is in the cache
 * was checked and decoded when it came in.
 */
final class TextInterner {
    /** Not a text but NULL: one of the dialect's words. */
    static final int NULL = -1;
    /** The bytes are no text in the table's encoding. */
    static final int INVALID = -2;

    /** Beyond it the next batch gets a new dictionary: texts so varied gain nothing from an old one. */
    private static final int MAX_ENTRIES = 1 << 16;

    private static final int CACHE_BITS = 12;

    private final NullWords nulls;
    private final boolean utf8;
    private final CharsetDecoder decoder;
    private final Charset charset;

    private Dictionary dictionary = new Dictionary();
    /** Four words per entry: the text's two, its length or 0 where free, its code. */
    private long[] cache = new long[4 << CACHE_BITS];

    TextInterner(Charset charset, NullWords nulls) {
        this.nulls = nulls;
        this.charset = charset;
        this.utf8 = charset.equals(StandardCharsets.UTF_8);
        this.decoder = charset.newDecoder();
    }

    Charset charset() {
        return charset;
    }

    /** The dictionary of the coming batch. */
    Dictionary startBatch() {
        if (dictionary.size() > MAX_ENTRIES) {
            dictionary = new Dictionary();
            cache = new long[cache.length];
        }
        return dictionary;
    }

    Dictionary dictionary() {
        return dictionary;
    }

    /**
     * The code of an unquoted text of 1 to 16 bytes.
     *
     * @param low its first eight bytes, zeros behind it
     * @param high the others
     * @param source where the text stands, from {@code offset}
     */
    int shortText(long low, long high, byte[] source, int offset, int length) {
        long[] entries = cache;
        int slot = slot(low, high, length);
        if (entries[slot] == low && entries[slot + 1] == high && entries[slot + 2] == length) {
            return (int) entries[slot + 3];
        }
        int code = text(source, offset, length, false);
        entries[slot] = low;
        entries[slot + 1] = high;
        entries[slot + 2] = length;
        entries[slot + 3] = code;
        return code;
    }

    /** The code of any text, {@link #NULL} or {@link #INVALID}. */
    int text(byte[] source, int offset, int length, boolean quoted) {
        if (!quoted && (length == 0 || nulls.contains(source, offset, length))) {
            return NULL;
        }
        if (isAscii(source, offset, length)) {
            return dictionary.intern(source, offset, length);
        }
        try {
            CharBuffer text = decoder.reset().decode(ByteBuffer.wrap(source, offset, length));
            return utf8 ? dictionary.intern(source, offset, length) : dictionary.intern(text.toString());
        } catch (CharacterCodingException e) {
            return INVALID;
        }
    }

    /** Whether these bytes are text in the table's encoding. */
    boolean isText(byte[] source, int offset, int length) {
        if (isAscii(source, offset, length)) {
            return true;
        }
        try {
            decoder.reset().decode(ByteBuffer.wrap(source, offset, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isAscii(byte[] source, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (source[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static int slot(long low, long high, int length) {
        long hash = Dictionary.mix(low ^ Long.rotateLeft(high, 29) ^ length);
        return (int) (hash >>> 64 - CACHE_BITS) << 2;
    }
}
