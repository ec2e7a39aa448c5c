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
 * before are found in a {@link TextCache}, without looking at the dictionary; whatever is in the cache was checked and
 * decoded when it came in.
 */
final class TextInterner {
    /** Not a text but NULL: one of the dialect's words. */
    static final int NULL = -1;
    /** The bytes are no text in the table's encoding. */
    static final int INVALID = -2;

    /** Beyond it the next batch gets a new dictionary: texts so varied gain nothing from an old one. */
    private static final int MAX_ENTRIES = 1 << 16;

    /** A byte below 14 ends what is taken the short way: tab, line feed and carriage return, and 0, which is in no short text. */
    private static final long CONTROLS = Swar.pattern(14);

    private final NullWords nulls;
    private final byte quote;
    private final long delimiters;
    private final boolean utf8;
    private final CharsetDecoder decoder;
    private final Charset charset;

    private Dictionary dictionary = new Dictionary();
    private TextCache cache = new TextCache();

    TextInterner(Dialect dialect, NullWords nulls) {
        this.nulls = nulls;
        // A line end is no quote: where there is none, nothing else needs to be asked.
        this.quote = dialect.quote() < 0 ? (byte) '\n' : (byte) dialect.quote();
        this.delimiters = Swar.pattern(dialect.delimiter());
        this.charset = dialect.charset();
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
            cache = new TextCache();
        }
        return dictionary;
    }

    Dictionary dictionary() {
        return dictionary;
    }

    /**
     * Takes an unquoted text of up to 31 bytes, looking for its end; gives that, or {@link RowParser#UNUSUAL}. The code may
     * be {@link #NULL}.
     */
    int shortText(byte[] bytes, int start, int[] codes, int row) {
        long first = Swar.word(bytes, start);
        long second = Swar.word(bytes, start + 8);
        if ((byte) first == quote) {
            return RowParser.UNUSUAL;
        }
        long inFirst = Swar.below(ends(first));
        // The second word counts only where the first one does as a whole.
        long inSecond = Swar.below(ends(second)) & inFirst >> 63;
        if (inSecond < 0) {
            return longText(bytes, start, first, second, codes, row);
        }
        first &= inFirst;
        second &= inSecond;
        int length = Long.bitCount(inFirst) + Long.bitCount(inSecond) >>> 3;
        int code = cache.find(first, second);
        if (code == TextCache.ABSENT) {
            return newText(bytes, start, length, first, second, 0, 0, codes, row);
        }
        codes[row] = code;
        return start + length;
    }

    private int longText(byte[] bytes, int start, long first, long second, int[] codes, int row) {
        long third = Swar.word(bytes, start + 16);
        long fourth = Swar.word(bytes, start + 24);
        long inThird = Swar.below(ends(third));
        long inFourth = Swar.below(ends(fourth)) & inThird >> 63;
        if (inFourth < 0) {
            return RowParser.UNUSUAL;
        }
        third &= inThird;
        fourth &= inFourth;
        int length = 16 + (Long.bitCount(inThird) + Long.bitCount(inFourth) >>> 3);
        int code = (third == 0) ? cache.find(first, second) : cache.find(first, second, third, fourth);
        if (code == TextCache.ABSENT) {
            return newText(bytes, start, length, first, second, third, fourth, codes, row);
        }
        codes[row] = code;
        return start + length;
    }

    private int newText(
            byte[] bytes,
            int start,
            int length,
            long first,
            long second,
            long third,
            long fourth,
            int[] codes,
            int row) {
        int code = text(bytes, start, length, false);
        if (code == INVALID) {
            return RowParser.UNUSUAL;
        }
        if (length > 0) {
            cache.add(first, second, third, fourth, code);
        }
        codes[row] = code;
        return start + length;
    }

    /** The end of an unquoted text in ASCII that need not be kept, or {@link RowParser#UNUSUAL}. */
    int skip(byte[] bytes, int start) {
        if (bytes[start] == quote) {
            return RowParser.UNUSUAL;
        }
        int at = start;
        long word = Swar.word(bytes, at);
        long ends;
        while ((ends = ends(word)) == 0 && !Swar.anyHigh(word)) {
            at += 8;
            word = Swar.word(bytes, at);
        }
        return Swar.anyHigh(word & Swar.below(ends)) ? RowParser.UNUSUAL : at + Swar.first(ends);
    }

    /** Marks delimiters and control characters, line ends among them. */
    private long ends(long word) {
        return Swar.matchesOrBelow(word, delimiters, CONTROLS);
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
}
