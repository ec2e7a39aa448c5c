package io.barograph.formats.arrow;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.formats.arrow.ArrowColumn.Stored;
import io.barograph.formats.arrow.Dictionaries.Entries;
import io.barograph.formats.text.DictionaryLife;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Texts. All batches share one dictionary of ours, so that stages learn its codes once; the file's own indexes are
 * translated, each when it is first met.
 */
final class TextDecoder extends ColumnDecoder {
    private static final int UNKNOWN = -1;
    private static final int NULL = -2;

    private final int[] codes = new int[Batch.CAPACITY];
    private final long[] indexes = new long[Batch.CAPACITY];
    private final long[] nullWords = new long[Validity.wordCount(Batch.CAPACITY)];
    private final TextBuffers buffers = new TextBuffers();
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final DictionaryLife life = new DictionaryLife();
    private Dictionary dictionary = new Dictionary();

    private Stored stored = Stored.TEXT32;
    private boolean coded;
    private byte[] indexBytes = {};
    private Entries entries = new Entries(List.of());
    private int[] translated = {};

    @Override
    void beginValues(Body body, ArrowColumn column, Dictionaries dictionaries) throws IOException {
        stored = column.stored();
        coded = column.dictionary() >= 0;
        if (coded) {
            indexBytes = body.read(body.buffer(column) + 1, (long) stored.width() * body.rows());
            Entries found = dictionaries.get(column.dictionary());
            if (found != entries) {
                entries = found;
                translated = new int[found.texts().size()];
                Arrays.fill(translated, UNKNOWN);
            }
        } else if (stored != Stored.NONE) {
            buffers.begin(body, column, stored);
        }
    }

    @Override
    Column read(int from, int count, Validity present) throws IOException {
        if (life.isOver(dictionary)) {
            dictionary = new Dictionary();
            Arrays.fill(translated, UNKNOWN);
        }
        if (stored == Stored.NONE) {
            Arrays.fill(nullWords, 0);
            return new VarcharColumn(codes, dictionary, Validity.of(nullWords));
        }
        return coded ? readCoded(from, count, present) : readTexts(from, count, present);
    }

    private Column readTexts(int from, int count, Validity present) throws IOException {
        for (int i = 0; i < count; i++) {
            codes[i] = 0;
            if (present.isPresent(i)) {
                buffers.find(from + i);
                codes[i] = intern(buffers.bytes, buffers.offset, buffers.length);
            }
        }
        return new VarcharColumn(codes, dictionary, present);
    }

    private Column readCoded(int from, int count, Validity present) throws IOException {
        LongDecoder.copy(indexBytes, stored, from, count, indexes);
        boolean nulls = false;
        for (int i = 0; i < count; i++) {
            codes[i] = 0;
            if (present.isPresent(i)) {
                codes[i] = translate(indexes[i]);
                nulls |= codes[i] == NULL;
            }
        }
        return new VarcharColumn(codes, dictionary, nulls ? withoutNullEntries(count, present) : present);
    }

    private Validity withoutNullEntries(int count, Validity present) {
        Arrays.fill(nullWords, 0);
        for (int i = 0; i < count; i++) {
            if (codes[i] == NULL) {
                codes[i] = 0;
            } else if (present.isPresent(i)) {
                Validity.setPresent(nullWords, i);
            }
        }
        return Validity.of(nullWords);
    }

    private int translate(long index) throws IOException {
        if (index < 0 || index >= translated.length) {
            throw new IOException("it is damaged: there is no entry " + index + " in a dictionary of "
                    + translated.length + " texts");
        }
        int at = (int) index;
        if (translated[at] == UNKNOWN) {
            byte[] text = entries.texts().get(at);
            translated[at] = text == null ? NULL : intern(text, 0, text.length);
        }
        return translated[at];
    }

    private int intern(byte[] source, int offset, int length) throws IOException {
        int all = 0;
        for (int i = offset; i < offset + length; i++) {
            all |= source[i];
        }
        if (all < 0) {
            try {
                decoder.reset().decode(ByteBuffer.wrap(source, offset, length));
            } catch (CharacterCodingException e) {
                throw new IOException("a value is no text in UTF-8; leave the column out of the query", e);
            }
        }
        return dictionary.intern(source, offset, length);
    }

    @Override
    String reason(int row) {
        throw new IllegalStateException("every text fits");
    }
}
