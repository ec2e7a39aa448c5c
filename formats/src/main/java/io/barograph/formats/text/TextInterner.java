package io.barograph.formats.text;

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
public final class TextInterner {
    /** Not a text but NULL: one of the dialect's words. */
    public static final int NULL = -1;
    /** The bytes are no text in the table's encoding. */
    public static final int INVALID = -2;

    /** Line feed and carriage return are below. */
    private static final long CONTROLS = Swar.pattern(14);

    private final NullWords nulls;
    private final byte quote;
    private final long delimiters;
    private final boolean last;
    /** What ends a text, mostly: the delimiter, but for the last column. */
    private long ends;

    private final boolean utf8;
    private final CharsetDecoder decoder;
    private final Charset charset;

    private final DictionaryLife life = new DictionaryLife();
    private Dictionary dictionary = new Dictionary();
    private TextCache cache = new TextCache();

    /** @param last whether the column is the table's last */
    public TextInterner(Dialect dialect, NullWords nulls, boolean last) {
        this.nulls = nulls;
        // A line end is no quote: where there is none, nothing else needs to be asked.
        this.quote = dialect.quote() < 0 ? (byte) '\n' : (byte) dialect.quote();
        this.delimiters = Swar.pattern(dialect.delimiter());
        this.last = last;
        this.ends = last ? Swar.pattern('\n') : delimiters;
        this.charset = dialect.charset();
        this.utf8 = charset.equals(StandardCharsets.UTF_8);
        this.decoder = charset.newDecoder();
    }

    public Charset charset() {
        return charset;
    }

    /** The dictionary of the coming batch. */
    public Dictionary startBatch() {
        if (life.isOver(dictionary)) {
            dictionary = new Dictionary();
            cache = new TextCache();
        }
        return dictionary;
    }

    public Dictionary dictionary() {
        return dictionary;
    }

    /**
     * Takes a text that was {@link #remember}ed, looking for its end; gives that, or {@link ShortNumbers#UNUSUAL}. The short
     * way has no call for the other texts: what is not inlined leaves the hot loop its registers.
     */
    public int shortText(byte[] bytes, int start, int[] codes, int row) {
        long first = Swar.word(bytes, start);
        long second = Swar.word(bytes, start + 8);
        long inFirst = Swar.below(Swar.matches(first, ends));
        // The second word counts only where the first one does as a whole.
        long inSecond = Swar.below(Swar.matches(second, ends)) & inFirst >> 63;
        if (inSecond < 0) {
            return longText(bytes, start, codes, row);
        }
        int length = Long.bitCount(inFirst) + Long.bitCount(inSecond) >>> 3;
        int code = cache.find(first & inFirst, second & inSecond, length);
        codes[row] = code;
        return code < 0 ? ShortNumbers.UNUSUAL : start + length;
    }

    /** As {@link #shortText}, from 16 bytes. */
    private int longText(byte[] bytes, int start, int[] codes, int row) {
        long third = Swar.word(bytes, start + 16);
        long fourth = Swar.word(bytes, start + 24);
        long inThird = Swar.below(Swar.matches(third, ends));
        long inFourth = Swar.below(Swar.matches(fourth, ends)) & inThird >> 63;
        if (inFourth < 0) {
            return ShortNumbers.UNUSUAL;
        }
        int length = 16 + (Long.bitCount(inThird) + Long.bitCount(inFourth) >>> 3);
        int code = cache.find(
                Swar.word(bytes, start), Swar.word(bytes, start + 8), third & inThird, fourth & inFourth, length);
        codes[row] = code;
        return code < 0 ? ShortNumbers.UNUSUAL : start + length;
    }

    /**
     * Has {@link #shortText} know an unquoted text, whose bounds the exact rules gave. Control characters have no place
     * there: neither line ends, which would hide that a record ends, nor zeros, which stand behind texts in words.
     *
     * @param code its code, or {@link #NULL} or {@link #INVALID}, which it does not know
     */
    public void remember(byte[] bytes, int start, int length, int code) {
        if (code < 0 || length > TextCache.MAX_BYTES) {
            return;
        }
        for (int i = start; i < start + length; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ') {
                return;
            }
        }
        byte behind = bytes[start + length];
        if (last && (behind == '\r' || behind == '\n')) {
            // In one file all lines end the same way, with one byte or with two.
            ends = Swar.pattern(behind);
        }
        cache.add(bytes, start, length, code);
    }

    /** The end of an unquoted text in ASCII that need not be kept, or {@link ShortNumbers#UNUSUAL}. */
    public int skip(byte[] bytes, int start) {
        if (bytes[start] == quote) {
            return ShortNumbers.UNUSUAL;
        }
        int at = start;
        long word = Swar.word(bytes, at);
        long ends;
        while ((ends = Swar.matchesOrBelow(word, delimiters, CONTROLS)) == 0 && !Swar.anyHigh(word)) {
            at += 8;
            word = Swar.word(bytes, at);
        }
        return Swar.anyHigh(word & Swar.below(ends)) ? ShortNumbers.UNUSUAL : at + Swar.first(ends);
    }

    /** The code of any text, {@link #NULL} or {@link #INVALID}. */
    public int text(byte[] source, int offset, int length, boolean quoted) {
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
    public boolean isText(byte[] source, int offset, int length) {
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
