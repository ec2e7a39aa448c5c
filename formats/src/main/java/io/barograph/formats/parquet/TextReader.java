package io.barograph.formats.parquet;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Field;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.formats.store.StoredBytes;
import io.barograph.formats.text.DictionaryLife;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/**
 * Texts, and UUIDs as text. All chunks share one dictionary of ours, so that stages learn its codes once: a chunk's codes
 * are translated, each when it is first met.
 */
final class TextReader extends ColumnReader {
    private static final int UUID_TEXT = 36;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final int[] codes = new int[Batch.CAPACITY];
    private final int[] indexes = new int[Batch.CAPACITY];
    private final HybridRle runs = new HybridRle();
    private final ByteValues values = new ByteValues();
    private final byte[] uuid = new byte[UUID_TEXT];
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final DictionaryLife life = new DictionaryLife();
    private Dictionary dictionary = new Dictionary();

    private Stored stored = Stored.BYTES;
    private boolean coded;
    /** The chunk's dictionary: entry i is entries[ends[i] .. ends[i + 1]), and our code for it, or -1. */
    private byte[] entries = {};

    private int[] ends = {0};
    private int[] translated = {};

    TextReader(Field field, StoredBytes file) {
        super(field, file);
    }

    @Override
    void beginChunk(LeafColumn leaf) {
        stored = leaf.stored();
        translated = new int[0];
    }

    @Override
    void beginDictionary(byte[] source, int length, int count) {
        values.begin(Encoding.PLAIN, stored.width(), source, 0, length, count);
        entries = Arrays.copyOf(source, length);
        ends = new int[2 * count];
        for (int i = 0; i < count; i++) {
            values.next();
            ends[2 * i] = values.offset;
            ends[2 * i + 1] = values.length;
        }
        translated = new int[count];
        Arrays.fill(translated, -1);
    }

    @Override
    void beginPage(Encoding encoding, byte[] source, int from, int to, int count) {
        coded = encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY;
        if (!coded) {
            values.begin(encoding, stored.width(), source, from, to, count);
        } else if (count > 0) {
            Bytes.check(from, 1, to);
            runs.begin(source, from + 1, to, source[from]);
        }
    }

    @Override
    void startBatch() {
        if (life.isOver(dictionary)) {
            dictionary = new Dictionary();
            Arrays.fill(translated, -1);
        }
    }

    @Override
    void decode(int row, int count) {
        if (!coded) {
            for (int i = row; i < row + count; i++) {
                values.next();
                codes[i] = intern(values.bytes, values.offset, values.length);
            }
        } else if (runs.repeats(count)) {
            Arrays.fill(codes, row, row + count, translate(runs.repeatedValue()));
            runs.skip(count);
        } else {
            runs.read(indexes, 0, count);
            int[] known = translated;
            for (int i = 0; i < count; i++) {
                int code = known[indexes[i]];
                codes[row + i] = code >= 0 ? code : translate(indexes[i]);
            }
        }
    }

    private int translate(int index) {
        int code = translated[index];
        if (code < 0) {
            code = intern(entries, ends[2 * index], ends[2 * index + 1]);
            translated[index] = code;
        }
        return code;
    }

    private int intern(byte[] source, int offset, int length) {
        if (stored == Stored.UUID) {
            return dictionary.intern(uuid, 0, uuidText(source, offset));
        }
        if (!isAscii(source, offset, length)) {
            try {
                decoder.reset().decode(ByteBuffer.wrap(source, offset, length));
            } catch (CharacterCodingException e) {
                throw Damage.unsupported("a value is no text in UTF-8; leave the column out of the query");
            }
        }
        return dictionary.intern(source, offset, length);
    }

    private static boolean isAscii(byte[] source, int offset, int length) {
        int all = 0;
        for (int i = offset; i < offset + length; i++) {
            all |= source[i];
        }
        return all >= 0;
    }

    private int uuidText(byte[] source, int offset) {
        int at = 0;
        for (int i = 0; i < Stored.UUID.width(); i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                uuid[at++] = '-';
            }
            uuid[at++] = HEX[source[offset + i] >> 4 & 15];
            uuid[at++] = HEX[source[offset + i] & 15];
        }
        return at;
    }

    @Override
    void skipValues(int count) {
        if (coded) {
            runs.skip(count);
            return;
        }
        for (int i = 0; i < count; i++) {
            values.next();
        }
    }

    @Override
    void move(int from, int to) {
        codes[to] = codes[from];
    }

    @Override
    Column column(Validity validity, int rows) {
        if (validity.hasNulls()) {
            for (int i = 0; i < rows; i++) {
                codes[i] = validity.isPresent(i) ? codes[i] : 0;
            }
        }
        return new VarcharColumn(codes, dictionary, validity);
    }
}
