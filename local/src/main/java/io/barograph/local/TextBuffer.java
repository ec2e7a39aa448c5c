package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** VARCHAR, in a dictionary of its own: the source's keeps growing under its reader. */
final class TextBuffer extends ColumnBuffer {
    private final Dictionary dictionary;
    private final List<int[]> chunks = new ArrayList<>();
    private @Nullable Dictionary source;
    /** Own code + 1 of each of the source's codes, or 0 where not yet asked. */
    private int[] mapping = new int[0];
    /** Own codes of those of the dictionaries gathered here. */
    private final Map<Dictionary, int[]> gathered = new IdentityHashMap<>();

    TextBuffer() {
        this(new Dictionary());
    }

    private TextBuffer(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /**
     * An empty buffer for what others hold, whose codes become its own: {@link #scatter} translates them. The first one's
     * dictionary is taken over.
     *
     * @param sources at least one
     */
    static TextBuffer gathering(List<TextBuffer> sources) {
        TextBuffer gathering = new TextBuffer(sources.get(0).dictionary);
        for (TextBuffer texts : sources.subList(1, sources.size())) {
            int[] codes = new int[texts.dictionary.size()];
            for (int code = 0; code < codes.length; code++) {
                codes[code] = gathering.intern(texts.dictionary, code);
            }
            gathering.gathered.put(texts.dictionary, codes);
        }
        return gathering;
    }

    private int intern(Dictionary theirs, int code) {
        return dictionary.intern(theirs.bytes(), theirs.offset(code), theirs.length(code), theirs.hash(code));
    }

    @Override
    Dictionary dictionary() {
        return dictionary;
    }

    int code(int row) {
        return chunks.get(row >> SHIFT)[row & MASK];
    }

    @Override
    void addChunk() {
        addValidity();
        chunks.add(new int[Batch.CAPACITY]);
    }

    @Override
    void forgetSources() {
        source = null;
        mapping = new int[0];
    }

    @Override
    void copy(Column from, int start, int count, int chunk, int at) {
        VarcharColumn texts = (VarcharColumn) from;
        Dictionary theirs = texts.dictionary();
        if (theirs != source) {
            source = theirs;
            mapping = new int[theirs.size()];
        } else if (mapping.length < theirs.size()) {
            mapping = Arrays.copyOf(mapping, Math.max(theirs.size(), mapping.length * 2));
        }
        int[] codes = texts.codes();
        int[] target = chunks.get(chunk);
        Validity validity = texts.validity();
        for (int i = 0; i < count; i++) {
            if (validity.isPresent(start + i)) {
                int code = codes[start + i];
                int own = mapping[code] - 1;
                if (own < 0) {
                    own = intern(theirs, code);
                    mapping[code] = own + 1;
                }
                target[at + i] = own;
            } else {
                target[at + i] = 0;
            }
        }
    }

    @Override
    Column column(int chunk) {
        return new VarcharColumn(chunks.get(chunk), dictionary, validity(chunk));
    }

    @Override
    long memoryBytes() {
        return chunks() * 4L * Batch.CAPACITY + dictionary.memoryBytes() + 4L * mapping.length;
    }

    @Override
    int compare(int row, ColumnBuffer other, int otherRow) {
        TextBuffer texts = (TextBuffer) other;
        return Dictionary.compare(dictionary, code(row), texts.dictionary, texts.code(otherRow));
    }

    @Override
    void scatter(ColumnBuffer from, int chunk, int[] places, int count) {
        TextBuffer texts = (TextBuffer) from;
        int[] codes = texts.chunks.get(chunk);
        int[] own = gathered.get(texts.dictionary);
        for (int i = 0; i < count; i++) {
            // A dictionary may be empty where all are NULL.
            int code = own == null || own.length == 0 ? codes[i] : own[codes[i]];
            chunks.get(places[i] >> SHIFT)[places[i] & MASK] = code;
        }
    }

    @Override
    void copyRange(int from, int count, ColumnArrays arrays) {
        ColumnBuffer.copyRange(chunks, from, count, arrays.values());
    }

    /** The first eight bytes, unsigned, as a signed number of the same order. */
    @Override
    long sortPrefix(int row) {
        int code = code(row);
        byte[] bytes = dictionary.bytes();
        int start = dictionary.offset(code);
        int length = Math.min(8, dictionary.length(code));
        long prefix = 0;
        for (int i = 0; i < length; i++) {
            prefix |= (bytes[start + i] & 0xFFL) << 56 - 8 * i;
        }
        return prefix ^ Long.MIN_VALUE;
    }
}
